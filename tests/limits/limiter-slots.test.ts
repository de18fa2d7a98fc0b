import { describe, expect, it } from "vitest";
import { createLimiter } from "../../src/limits/limiter.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import type { Limiter, LimiterSetup } from "../../src/limits/limiter.js";
import type { LimitRule } from "../../src/model/limit.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { VirtualClock } from "../../src/testing/clock.js";
import { answer, call, unlimited, windowRule } from "./simulator.js";
import { silentMeter } from "./world.js";

const minute = 60_000;

interface Load {
  readonly clock: VirtualClock;
  readonly limiter: Limiter;
  /** A reply of 100 ms; gives how long it waited. */
  readonly reply: () => Promise<number>;
  /** How many backfill calls are under way. */
  readonly under: () => number;
  /** Ends the backfill. */
  readonly stop: () => Promise<void>;
}

/** A backfill of calls of ten seconds each that never ends. */
function backfill(rules: readonly LimitRule[], more: Partial<LimiterSetup> = {}, costs: Readonly<Record<string, number>> = {}): Load {
  const clock = virtualClock();
  const controller = new AbortController();
  const limiter = createLimiter({
    network: "x",
    app: "app",
    rules,
    meter: silentMeter(costs),
    coordinator: memoryCoordinator({ clock }),
    clock,
    ...more,
  });
  let under = 0;
  const { signal } = controller;
  const worker = async (index: number): Promise<void> => {
    while (!signal.aborted)
      await limiter
        .run(call, { lane: index % 3 === 0 ? "moderation" : "sync", account: `x:${index % 4}`, signal }, async () => {
          under++;
          await clock.sleep(10_000).finally(() => under--);
          return answer();
        })
        .catch(() => undefined);
  };
  const workers = Promise.all(Array.from({ length: 200 }, (_, index) => worker(index)));
  return {
    clock,
    limiter,
    under: () => under,
    reply: async () => {
      const from = clock.now();
      let waited = Number.NaN;
      await limiter.run(call, { lane: "interactive", account: "x:1" }, async () => {
        waited = clock.now() - from;
        await clock.sleep(100);
        return answer();
      });
      return waited;
    },
    stop: async () => {
      controller.abort();
      await clock.advance(60 * minute);
      await workers;
    },
  };
}

describe("limits", () => {
  describe("slots", () => {
    it("are kept for replies: a fifth of them is never used by anybody else", async () => {
      const load = backfill([]);
      await load.clock.advance(0);
      expect(load.under()).toBe(16);
      for (let round = 0; round < 8; round++) {
        const replies = [load.reply(), load.reply(), load.reply(), load.reply()];
        await load.clock.advance(100);
        expect(await Promise.all(replies)).toEqual([0, 0, 0, 0]);
        await load.clock.advance(3_333);
        expect(load.under()).toBe(16);
      }
      await load.stop();
    });

    it("are all used by replies where there are so many", async () => {
      const { clock, limiter, stop } = backfill([]);
      await clock.advance(0);
      let most = 0;
      let under = 0;
      const replies = Promise.all(
        Array.from({ length: 100 }, () =>
          limiter.run(call, { lane: "interactive", account: "x:1" }, async () => {
            most = Math.max(most, ++under);
            await clock.sleep(1_000).finally(() => under--);
            return answer();
          }),
        ),
      );
      await clock.advance(10_000);
      await clock.advance(10_000);
      await replies;
      expect(most).toBe(20);
      await stop();
    });

    it.each([
      [1, 0.2, 1],
      [4, 0.2, 4],
      [5, 0.2, 4],
      [10, 0.5, 5],
      [20, 0, 20],
      [2, 0.99, 1],
    ])("of %s with a share of %s leave %s to reading", async (concurrency, reserve, expected) => {
      const load = backfill([], { concurrency, options: { reserve } });
      await load.clock.advance(0);
      expect(load.under()).toBe(expected);
      await load.stop();
    });

    it("go back to reading after replies have used them", async () => {
      const load = backfill([], { options: {} });
      await load.clock.advance(0);
      for (let round = 0; round < 5; round++) {
        const replies = Array.from({ length: 30 }, () => load.reply());
        await load.clock.advance(60_000);
        await Promise.all(replies);
        expect(load.under()).toBe(16);
      }
      await load.stop();
    });
  });

  describe("a reply under a saturating backfill", () => {
    const window = { kind: "window", windowMs: 5 * minute, rolling: false } as const;
    it.each<[string, LimitRule, number]>([
      ["a fixed window", windowRule({ capacity: 100, refill: window }), 1],
      ["an aligned window", windowRule({ capacity: 100, refill: { ...window, aligned: true } }), 1],
      ["a rolling window", windowRule({ capacity: 100, refill: { ...window, rolling: true } }), 1],
      ["a bucket", windowRule({ capacity: 100, refill: { kind: "bucket", perMs: 5 * minute } }), 1],
      ["a day", windowRule({ capacity: 100, refill: { kind: "calendar", every: "day", timeZone: "America/Los_Angeles" } }), 1],
      ["a percentage", unlimited({ unit: "percent", refill: { ...window, rolling: true } }), 1],
    ])("leaves at once with %s", async (_name, rule, cost) => {
      const load = backfill([rule], {}, { [rule.id]: cost });
      // Until reading has used all that it may.
      await load.clock.advance(4 * minute);
      const waits: number[] = [];
      for (let round = 0; round < 8; round++) {
        const reply = load.reply();
        await load.clock.advance(100);
        waits.push(await reply);
        await load.clock.advance(2_000);
      }
      expect(waits).toEqual(waits.map(() => 0));
      await load.stop();
    });

    it("is not held up by a call of another lane that was sent ahead and has no slot", async () => {
      const rules = [windowRule({ id: "small", capacity: 10, refill: { kind: "window", windowMs: 1_000, rolling: false } })];
      const clock = virtualClock();
      const meter = { cost: ({ operation }: { readonly operation: string }) => (operation === "long" ? {} : { small: 1 }), read: () => [] };
      const limiter = createLimiter({ network: "x", app: "app", rules, meter, coordinator: memoryCoordinator({ clock }), clock });
      const left: string[] = [];
      const go = (name: string, lane: "interactive" | "sync", ms: number): Promise<unknown> =>
        limiter.run({ ...call, operation: name === "long" ? "long" : "short" }, { lane, account: "x:1" }, async () => {
          left.push(name);
          await clock.sleep(ms);
          return answer();
        });
      // Eight of sync, then sync waits for the window; then long calls take every slot that sync may have.
      const all = Array.from({ length: 12 }, () => go("short", "sync", 1));
      await clock.advance(10);
      all.push(...Array.from({ length: 30 }, () => go("long", "sync", 100_000)));
      await clock.advance(10);
      expect(left.filter((name) => name === "long")).toHaveLength(16);
      // The window ends: sync is sent ahead, and has no slot.
      await clock.advance(1_200);
      const replies = (): number => left.filter((name) => name.startsWith("reply")).length;
      all.push(...Array.from({ length: 24 }, (_, index) => go(`reply ${index}`, "interactive", 1)));
      await clock.advance(10);
      expect(replies()).toBe(10);
      await clock.advance(1_100);
      expect(replies()).toBe(20);
      await clock.advance(1_100);
      expect(replies()).toBe(24);
      await clock.advance(60 * minute);
      await Promise.all(all);
    });
  });
});
