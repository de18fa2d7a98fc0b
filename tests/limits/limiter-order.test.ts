import { describe, expect, it } from "vitest";
import { createLimiter } from "../../src/limits/limiter.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import { virtualClock } from "../../src/testing/clock.js";
import { answer, call, windowRule } from "./simulator.js";
import { callOf, interactive, many, priceList, silentMeter, sync, world } from "./world.js";

describe("limits", () => {
  describe("limiter", () => {
    describe("lanes", () => {
      it("lets the fastest lane go first when budget comes back", async () => {
        const { clock, go, left } = world([windowRule({ capacity: 1 })]);
        await go("first");
        const all = [go("sync"), go("moderation", { lane: "moderation" }), go("reply", { lane: "interactive" })];
        await clock.advance(3 * 60_000);
        await Promise.all(all);
        expect(left).toEqual(["first", "reply", "moderation", "sync"]);
      });

      it("keeps a fifth of a budget for replies", async () => {
        const { clock, go, left } = world([windowRule()], silentMeter(), { options: {} });
        const all = many(20, (index) => go(`sync ${index}`));
        await clock.advance(0);
        expect(left).toHaveLength(8);
        const replies = many(2, (index) => go(`reply ${index}`, interactive));
        await clock.advance(0);
        expect(left.slice(8)).toEqual(["reply 0", "reply 1"]);
        await clock.advance(3 * 60_000);
        await Promise.all([all, replies]);
      });

      it("lets every lane use the whole of a small budget", async () => {
        for (const capacity of [1, 2, 3, 4]) {
          const { clock, go, left } = world([windowRule({ capacity })], silentMeter(), { options: {} });
          const all = many(capacity, (index) => go(`${index}`));
          await clock.advance(0);
          expect(left).toHaveLength(capacity);
          await all;
        }
      });

      it("gives accounts their turns", async () => {
        const { clock, go, left } = world([windowRule({ capacity: 2, partition: ["app"] })]);
        const all = [
          ...Array.from({ length: 6 }, (_, index) => go(`busy ${index}`, { account: "x:busy" })),
          go("quiet 0", { account: "x:quiet" }),
          go("quiet 1", { account: "x:quiet" }),
        ];
        await clock.advance(4 * 60_000);
        await Promise.all(all);
        // The first two left while the budget was full, before the quiet account called.
        expect(left.slice(0, 2)).toEqual(["busy 0", "busy 1"]);
        for (const from of [2, 4]) {
          const accounts = left.slice(from, from + 2).map((name) => name.split(" ")[0]);
          expect(accounts.sort()).toEqual(["busy", "quiet"]);
        }
      });

      it("does not let cheap calls starve a costly one before them", async () => {
        const rule = windowRule({ capacity: 10, refill: { kind: "bucket", perMs: 10_000 } });
        const { clock, go, left } = world([rule], priceList({ cheap: { window: 1 }, costly: { window: 5 } }));
        const all = [
          many(10, (index) => go(`first ${index}`, {}, callOf("cheap"))),
          go("costly", {}, callOf("costly")),
          many(10, (index) => go(`after ${index}`, { account: "x:1" }, callOf("cheap"))),
        ];
        await clock.advance(5000);
        expect(left).toHaveLength(11);
        expect(left[10]).toBe("costly");
        await clock.advance(20_000);
        await Promise.all(all);
      });
    });

    describe("blocks", () => {
      it("stops calls like the refused one until the instant, or for the rule's penalty", async () => {
        const { clock, limiter, go, left } = world([windowRule({ penaltyMs: 3_600_000 })]);
        await limiter.block(call, "x:1", clock.now() + 1000);
        const waits = go("first");
        await clock.advance(3_599_999);
        expect(left).toEqual([]);
        expect(await limiter.budgets()).toMatchObject([{ remaining: 0, resetsAt: new Date(clock.now() + 1).toISOString() }]);
        await clock.advance(1);
        await waits;
      });

      it("applies the penalty of a 429 by itself", async () => {
        const { clock, limiter, go, left } = world([windowRule({ penaltyMs: 3_600_000 })]);
        await limiter.run(call, sync, () => Promise.resolve(answer(429)));
        const waits = go("next");
        await clock.advance(3_599_999);
        expect(left).toEqual([]);
        await clock.advance(1);
        await waits;
      });

      it("stops everything in the partition where the rule says so", async () => {
        const rules = [windowRule({ id: "graph", partition: ["app"], pauses: "partition" }), windowRule({ id: "other" })];
        const { clock, limiter, go, left } = world(rules, priceList({ graph: { graph: 1 }, other: { other: 1 } }));
        await limiter.observe(callOf("graph"), "x:1", [{ rule: "graph", blockedUntil: clock.now() + 5000 }]);
        const waits = go("other", {}, callOf("other"));
        await clock.advance(4999);
        expect(left).toEqual([]);
        await clock.advance(1);
        await waits;
      });

      it("wakes those who wait when a probe finds budget", async () => {
        const { clock, limiter, go, left } = world([windowRule({ capacity: 1 })]);
        await go("first");
        const waits = go("second");
        await clock.advance(10);
        await limiter.observe(call, "x:1", [{ rule: "window", limit: 5, remaining: 4, resetsAt: clock.now() + 50_000 }]);
        await waits;
        expect(left).toEqual(["first", "second"]);
        expect(await limiter.budgets()).toMatchObject([{ limit: 5, remaining: 3 }]);
      });
    });

    describe("budgets", () => {
      it("name rule, account and unit, and never mix apps whose names begin alike", async () => {
        const clock = virtualClock();
        const coordinator = memoryCoordinator({ clock });
        const setup = { network: "bluesky", rules: [windowRule()], meter: silentMeter(), coordinator, clock };
        const [one, two] = [createLimiter({ ...setup, app: "a:b" }), createLimiter({ ...setup, app: "a" })];
        await one.run(call, { lane: "sync", account: "bluesky:did%3Aplc%3Aone" }, () => Promise.resolve(answer()));
        expect(await two.budgets()).toEqual([]);
        expect(await one.budgets()).toEqual([
          {
            rule: "window",
            partition: ["account"],
            account: "bluesky:did%3Aplc%3Aone",
            unit: "requests",
            limit: 10,
            remaining: 9,
            resetsAt: new Date(clock.now() + 60_000).toISOString(),
          },
        ]);
        expect((await coordinator.ledgers("bluesky:a%3Ab:"))[0]?.ledger).toBe("bluesky:a%3Ab:window:bluesky%3Adid%253Aplc%253Aone");
      });
    });
  });
});
