/**
 * What a network delivers over HTTP: verified before it is read, and the same thing every time.
 * @module
 */
import { expectCode, throughJson } from "./bench.js";
import type { Bench, Checks } from "./bench.js";
import type { Change } from "../../model/change.js";
import { expectSame, expectThat, expectThere } from "../assert.js";
import type { WebhookAnswer, WebhookSource } from "../../adapter/app.js";
import type { WebhookSpoil, WorldWebhooks } from "./world.js";

interface Hook {
  readonly webhook: WebhookSource;
  readonly request: WorldWebhooks["request"];
  /** Hands a request over as a server does. */
  readonly read: (request: Request) => Promise<WebhookAnswer>;
}

function hookOf(bench: Bench): Hook {
  const pushed = expectThere(bench.world.webhooks, "webhooks");
  const { app } = pushed;
  if (bench.adapter.app !== app) app.attach(bench.runtime);
  const webhook = expectThere(app.webhook, "webhooks of the app");
  return {
    webhook,
    request: (what, how) => pushed.request(what, how),
    read: async (incoming) => webhook.read(incoming, new Uint8Array(await incoming.clone().arrayBuffer())),
  };
}

const changesOf = (answer: WebhookAnswer): readonly Change[] => (answer.type === "delivery" ? answer.delivery.changes : []);

/** The same request with another body under the same signature. */
async function withBody(request: Request, change: (body: string) => string): Promise<Request> {
  return new Request(request.url, { method: "POST", headers: request.headers, body: change(await request.clone().text()) });
}

async function expectUntrusted(bench: Bench, request: Request, what: string): Promise<void> {
  const error = await expectCode(() => hookOf(bench).read(request), ["bad-signature"], what);
  for (const secret of bench.world.secrets()) expectThat(!error.message.includes(secret), "no secret is in the error");
}

const refuses = (what: string, spoil: WebhookSpoil): Checks[string] => ({
  where: ["webhooks"],
  run: async (bench) => {
    const { request } = hookOf(bench);
    await expectUntrusted(bench, await request("message", spoil), `a delivery ${what}`);
    // What asks whether we are there may be an attacker who wants to know whether we look.
    await expectUntrusted(bench, await request("challenge", spoil), `a challenge ${what}`);
  },
});

/** What a network delivers over HTTP. */
export const webhooks: Checks = {
  "takes in a delivery that is signed well": {
    where: ["webhooks"],
    run: async (bench) => {
      const { webhook, request, read } = hookOf(bench);
      const incoming = await request("message");
      expectThat(webhook.matches(incoming), "the delivery is known as one of this network");
      const answer = await read(incoming);
      expectSame(answer.type, "delivery", "what it turns into");
      const changes = changesOf(answer);
      const pulls = answer.type === "delivery" ? (answer.delivery.pull ?? []) : [];
      expectThat(changes.length + pulls.length > 0, "something is taken in");
      for (const change of changes) {
        expectThat(change.id !== "" && change.origin === "live", "a change has an id, and is news");
        expectSame(throughJson(change), change, "the change, after JSON");
        expectSame(change.account, bench.adapter.account, "the account of the change");
      }
    },
  },
  "leaves requests of others alone": {
    where: ["webhooks"],
    run: async (bench) => {
      const { webhook } = hookOf(bench);
      const stranger = new Request("https://shop.test/webhooks", { method: "POST", headers: { "x-other-signature": "a" }, body: "{}" });
      expectSame(webhook.matches(stranger), false, "whether a stranger's request is known as one of this network");
      return Promise.resolve();
    },
  },
  "refuses a wrong signature": refuses("with a wrong signature", { signature: "wrong" }),
  "refuses a missing signature": refuses("without a signature", { signature: "missing" }),
  "refuses a malformed signature": refuses("with a malformed signature", { signature: "malformed" }),
  "refuses a body that was changed after signing, be it by a space": {
    where: ["webhooks"],
    run: async (bench) => {
      const { request } = hookOf(bench);
      await expectUntrusted(bench, await request("message", { tampered: true }), "a delivery that was tampered with");
      const spaced = await withBody(await request("message"), (body) => `${body} `);
      await expectUntrusted(bench, spaced, "a delivery with a space behind its body");
    },
  },
  "verifies before it reads: what cannot be read is refused for its signature": {
    where: ["webhooks"],
    run: async (bench) => {
      const { request } = hookOf(bench);
      for (const body of ["{", "", "null", "\u0000", "[".repeat(5000)]) {
        const broken = await withBody(await request("message", { signature: "wrong" }), () => body);
        await expectUntrusted(bench, broken, "a body that cannot be read, with a wrong signature");
      }
    },
  },
  "refuses what was signed too long ago": {
    where: ["webhook-window"],
    run: async (bench) => {
      const { request, read } = hookOf(bench);
      const windowMs = expectThere(bench.world.webhooks?.windowMs, "the age that a signature may have");
      await expectUntrusted(bench, await request("message", { ageMs: windowMs + 60_000 }), "a delivery that is too old");
      const young = await read(await request("message", { ageMs: Math.max(0, windowMs - 60_000) }));
      expectSame(young.type, "delivery", "what one turns into that is just young enough");
    },
  },
  "gives a redelivery the ids that it had": {
    where: ["webhooks"],
    run: async (bench) => {
      const { request, read } = hookOf(bench);
      const ids = async (id: string): Promise<readonly string[]> =>
        changesOf(await read(await request("message", { id }))).map((one) => one.id);
      const first = await ids("1001");
      await bench.clock.sleep(61_000);
      expectSame(await ids("1001"), first, "the ids of the changes of a redelivery");
      const other = await ids("1002");
      expectThat(
        other.every((id) => !first.includes(id)),
        "another event has other ids",
      );
      const same = await request("message", { id: "1003" });
      expectSame(changesOf(await read(same)), changesOf(await read(same)), "what the very same request turns into twice");
    },
  },
  "answers the challenge": {
    where: ["webhooks"],
    run: async (bench) => {
      const { request, read } = hookOf(bench);
      const answer = await read(await request("challenge"));
      expectSame(answer.type, "challenge", "what it turns into");
      if (answer.type === "challenge") expectThat(answer.response.ok, "the answer is a success");
    },
  },
  "reports an event that it does not know, instead of failing": {
    where: ["webhooks"],
    run: async (bench) => {
      const { request, read } = hookOf(bench);
      const answer = await read(await request("unknown"));
      expectSame(answer.type, "delivery", "what it turns into");
      for (const change of changesOf(answer)) expectSame(change.type, "network.event", "the type of the change");
    },
  },
};
