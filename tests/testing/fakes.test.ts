import { describe, expect, it } from "vitest";
import { as, town } from "./network.js";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createInbox } from "../../src/index.js";
import { fakeNetwork } from "../../src/testing/fake-network.js";
import type { Fault } from "../../src/testing/faults.js";

const refused = (message: RegExp): unknown =>
  expect.objectContaining({ name: "FolkmootError", code: "invalid-request", message: expect.stringMatching(message) as string });

/** Does something with everything that this process would end of; gives what nobody caught. */
async function uncaughtWhile(work: () => Promise<void>): Promise<readonly unknown[]> {
  const before = process.listeners("uncaughtException");
  const uncaught: unknown[] = [];
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", (error) => uncaught.push(error));
  try {
    await work();
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.removeAllListeners("uncaughtException");
    for (const listener of before) process.on("uncaughtException", listener);
  }
  return uncaught;
}

describe("testing", () => {
  describe("fakes", () => {
    it("have an address and people of their own, so that one test cannot use up the budget of another", async () => {
      const [one, other] = [fakeNetwork("bluesky"), fakeNetwork("bluesky")];
      expect(one.baseUrl).not.toBe(other.baseUrl);
      const [mine, theirs] = [one, other].map((fake) => fake.state.addAccount("boots.test"));
      expect(mine?.did).not.toBe(theirs?.did);
      // Both on the system's clock, and so on one coordinator.
      const inboxes = [one, other].map((fake, at) => {
        const brand = at === 0 ? mine : theirs;
        const options = { accountId: brand?.did ?? "", password: brand?.appPassword ?? "", service: fake.baseUrl };
        return createInbox({ accounts: [createBlueskyAdapter(options)], fetch: fake.fetch });
      });
      const left = async (at: number): Promise<readonly (number | undefined)[]> =>
        ((await inboxes[at]?.budgets()) ?? []).filter(({ rule }) => /ip|request/.test(rule)).map(({ remaining }) => remaining);
      await inboxes[1]?.sync();
      const before = await left(1);
      for (let round = 0; round < 3; round += 1) await inboxes[0]?.sync();
      expect(before.length).toBeGreaterThan(0);
      expect(await left(1)).toEqual(before);
      for (const inbox of inboxes) await inbox.close();
    });
    it("make the same people again from the same seed", () => {
      const [one, other] = [1, 2].map(() => fakeNetwork("bluesky", { seed: 7 }).state.addAccount("boots.test"));
      expect(one).toEqual(other);
    });
    it("pages through 5,000 answers", async () => {
      const { fake, shop, mira } = town({ limits: { requests: 1_000_000 } });
      const { uri } = fake.state.post(shop, "Our boots are back.");
      for (let at = 0; at < 5000; at += 1) fake.state.reply(mira, uri, `Answer ${at}`);
      const client = await as(fake, shop);
      const seen = new Set<string>();
      let cursor: string | undefined;
      do {
        const { body } = await client.get("app.bsky.notification.listNotifications", {
          limit: 100,
          ...(cursor !== undefined && { cursor }),
        });
        const page = body as unknown as { readonly notifications: readonly { readonly uri: string }[]; readonly cursor?: string };
        for (const notice of page.notifications) seen.add(notice.uri);
        ({ cursor } = page);
      } while (cursor !== undefined);
      expect(seen.size).toBe(5000);
    });
    it("tells a muted person's notices no more, and again when the muting ends", async () => {
      const { fake, shop, mira } = town();
      const { uri } = fake.state.post(shop, "Our boots are back.");
      fake.state.reply(mira, uri, "Lovely");
      const client = await as(fake, shop);
      const count = async (): Promise<unknown> => (await client.get("app.bsky.notification.getUnreadCount")).body?.count;
      const seen = [await count()];
      await client.post("app.bsky.graph.muteActor", { actor: mira.did });
      seen.push(await count());
      await client.post("app.bsky.graph.unmuteActor", { actor: mira.did });
      seen.push(await count());
      expect(seen).toEqual([1, 0, 1]);
    });
    it("show a defect of their own as what it is, not as an outage", async () => {
      const { fake } = town();
      const defect = new Error("boom");
      fake.observe(() => {
        throw defect;
      });
      let status = 0;
      let body: unknown;
      const uncaught = await uncaughtWhile(async () => {
        const response = await fake.fetch(`${fake.baseUrl}/xrpc/com.atproto.identity.resolveHandle?handle=mira.test`);
        status = response.status;
        body = await response.json();
      });
      expect(status).toBe(500);
      expect(body).toMatchObject({ message: "The fake network failed: boom" });
      expect(fake.failures).toMatchObject([{ message: "The fake network failed: boom", cause: defect }]);
      expect(uncaught).toEqual(fake.failures);
      expect(fake.calls).toMatchObject([{ status: 500, failure: "The fake network failed: boom" }]);
    });
    it("have no failures while they work", async () => {
      const { fake, shop } = town();
      await as(fake, shop);
      expect(fake.failures).toEqual([]);
      expect(fake.calls.some((call) => "failure" in call)).toBe(false);
    });
  });

  describe("input", () => {
    it("refuses a network that has no fake, naming those that have", () => {
      expect(() => fakeNetwork("x" as "bluesky")).toThrow(refused(/use bluesky/));
      expect(() => fakeNetwork("toString" as "bluesky")).toThrow(refused(/no fake/));
    });
    const faults: readonly (readonly [string, unknown, RegExp])[] = [
      ["of an unknown type", { do: { type: "nope" } }, /`do\.type`/],
      ["without an action", {}, /`do\.type`/],
      ["that is nothing", null, /`do\.type`/],
      ["without a time to wait", { do: { type: "rate-limit" } }, /`do\.retryAfterMs`/],
      ["without a length", { do: { type: "slow" } }, /`do\.ms`/],
      ["on an unknown effect", { on: { effect: "raed" }, do: { type: "server-error" } }, /`on\.effect`/],
      ["on the call before the first", { on: { nth: 0 }, do: { type: "server-error" } }, /`on\.nth`/],
      ["with a chance above 1", { rate: 1.5, do: { type: "server-error" } }, /`rate`/],
      ["with a chance that is no number", { rate: "often", do: { type: "server-error" } }, /`rate`/],
      ["that hits less than never", { on: { times: -1 }, do: { type: "server-error" } }, /`on\.times`/],
    ];
    it.each(faults)("refuses a fault %s, at once", (_what, fault, message) => {
      expect(() => fakeNetwork("bluesky", { faults: [fault as Fault] })).toThrow(refused(message));
      const { fake } = town();
      expect(() => {
        fake.inject(fault as Fault);
      }).toThrow(refused(message));
    });
    it("refuses a handle that is none or taken, when made and when renamed", () => {
      const { state } = town().fake;
      for (const handle of ["bad handle", "", "nodot", undefined as unknown as string])
        expect(() => state.addAccount(handle)).toThrow(refused(/`handle`/));
      expect(() => state.addAccount("MIRA.test")).toThrow(refused(/taken/));
      expect(() => {
        state.rename("shop.test", "bad handle");
      }).toThrow(refused(/`handle`/));
      expect(() => {
        state.rename("shop.test", "mira.test");
      }).toThrow(refused(/taken/));
      state.rename("shop.test", "SHOP.test");
    });
    it("refuses what the network would refuse, and who or what is not there", () => {
      const { state } = town().fake;
      expect(() => state.post("shop.test", "x".repeat(301))).toThrow(refused(/refuses/));
      expect(() => state.post("nobody.test", "x")).toThrow(refused(/Nobody/));
      expect(() => state.like("shop.test", "at://did:plc:a/app.bsky.feed.post/b")).toThrow(refused(/no such record/));
      state.addAccount("closed.test", { allowsChat: "none" });
      expect(() => state.directMessage("shop.test", "closed.test", "x")).toThrow(refused(/refuses/));
    });
  });
});
