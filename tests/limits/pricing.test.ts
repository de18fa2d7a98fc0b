import { describe, expect, it } from "vitest";
import { pricingOf } from "../../src/limits/pricing.js";
import type { Pricing } from "../../src/limits/pricing.js";
import type { LimitRule } from "../../src/model/limit.js";
import { unlimited, windowRule } from "./simulator.js";
import { callOf, silentMeter } from "./world.js";

const money = unlimited({ id: "x.money", partition: ["app"], unit: "usd", refill: { kind: "calendar", every: "day", timeZone: "UTC" } });
const reads = windowRule({ id: "x.reads", capacity: 100 });

const pricing = (rules: readonly LimitRule[], costs: Readonly<Record<string, number>> = {}, reserve = 0.2): Pricing =>
  pricingOf("x", "app", rules, silentMeter(costs), reserve, () => undefined);
const at = Date.parse("2026-03-01T12:00:00.000Z");

describe("limits", () => {
  describe("a line of budgets", () => {
    it("says nothing of money where nobody knows what was spent, and 0 where nothing was", () => {
      const one = pricing([money]);
      const ledger = `${one.prefix}x.money:app`;
      expect(one.budgetOf({ ledger, limit: 20, remaining: 20 })).not.toHaveProperty("money");
      expect(one.budgetOf({ ledger, limit: 20, remaining: 20, spent: 0 })?.money).toEqual({ spent: 0, currency: "USD" });
      expect(one.budgetOf({ ledger })).toBeUndefined();
    });

    it("tells money to the millionth, though sums of prices are not exact", () => {
      const one = pricing([money]);
      const line = one.budgetOf({ ledger: `${one.prefix}x.money:app`, limit: 20, remaining: 20 - (0.1 + 0.2), spent: 0.1 + 0.2 });
      expect(line).toMatchObject({ remaining: 19.7, money: { spent: 0.3, currency: "USD" } });
    });

    it("says while the network has locked us out when that ends, not when the window does", () => {
      const one = pricing([reads]);
      const line = one.budgetOf({
        ledger: `${one.prefix}x.reads:x%3A1`,
        limit: 100,
        remaining: 40,
        resetsAt: at,
        blockedUntil: at + 60_000,
      });
      expect(line).toMatchObject({ remaining: 0, resetsAt: "2026-03-01T12:01:00.000Z", account: "x:1" });
      expect(one.budgetOf({ ledger: `${one.prefix}x.reads:x%3A1`, remaining: 40, resetsAt: at })).toMatchObject({
        remaining: 40,
        resetsAt: "2026-03-01T12:00:00.000Z",
      });
    });

    it("leaves out what is unknown", () => {
      const one = pricing([reads]);
      const line = one.budgetOf({ ledger: `${one.prefix}x.reads:x%3A1`, limit: 100 });
      expect(Object.keys(line ?? {}).sort()).toEqual(["account", "limit", "partition", "rule", "unit"]);
      expect(one.budgetOf({ ledger: `${one.prefix}x.gone:x%3A1`, limit: 100 })).toBeUndefined();
    });

    it("names the account, whatever stands in its id", () => {
      for (const id of ["1", "a:b", "a/b", "a%2Fb", "100%", "%3A"]) {
        const one = pricing([reads], { "x.reads": 1 });
        const account = `x:${id.replaceAll("%", "%25").replaceAll(":", "%3A").replaceAll("/", "%2F")}`;
        const [demand] = one.demands(callOf("read"), "sync", account);
        expect(one.budgetOf({ ledger: demand?.ledger ?? "", limit: 100 })?.account).toBe(account);
        // A meter may name an account by the network's own id.
        const named = { ...callOf("read"), subject: { account: id } };
        expect(one.budgetOf({ ledger: one.demands(named, "sync", account)[0]?.ledger ?? "", limit: 100 })?.account).toBe(account);
      }
    });
  });

  describe("what a call wants", () => {
    it("keeps a fifth of what the network says it holds, as soon as it says so", () => {
      const one = pricing([reads], { "x.reads": 1 });
      const keeps = (): readonly number[] =>
        (["sync", "interactive"] as const).map((lane) => one.demands(callOf("read"), lane, "x:1")[0]?.keep ?? -1);
      expect(keeps()).toEqual([20, 0]);
      one.learn("x.reads", callOf("read"), "x:1", 13);
      expect(keeps()).toEqual([2, 0]);
    });

    it("asks a rule that pauses everything although the call costs it nothing, and no rule of a cost that is no number", () => {
      const pausing: LimitRule = { ...windowRule({ id: "x.all", capacity: 5 }), pauses: "partition" };
      const one = pricing([reads, pausing], { "x.reads": Number.NaN });
      expect(one.demands(callOf("read"), "sync", "x:1")).toMatchObject([{ rule: pausing, cost: 0, keep: 0 }]);
    });
  });
});
