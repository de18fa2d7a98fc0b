import { describe, expect, it } from "vitest";
import { createApp } from "../../src/adapter/index.js";
import { durationOf, type PricedSurface } from "../../src/inbox/estimate-time.js";
import type { Budget, LimitRule, Partition } from "../../src/model/limit.js";

const hour = 3_600_000;
const now = Date.parse("2026-03-20T10:20:00.000Z");

const rule = (partition: readonly Partition[], capacity?: number): LimitRule => ({
  id: "ac.calls",
  partition,
  unit: "requests",
  ...(capacity !== undefined && { capacity }),
  refill: { kind: "window", windowMs: hour, rolling: false },
  source: "test",
});

const solo = createApp({ id: "solo", networks: ["acme"] });

/** Some lists that take so many calls each. */
const surface = (
  one: LimitRule,
  calls: number,
  more: { account?: string; lists?: number; budgets?: readonly Budget[] } = {},
): PricedSurface => {
  const { account = "acme:1", lists = 1, budgets = [] } = more;
  return {
    adapter: { account, network: "acme", app: solo, limits: [one] },
    price: { calls, costs: { "ac.calls": calls }, lists },
    budgets,
  };
};
const hours = (surfaces: readonly PricedSurface[], capacities: Readonly<Record<string, number>> = {}): number | undefined => {
  const ms = durationOf(surfaces, now, { capacities });
  return ms === undefined ? undefined : Math.round(ms / hour);
};

describe("inbox", () => {
  describe("estimate of time", () => {
    it("is unknown where the price of one list is, and where nobody told what its calls take", () => {
      const known = surface(rule(["account"], 10), 10);
      expect(durationOf([known, { ...known, price: undefined }], now, {})).toBeUndefined();
      expect(durationOf([known, { ...known, price: { calls: 10, lists: 1 } }], now, {})).toBeUndefined();
      expect(durationOf([known], now, {})).toBeGreaterThan(0);
    });

    it("adds up what lists of one account take, and not what accounts take that have budgets of their own", () => {
      const own = rule(["account"], 10);
      expect(hours([surface(own, 16), surface(own, 16)])).toBe(3);
      expect(hours([surface(own, 16), surface(own, 16, { account: "acme:2" })])).toBe(1);
      const shared = rule(["app"], 10);
      expect(hours([surface(shared, 16), surface(shared, 16, { account: "acme:2" })])).toBe(3);
    });

    it("gives each list a budget of its own where one is kept by route or conversation", () => {
      const byRoute = rule(["route", "account"], 10);
      // Four lists of eight calls each: none has to wait.
      expect(hours([surface(byRoute, 32, { lists: 4 })])).toBe(0);
      expect(hours([surface(byRoute, 64, { lists: 4 })])).toBe(4);
    });

    it("takes the host's own number where no budget has been touched, and of several budgets the smallest", () => {
      expect(hours([surface(rule(["account"]), 16)])).toBe(0);
      expect(hours([surface(rule(["account"]), 16)], { "ac.calls": 5 })).toBe(3);
      expect(hours([surface(rule(["account"], 5), 16)], { "ac.calls": 100 })).toBe(0);
      const line = (limit: number): Budget => ({ rule: "ac.calls", partition: ["account"], unit: "requests", limit, remaining: limit });
      expect(hours([surface(rule(["account"], 100), 16, { budgets: [line(100), line(5), line(50)] })])).toBe(3);
    });
  });
});
