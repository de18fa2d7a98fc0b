import { describe, expect, it } from "vitest";
import { as, client, list, text, town, type Reply } from "./network.js";
import { callsJudged } from "./lexicon.js";
import { faultPlan, type Fault } from "../../src/testing/faults.js";

const unread = "app.bsky.notification.getUnreadCount";
const notices = "app.bsky.notification.listNotifications";

describe("testing", () => {
  describe("faults", () => {
    it("hits the calls that fit, from the nth on, as often as it says", () => {
      const plan = faultPlan([{ on: { operation: "a", nth: 2, times: 2 }, do: { type: "server-error" } }]);
      const hits = ["a", "b", "a", "a", "a"].map((operation) => plan.early({ operation, effect: "read" }).length);
      expect(hits).toEqual([0, 0, 1, 1, 0]);
    });
    it("counts a late fault only where it took effect", () => {
      const plan = faultPlan([{ do: { type: "broken-item" } }]);
      const tried: boolean[] = [];
      for (const applies of [false, true, true])
        plan.late({ operation: "a", effect: "read" }, () => {
          tried.push(applies);
          return applies;
        });
      expect(tried).toEqual([false, true]);
    });
    const drawn = (seed: string, rate: number, more: Partial<Fault> = {}): readonly number[] => {
      const plan = faultPlan([{ rate, do: { type: "server-error" }, ...more }], seed);
      return Array.from({ length: 200 }, () => plan.early({ operation: "a", effect: "read" }).length);
    };
    const sum = (hits: readonly number[]): number => hits.reduce((all, one) => all + one, 0);
    it("hits by chance, the same calls from the same seed, and others from another", () => {
      expect(drawn("one", 0.1)).toEqual(drawn("one", 0.1));
      expect(drawn("one", 0.1)).not.toEqual(drawn("two", 0.1));
      expect(sum(drawn("one", 0.1))).toBeGreaterThan(5);
      expect(sum(drawn("one", 0.1))).toBeLessThan(40);
      expect([sum(drawn("one", 0)), sum(drawn("one", 1))]).toEqual([0, 200]);
    });
    it("hits by chance no more often than it says, and only what fits", () => {
      expect(sum(drawn("one", 0.5, { on: { times: 3 } }))).toBe(3);
      expect(sum(drawn("one", 1, { on: { nth: 11 } }))).toBe(190);
      expect(sum(drawn("one", 1, { on: { effect: "write" } }))).toBe(0);
    });
    it("leaves the chances of one fault as they are when another is added", () => {
      const hits = (faults: readonly Fault[]): readonly boolean[] => {
        const plan = faultPlan(faults, "seed");
        return Array.from({ length: 100 }, () =>
          plan.early({ operation: "a", effect: "read" }).some(({ type }) => type === "server-error"),
        );
      };
      const one: Fault = { rate: 0.3, do: { type: "server-error" } };
      expect(hits([one, { rate: 0.5, do: { type: "slow", ms: 1 } }])).toEqual(hits([one]));
    });
    it("draws for pushed events and for late faults too", () => {
      const plan = faultPlan(
        [
          { rate: 0.5, do: { type: "redelivery" } },
          { rate: 0.5, do: { type: "unknown-fields" } },
        ],
        7,
      );
      const pushes = Array.from({ length: 100 }, () => plan.push("update").length);
      let late = 0;
      for (let at = 0; at < 100; at += 1) plan.late({ operation: "a", effect: "read" }, () => (late += 1) > 0);
      for (const count of [sum(pushes), late]) expect(count > 25 && count < 75).toBe(true);
    });
    it("is drawn from the seed of the fake", async () => {
      const statuses = async (seed: number): Promise<readonly number[]> => {
        const { fake, shop } = town({ seed, faults: [{ on: { effect: "read" }, rate: 0.5, do: { type: "server-error" } }] });
        const me = await as(fake, shop);
        const seen: number[] = [];
        for (let at = 0; at < 20; at += 1) seen.push((await me.get(unread)).status);
        return seen;
      };
      expect(await statuses(1)).toEqual(await statuses(1));
      expect(await statuses(1)).not.toEqual(await statuses(2));
    });
    it("cuts the connection before anything happened, or after it did", async () => {
      for (const [type, times] of [
        ["reset-before-commit", 0],
        ["timeout-after-commit", 1],
      ] as const) {
        const { fake, shop } = town();
        const me = await as(fake, shop);
        fake.inject({ on: { effect: "write" }, do: { type } });
        const record = { $type: "app.bsky.feed.post", text: "Hello", createdAt: "2026-01-01T00:00:00Z" };
        const sent = me.post("com.atproto.repo.createRecord", { repo: shop.did, collection: "app.bsky.feed.post", record });
        await expect(sent).rejects.toThrow("fetch failed");
        expect(fake.state.postsOf(shop)).toHaveLength(times);
        expect(fake.calls.at(-1)).toMatchObject({ operation: "com.atproto.repo.createRecord", faults: [type] });
        expect(fake.calls.at(-1)).not.toHaveProperty("status");
      }
    });
    it("refuses until the time is over, with the network's headers", async () => {
      const { fake, shop, clock } = town({
        faults: [{ on: { operation: unread, nth: 2 }, do: { type: "rate-limit", retryAfterMs: 60_000 } }],
      });
      const me = await as(fake, shop);
      expect((await me.get(unread)).status).toBe(200);
      const refused = await me.get(unread);
      expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
      expect((await me.get(notices)).status).toBe(429);
      await clock.advance(60_000);
      expect((await me.get(unread)).status).toBe(200);
    });
    it("answers with server errors, as often as it says", async () => {
      const { fake, shop } = town();
      const me = await as(fake, shop);
      fake.inject({ on: { effect: "read", times: 2 }, do: { type: "server-error" } });
      const seen = [await me.get(unread), await me.get(unread), await me.get(unread)];
      expect(seen.map(({ status }) => status)).toEqual([502, 502, 200]);
      expect(seen[0]?.body?.error).toBe("UpstreamFailure");
    });
    it("lets a token expire, and a renewed one work", async () => {
      const { fake, shop } = town();
      const { body } = await client(fake).post("com.atproto.server.createSession", { identifier: "shop.test", password: shop.password });
      const me = client(fake, text(body?.accessJwt));
      fake.inject({ do: { type: "expired-token" } });
      expect((await me.get(unread)).body?.error).toBe("ExpiredToken");
      expect((await me.get(unread)).body?.error).toBe("ExpiredToken");
      const renewed = await client(fake, text(body?.refreshJwt)).post("com.atproto.server.refreshSession");
      expect((await client(fake, text(renewed.body?.accessJwt)).get(unread)).status).toBe(200);
    });
    it("takes an account down, so that it writes no more and no session is renewed or opened", async () => {
      const { fake, shop, mira } = town();
      const logIn = (password: string): Promise<Reply> =>
        client(fake).post("com.atproto.server.createSession", { identifier: "shop.test", password });
      const { body } = await logIn(shop.password);
      const [me, other] = [client(fake, text(body?.accessJwt)), await as(fake, mira)];
      fake.inject({ on: { effect: "write" }, do: { type: "revoked-scope" } });
      const post = { $type: "app.bsky.feed.post", text: "New boots", createdAt: "2026-01-01T08:00:00.000Z" };
      for (const answer of [
        await me.post("com.atproto.repo.createRecord", { repo: shop.did, collection: "app.bsky.feed.post", record: post }),
        await client(fake, text(body?.refreshJwt)).post("com.atproto.server.refreshSession"),
        await logIn(shop.password),
      ])
        expect([answer.status, answer.body?.error]).toEqual([401, "AccountTakedown"]);
      expect((await logIn(shop.appPassword)).body?.error).toBe("AuthenticationRequired");
      expect((await me.get(unread)).status).toBe(200);
      expect((await other.get(unread)).status).toBe(200);
    });
    it("ends the token of a read whose account it takes down", async () => {
      const { fake, shop } = town();
      const { body } = await client(fake).post("com.atproto.server.createSession", { identifier: "shop.test", password: shop.password });
      fake.inject({ do: { type: "revoked-scope" } });
      expect((await client(fake, text(body?.accessJwt)).get(unread)).body?.error).toBe("ExpiredToken");
      expect((await client(fake, text(body?.refreshJwt)).post("com.atproto.server.refreshSession")).body?.error).toBe("AccountTakedown");
    });
    it("takes its time by the clock, and ends with the signal", async () => {
      const { fake, shop, clock } = town();
      const me = await as(fake, shop);
      fake.inject({ on: { times: 2 }, do: { type: "slow", ms: 30_000 } });
      const start = clock.now();
      await me.get(unread);
      expect(clock.now() - start).toBe(30_000);
      const stop = new AbortController();
      const waiting = fake.fetch(`${fake.baseUrl}/xrpc/${unread}`, { signal: stop.signal });
      stop.abort();
      await expect(waiting).rejects.toThrow("abort");
    });
    const spoilt = async (fault: Fault["do"], params: Record<string, string | number> = {}): Promise<ReturnType<typeof list>> => {
      const { fake, shop, mira } = town();
      for (const word of ["one", "two", "three"]) fake.state.post(mira, `@shop.test ${word}`);
      const me = await as(fake, shop);
      fake.inject({ on: { operation: notices }, do: fault });
      const { body } = await me.get(notices, params);
      return list(body?.notifications);
    };
    it("breaks one item of a page", async () => {
      const items = await spoilt({ type: "broken-item", index: 1 });
      expect(items.map((item) => "reason" in item)).toEqual([true, false, true]);
    });
    it("adds fields and words that nobody knows, and stays within the lexicon", async () => {
      const items = await spoilt({ type: "unknown-fields" });
      expect(items).toHaveLength(4);
      expect(items.at(-1)?.reason).toBe("future-reason");
      expect(items[0]?.author).toHaveProperty("futureField");
    });
    it("gives an empty page whose cursor leads to its items", async () => {
      const { fake, shop, mira } = town();
      for (const word of ["one", "two", "three"]) fake.state.post(mira, `@shop.test ${word}`);
      const me = await as(fake, shop);
      fake.inject({ on: { operation: notices, times: 2 }, do: { type: "empty-page" } });
      const seen: number[] = [];
      let cursor = "";
      do {
        const { body } = await me.get(notices, cursor === "" ? {} : { cursor });
        seen.push(list(body?.notifications).length);
        expect(text(body?.cursor)).not.toBe(cursor === "" ? "-" : cursor);
        cursor = text(body?.cursor);
      } while (cursor !== "");
      expect(seen).toEqual([0, 0, 3]);
    });
    it("repeats a cursor", async () => {
      const { fake, shop, mira } = town();
      for (const word of ["one", "two", "three"]) fake.state.post(mira, `@shop.test ${word}`);
      const me = await as(fake, shop);
      fake.inject({ do: { type: "repeat-cursor" } });
      const first = await me.get(notices, { limit: 1 });
      const second = await me.get(notices, { limit: 1, cursor: text(first.body?.cursor) });
      expect(second.body?.cursor).toBe(first.body?.cursor);
    });
  });
  describe("fake network", () => {
    it("serves the same over a loopback port, and closes the socket where it cuts", async () => {
      const { fake, shop } = town();
      const { url, close } = await fake.listen();
      try {
        const nobody = client(fake, undefined, url, globalThis.fetch);
        const { body } = await nobody.post("com.atproto.server.createSession", { identifier: "shop.test", password: shop.password });
        expect(text(body?.didDoc?.service?.[0]?.serviceEndpoint)).toBe(url);
        const me = client(fake, text(body?.accessJwt), url, globalThis.fetch);
        expect(await me.get(unread)).toMatchObject({ status: 200, body: { count: 0 } });
        const seen = await me.post("app.bsky.notification.updateSeen", { seenAt: "2026-01-01T00:00:00.000Z" });
        expect([seen.status, seen.body]).toEqual([200, undefined]);
        fake.inject({ do: { type: "reset-before-commit" } });
        await expect(me.get(unread)).rejects.toThrow("fetch failed");
      } finally {
        await close();
      }
    });
    it("shows every exchange to those who watch, until they stop", async () => {
      const { fake, shop } = town();
      const seen: string[] = [];
      const stop = fake.observe(({ operation }) => seen.push(operation));
      const me = await as(fake, shop);
      stop();
      await me.get(unread);
      expect(seen).toEqual(["com.atproto.server.createSession"]);
      expect(fake.calls.map(({ operation }) => operation)).toEqual(["com.atproto.server.createSession", unread]);
      expect(fake.calls.at(-1)).toMatchObject({ method: "GET", effect: "read", account: shop.did, status: 200, faults: [] });
    });
    it("puts every call of these tests before the judge", () => {
      expect(callsJudged()).toBeGreaterThan(30);
    });
  });
});
