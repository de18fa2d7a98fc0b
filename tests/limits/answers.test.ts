import { describe, expect, it } from "vitest";
import { refusedIn } from "../../src/limits/answers.js";
import { withCapacities } from "../../src/limits/capacities.js";
import type { Meter } from "../../src/limits/meter.js";
import type { LimitObservation, LimitRule } from "../../src/model/limit.js";
import type { LedgerDemand } from "../../src/store/coordinator.js";
import { answer, call, windowRule } from "./simulator.js";
import { interactive, many, sync, world } from "./world.js";

const minute = 60_000;
const hour = 60 * minute;

const demand = (rule: LimitRule): LedgerDemand => ({ ledger: `x:app:${rule.id}`, rule, cost: 1, keep: 0 });
const window = (id: string, windowMs: number, partition: LimitRule["partition"] = ["account"]): LimitRule =>
  windowRule({ id, partition, refill: { kind: "window", windowMs, rolling: false } });
const blamed = (rules: readonly LimitRule[], waitMs: number): string | undefined => refusedIn(rules.map(demand), waitMs)?.rule.id;

describe("limits", () => {
  describe("the budget that a refusal speaks of", () => {
    it("may be one whose window is just as long as the wait", () => {
      expect(blamed([window("five", 5 * minute), window("hour", hour)], 5 * minute)).toBe("five");
      expect(blamed([window("five", 5 * minute), window("hour", hour)], 5 * minute + 1)).toBe("hour");
    });

    it("is of those that are kept alike the one that is back soonest", () => {
      expect(blamed([window("day", 24 * hour), window("hour", hour), window("week", 168 * hour)], minute)).toBe("hour");
    });

    it("is the narrowest, conversations before routes before accounts before apps", () => {
      const rules = (["app", "account", "route", "conversation"] as const).map((part) => window(part, hour, [part]));
      for (let left = rules.length; left > 0; left--) expect(blamed(rules.slice(0, left), minute)).toBe(rules[left - 1]?.id);
    });

    it("may be one of a month, of a bucket, or with a penalty that is as long", () => {
      const month = windowRule({ id: "month", partition: ["app"], refill: { kind: "calendar", every: "month", timeZone: "UTC" } });
      const day = windowRule({ id: "day", refill: { kind: "calendar", every: "day", timeZone: "UTC" } });
      const bucket = windowRule({ id: "bucket", refill: { kind: "bucket", perMs: 2 * minute } });
      const lock = windowRule({ id: "lock", penaltyMs: 3 * hour, refill: { kind: "window", windowMs: minute, rolling: false } });
      expect(blamed([month, day], 20 * 24 * hour)).toBe("month");
      expect(blamed([bucket, window("hour", hour)], 2 * minute)).toBe("bucket");
      expect(blamed([lock, window("minute", minute)], 3 * hour)).toBe("lock");
    });

    it("is none where the call takes from none", () => {
      expect(refusedIn([], minute)).toBeUndefined();
    });
  });

  describe("an answer", () => {
    it("that says a budget with a penalty is used up locks that one, though the call takes from several", async () => {
      const likes = windowRule({ id: "likes", capacity: 40, penaltyMs: hour });
      const all = windowRule({ id: "all", capacity: 1_000 });
      const meter = (told: ReturnType<Meter["read"]>): Meter => ({ cost: () => ({ likes: 1, all: 1 }), read: () => told });
      const resetsOf = async (told: ReturnType<Meter["read"]>): Promise<readonly string[]> => {
        const { clock, limiter } = world([likes, all], meter(told));
        await limiter.run(call, sync, () => Promise.resolve(answer(429)));
        return (await limiter.budgets())
          .filter(({ remaining }) => remaining === 0)
          .map(({ rule, resetsAt }) => `${rule} ${Date.parse(resetsAt ?? "") - clock.now()}`);
      };
      expect(await resetsOf([{ rule: "likes", remaining: 0 }])).toEqual([`likes ${hour}`]);
      expect(await resetsOf([])).toEqual([]);
    });

    it("may tell of one budget in several pieces", async () => {
      const meter: Meter = {
        cost: () => ({ window: 1 }),
        read: (_call, _answer, now) => [
          { rule: "window", limit: 50, remaining: 30 },
          { rule: "window", resetsAt: now + 30_000 },
        ],
      };
      const { clock, limiter } = world([windowRule({ capacity: 100 })], meter);
      await limiter.run(call, sync, () => Promise.resolve(answer()));
      const [line] = await limiter.budgets();
      expect(line).toMatchObject({ limit: 50, remaining: 30 });
      expect(Math.abs(Date.parse(line?.resetsAt ?? "") - clock.now() - 30_000)).toBeLessThan(2_000);
    });

    it("that tells a smaller budget than the rule leaves a fifth of the smaller one for replies", async () => {
      const told: LimitObservation[] = [{ rule: "window", limit: 10, remaining: 9 }];
      const meter: Meter = { cost: () => ({ window: 1 }), read: () => told.splice(0) };
      const { clock, limiter, go, left } = world([windowRule({ capacity: 1_000 })], meter, { options: {} });
      await limiter.run(call, interactive, () => Promise.resolve(answer()));
      const all = many(12, (index) => go(`${index}`));
      await clock.advance(0);
      // Of ten, one is used and two are kept.
      expect(left).toHaveLength(7);
      await clock.advance(10 * minute);
      await all;
    });

    it("that cannot be read is told without what the reader said, and is settled all the same", async () => {
      const told: unknown[] = [];
      const meter: Meter = {
        cost: () => ({ window: 1 }),
        read: () => {
          throw new RangeError("cannot read token abc-secret of Ada Example");
        },
      };
      const { limiter } = world([windowRule({ capacity: 10 })], meter, { logger: { warn: (...line) => told.push(line) } });
      await limiter.run(call, sync, () => Promise.resolve(answer()));
      expect(told).toHaveLength(1);
      expect(JSON.stringify(told)).toContain("RangeError");
      expect(JSON.stringify(told)).not.toMatch(/abc-secret|Ada/);
      expect(await limiter.budgets()).toMatchObject([{ remaining: 9 }]);
    });
  });

  describe("a host's cap", () => {
    it("is never told to have less than nothing left", () => {
      const { within } = withCapacities("x", [windowRule({ id: "x.reads", capacity: 100 })], { "x.reads": 10 });
      expect(within({ rule: "x.reads", limit: 100, remaining: 20 })).toEqual({ rule: "x.reads", limit: 10, remaining: 0 });
    });
  });
});
