import { describe, expect, it } from "vitest";
import { createGraphApp } from "../../../src/networks/_graph/app.js";
import { createInbox } from "../../../src/inbox/index.js";
import { createReceiver } from "../../../src/webhooks/receiver.js";
import { ids, makeApp, read, secret, seconds, start } from "./push-support.js";
import { memoryStore } from "../../../src/store/index.js";
import { rowsOf } from "../../inbox/forget-town.js";
import { signedRequestForm } from "../../../src/testing/graph/webhook.js";
import type { Delivery } from "../../../src/adapter/app.js";
import type { Envelope } from "../../../src/webhooks/envelope.js";
import type { GraphApp } from "../../../src/networks/_graph/app.js";

const user = "5550000000000001";
const payload = { user_id: user, issued_at: seconds };
const deletion = { url: "https://host.test/meta/data-deletion" };
const networks = ["facebook", "instagram", "threads"];

async function called(request: Request, app?: GraphApp): Promise<{ readonly delivery: Delivery; readonly answer: unknown }> {
  const answer = await read(request, app);
  if (answer.type !== "delivery") throw new Error("a challenge");
  return { delivery: answer.delivery, answer: await answer.response?.json() };
}

describe("the callback for access that was taken back", () => {
  it("tells that the person's accounts go silent", async () => {
    const { delivery, answer } = await called(signedRequestForm(secret, payload));
    expect(answer).toBeUndefined();
    expect(delivery.forget).toBeUndefined();
    expect(delivery.changes).toMatchObject(
      networks.map((network) => ({ type: "subscription.revoked", account: `${network}:${user}`, subscription: ids.app, at: start })),
    );
  });

  it("is of the product whose secret signed it", async () => {
    const { app } = makeApp({ products: { threads: ["th"] } });
    const { delivery } = await called(signedRequestForm("th", payload), app);
    expect(delivery.changes.map(({ account }) => account)).toEqual([`threads:${user}`]);
  });

  it("is refused when none signed it, and when it is no signed request", async () => {
    for (const signature of ["wrong", "missing", "malformed"] as const)
      await expect(read(signedRequestForm(secret, payload, { signature }))).rejects.toMatchObject({ code: "bad-signature" });
    await expect(read(signedRequestForm(secret, payload, { tampered: true }))).rejects.toMatchObject({ code: "bad-signature" });
    await expect(read(signedRequestForm(secret, { ...payload, algorithm: "none" }))).rejects.toMatchObject({ code: "bad-signature" });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    for (const body of ["", "signed_request=", "signed_request=a.b.c", "signed_request=%00.%00"])
      await expect(read(new Request("https://host.test/", { method: "POST", headers, body }))).rejects.toMatchObject({
        code: "bad-signature",
      });
  });

  it("of nobody says nothing", async () => {
    expect((await called(signedRequestForm(secret, { issued_at: 1 }))).delivery.changes).toEqual([]);
  });
});

describe("the callback for the deletion of data", () => {
  it("answers with an address and a code, the same however often it is asked", async () => {
    const { app } = makeApp({ deletionStatusUrl: (code) => `https://host.test/status/${code}` });
    const { delivery, answer } = await called(signedRequestForm(secret, payload, deletion), app);
    const { confirmation_code: code, url } = answer as { readonly confirmation_code: string; readonly url: string };
    expect(code).toMatch(/^[0-9a-f]{20}$/);
    expect(url).toBe(`https://host.test/status/${code}`);
    expect(delivery.forget).toEqual(networks.map((network) => ({ key: `${network}:${ids.app}:author:${user}` })));
    expect(delivery.changes).toMatchObject(
      networks.map((network) => ({ type: "network.event", name: "data_deletion", account: `${network}:${user}` })),
    );
    expect(await called(signedRequestForm(secret, payload, { url: "https://host.test/meta?callback=delete" }), app)).toEqual({
      delivery,
      answer,
    });
  });

  it("answers without an address where none was set, and says so to the logger", async () => {
    const { app, logs } = makeApp();
    const { answer } = await called(signedRequestForm(secret, payload, deletion), app);
    expect(Object.keys(answer as object)).toEqual(["confirmation_code"]);
    expect(logs.join()).toContain("deletionStatusUrl");
    expect(logs.join()).not.toContain(user);
  });

  it("is seen in the envelope where there is no inbox, and forgotten where there is one", async () => {
    const app = createGraphApp({ id: ids.app, secrets: [secret], deletionStatusUrl: (code) => `https://host.test/${code}` });
    const queue: Envelope[] = [];
    const receiver = createReceiver({ apps: [app], deliver: async (envelope) => void queue.push(envelope) });
    const response = await receiver.receive(signedRequestForm(secret, payload, deletion));
    expect(response.status).toBe(200);
    expect(await response.json()).toHaveProperty("confirmation_code");
    expect(queue[0]?.delivery.forget).toHaveLength(3);

    const store = memoryStore();
    const inbox = createInbox({ accounts: [], apps: [createGraphApp({ id: ids.app, secrets: [secret] })], store });
    expect((await inbox.receive(signedRequestForm(secret, payload, deletion))).status).toBe(200);
    await inbox.ingest(queue[0]!);
    const lines = await rowsOf(store, "audit");
    expect(lines.map(({ action, by }) => [action, by.type])).toEqual(Array.from({ length: 6 }, () => ["forget", "system"]));
    await inbox.close();
  });
});
