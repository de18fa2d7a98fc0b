import { describe, expect, it } from "vitest";
import { FolkmootError } from "../../src/errors.js";
import { createLimiter } from "../../src/limits/limiter.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import type { Meter } from "../../src/limits/meter.js";
import type { Lane, LimitObservation } from "../../src/model/limit.js";
import { virtualClock } from "../../src/testing/clock.js";
import { answer, call, windowRule } from "./simulator.js";
import type { FakeAnswer } from "./simulator.js";
import { callOf, many, priceList, silentMeter, sync, world } from "./world.js";

describe("limits", () => {
  describe("limiter", () => {
    it("returns what send returned", async () => {
      const { limiter } = world([windowRule()]);
      const sent = answer(404);
      expect(await limiter.run(call, sync, () => Promise.resolve(sent))).toBe(sent);
    });

    it("lets calls wait for the next window and no longer", async () => {
      const { clock, go, left } = world([windowRule({ capacity: 3 })]);
      const all = many(7, (index) => go(`${index}`));
      await clock.advance(0);
      expect(left).toHaveLength(3);
      await clock.advance(59_999);
      expect(left).toHaveLength(3);
      await clock.advance(1);
      expect(left).toHaveLength(6);
      await clock.advance(60_000);
      expect(left).toEqual(["0", "1", "2", "3", "4", "5", "6"]);
      await all;
    });

    // Another try where the machine was busy with something else.
    it("passes a block of 15 minutes in under 100 ms", { retry: 5 }, async () => {
      const { clock, limiter, go } = world([windowRule()], silentMeter(), {}, true);
      await limiter.block(call, "x:1", clock.now() + 15 * 60_000);
      const [real, virtual] = [performance.now(), clock.now()];
      await go("blocked");
      expect(performance.now() - real).toBeLessThan(100);
      expect(clock.now() - virtual).toBe(15 * 60_000);
    });

    it("takes every budget that a call touches, or none", async () => {
      const rules = [windowRule({ id: "small", capacity: 1 }), windowRule({ id: "large", capacity: 5 })];
      const meter = priceList({ both: { large: 1, small: 1 }, large: { large: 1 } });
      const { clock, go, left, limiter } = world(rules, meter);
      const all = [go("first", {}, callOf("both")), go("second", {}, callOf("both")).catch(() => undefined)];
      await clock.advance(0);
      expect(left).toEqual(["first"]);
      // The second waits for "small" and has taken nothing from "large".
      expect(await limiter.budgets()).toMatchObject([
        { rule: "large", remaining: 4 },
        { rule: "small", remaining: 0 },
      ]);
      await clock.advance(60_000);
      await Promise.all(all);
      expect(left).toEqual(["first", "second"]);
    });

    it("does not hold up a call on another ledger", async () => {
      const rules = [windowRule({ id: "likes", capacity: 1 }), windowRule({ id: "reads", capacity: 100 })];
      const { clock, go, left } = world(rules, priceList({ like: { likes: 1 }, read: { reads: 1 } }), { concurrency: 2 });
      const all = [many(50, (index) => go(`like ${index}`, {}, callOf("like"))).catch(() => undefined), go("read", {}, callOf("read"))];
      await clock.advance(0);
      expect(left).toEqual(["like 0", "read"]);
      await clock.advance(60 * 60_000);
      await Promise.all(all);
      expect(left).toHaveLength(51);
    });

    it("keeps ledgers of accounts apart, and an app's together", async () => {
      const mine = world([windowRule({ capacity: 1 })]);
      const one = many(2, (index) => mine.go(`${index}`, { account: `x:${index}` }));
      await mine.clock.advance(0);
      expect(mine.left).toHaveLength(2);
      await one;
      const shared = world([windowRule({ capacity: 1, partition: ["app"] })]);
      const two = many(2, (index) => shared.go(`${index}`, { account: `x:${index}` }));
      await shared.clock.advance(0);
      expect(shared.left).toHaveLength(1);
      await shared.clock.advance(60_000);
      await two;
    });

    it("never has more calls under way than slots", async () => {
      const clock = virtualClock({ auto: true });
      let under = 0;
      let most = 0;
      const limiter = createLimiter({
        network: "x",
        app: "app",
        rules: [],
        meter: silentMeter({}),
        coordinator: memoryCoordinator({ clock }),
        clock,
        concurrency: 3,
      });
      await many(20, () =>
        limiter.run(call, sync, async () => {
          most = Math.max(most, ++under);
          await clock.sleep(10);
          under--;
          return answer();
        }),
      );
      expect(most).toBe(3);
    });

    it("gives budget that an answer gave back to those who wait, at once", async () => {
      let told: readonly LimitObservation[] = [];
      const meter: Meter = { cost: () => ({ window: 1 }), read: () => told };
      const { clock, limiter, go, left } = world([windowRule({ capacity: 2 })], meter);
      let finish: (sent: FakeAnswer) => void = () => undefined;
      const slow = limiter.run(call, sync, () => new Promise<FakeAnswer>((resolve) => (finish = resolve)));
      await go("second");
      const waits = go("third");
      await clock.advance(0);
      expect(left).toEqual(["second"]);
      told = [{ rule: "window", remaining: 7, resetsAt: clock.now() + 60_000 }];
      finish(answer());
      await slow;
      await waits;
      expect(left).toEqual(["second", "third"]);
    });

    describe("cancellation", () => {
      it("rejects with the reason, leaves the line, and takes nothing", async () => {
        const { clock, limiter, go, left } = world([windowRule({ capacity: 1 })]);
        await go("first");
        const controller = new AbortController();
        const waits = go("second", { signal: controller.signal });
        const reason = new Error("enough");
        const seen = expect(waits).rejects.toBe(reason);
        await clock.advance(0);
        expect(limiter.waiting).toBe(1);
        controller.abort(reason);
        await seen;
        expect(limiter.waiting).toBe(0);
        await clock.advance(60_000);
        expect(left).toEqual(["first"]);
        expect(await limiter.budgets()).toMatchObject([{ remaining: 1 }]);
      });

      it("gives back what was reserved while the signal ended", async () => {
        const clock = virtualClock();
        const inner = memoryCoordinator({ clock });
        const controller = new AbortController();
        const coordinator = {
          ...inner,
          reserve: async (...demand: Parameters<typeof inner.reserve>) => {
            const reservation = await inner.reserve(...demand);
            controller.abort(new Error("enough"));
            return reservation;
          },
        };
        const { limiter, go, left } = world([windowRule()], silentMeter(), { clock, coordinator });
        await expect(go("first", { signal: controller.signal })).rejects.toThrow("enough");
        await clock.advance(0);
        expect(left).toEqual([]);
        expect(await limiter.budgets()).toMatchObject([{ remaining: 10 }]);
      });

      it("does not start with a signal that has ended", async () => {
        const { go, left } = world([windowRule()]);
        await expect(go("first", { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
        expect(left).toEqual([]);
      });

      it("lets one signal end a thousand waiting calls", async () => {
        const { limiter, go, clock } = world([windowRule({ capacity: 1 })]);
        await go("first");
        const controller = new AbortController();
        const all = Promise.allSettled(Array.from({ length: 1000 }, (_, index) => go(`${index}`, { signal: controller.signal })));
        await clock.advance(0);
        controller.abort(new Error("enough"));
        expect((await all).every(({ status }) => status === "rejected")).toBe(true);
        expect(limiter.waiting).toBe(0);
      });
    });

    describe("errors of send", () => {
      it("keeps the cost as spent, because the call may have arrived", async () => {
        const { limiter } = world([windowRule()]);
        await expect(limiter.run(call, sync, () => Promise.reject(new Error("cut off")))).rejects.toThrow("cut off");
        expect(await limiter.budgets()).toMatchObject([{ remaining: 9 }]);
      });

      it("gives the cost back when nothing left this machine", async () => {
        const { limiter } = world([windowRule()]);
        const run = limiter.run(call, { ...sync, unsent: () => true }, () => Promise.reject(new Error("no address")));
        await expect(run).rejects.toThrow("no address");
        expect(await limiter.budgets()).toMatchObject([{ remaining: 10 }]);
      });

      it("returns the answer when the meter cannot read it", async () => {
        const warnings: string[] = [];
        const meter: Meter = {
          cost: () => ({ window: 1 }),
          read: () => {
            throw new TypeError("no such field");
          },
        };
        const { go, limiter } = world([windowRule()], meter, { logger: { warn: (message) => warnings.push(message) } });
        expect(await go("first")).toMatchObject({ status: 200 });
        expect(warnings).toHaveLength(1);
        expect(await limiter.budgets()).toMatchObject([{ remaining: 9 }]);
      });
    });

    describe("refusal", () => {
      it("throws at once in mode throw, and says which rule, whose, and until when", async () => {
        const { clock, go } = world([windowRule({ id: "x.posts", capacity: 1 })], silentMeter({ "x.posts": 1 }), {
          options: { mode: "throw" },
        });
        await go("first");
        const error: unknown = await go("second").catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(FolkmootError);
        const when = new Date(clock.now() + 60_000).toISOString();
        expect(error).toMatchObject({ code: "rate-limited", retryable: true, retryAt: when });
        expect((error as Error).message).toContain(`"x.posts" of x is used up for x:1 until ${when}`);
      });

      it("throws at once when the budget comes back too late", async () => {
        const { clock, go } = world([windowRule({ capacity: 1 })]);
        await go("first");
        await expect(go("second", { until: clock.now() + 59_999 })).rejects.toMatchObject({ code: "rate-limited" });
        expect(clock.sleeping).toBe(0);
      });

      it("waits as long as it may, then throws", async () => {
        const { clock, go, left } = world([windowRule({ capacity: 1, refill: { kind: "bucket", perMs: 60_000 } })]);
        await go("first");
        const all = Promise.allSettled([go("second", { until: clock.now() + 61_000 }), go("third", { until: clock.now() + 61_000 })]);
        await clock.advance(61_000);
        expect((await all).map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
        expect(left).toEqual(["first", "second"]);
      });

      it("ends the wait for a slot as well", async () => {
        const { clock, limiter, go } = world([], silentMeter({}), { concurrency: 1 });
        let finish: (sent: FakeAnswer) => void = () => undefined;
        const slow = limiter.run(call, sync, () => new Promise<FakeAnswer>((resolve) => (finish = resolve)));
        const waits = expect(go("second", { until: clock.now() + 1000 })).rejects.toMatchObject({ code: "rate-limited" });
        await clock.advance(1000);
        await waits;
        finish(answer());
        await slow;
      });

      it("tells of a ledger that holds calls back once", async () => {
        const news: unknown[] = [];
        const { clock, go } = world([windowRule({ capacity: 1 })], silentMeter(), { onNews: (told) => news.push(told) });
        await go("first");
        const all = many(4, (index) => go(`${index}`));
        await clock.advance(0);
        expect(news).toEqual([{ type: "throttled", rule: "window", account: "x:1", retryAt: clock.now() + 60_000 }]);
        await clock.advance(4 * 60_000);
        await all;
      });

      it("refuses a lane, a share and a number of slots that do not exist", async () => {
        const { go } = world([windowRule()]);
        await expect(go("first", { lane: "fast" as Lane })).rejects.toMatchObject({ code: "invalid-request" });
        expect(() => world([], silentMeter(), { options: { reserve: 1 } })).toThrow("from 0 to below 1");
        expect(() => world([], silentMeter(), { concurrency: 0 })).toThrow("whole number");
      });
    });

    it("goes on when the coordinator is lost while it is told about an answer", async () => {
      const clock = virtualClock();
      const warnings: string[] = [];
      const coordinator = { ...memoryCoordinator({ clock }), observe: () => Promise.reject(new Error("gone")) };
      const { go } = world([windowRule()], silentMeter(), { clock, coordinator, logger: { warn: (message) => warnings.push(message) } });
      expect(await go("first")).toMatchObject({ status: 200 });
      await clock.advance(0);
      expect(warnings).toEqual(["The coordinator could not be told about an answer."]);
    });

    it("rejects a call whose coordinator cannot be asked, and takes the next", async () => {
      const clock = virtualClock();
      const inner = memoryCoordinator({ clock });
      let lost = true;
      const coordinator: typeof inner = {
        ...inner,
        reserve: (...demand) => (lost ? Promise.reject(new Error("gone")) : inner.reserve(...demand)),
      };
      const { go } = world([windowRule()], silentMeter(), { clock, coordinator, concurrency: 1 });
      const refused = {
        code: "connection-failed",
        retryable: true,
        message: expect.stringContaining("budgets at x could not be asked (Error)") as string,
      };
      await expect(go("first")).rejects.toMatchObject(refused);
      lost = false;
      expect(await go("second")).toMatchObject({ status: 200 });
    });
  });
});
