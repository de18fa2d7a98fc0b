import { describe, expect, it } from "vitest";
import { costPerEngagement, earnedMediaValue, type CostOptions, type EarnedMediaOptions, type Money } from "../../../src/metrics/index.js";
import { ours, post } from "./content.js";
import { expectRefused } from "./refused.js";

const counts = { likes: 70, replies: 20, shares: 5, saves: 5 };
const eur = (cents: number): Money => ({ amountMicros: cents * 10_000, currency: "EUR" });
const boots = post("boots", { counts, isAd: true });

describe("metrics", () => {
  describe("costPerEngagement", () => {
    it("divides all that was spent by all engagement, in units of the currency that its unit names", () => {
      expect(costPerEngagement([boots], { spend: [eur(2_000), eur(500)] })).toEqual({
        value: 0.25,
        unit: "EUR",
        numerator: 25,
        denominator: 100,
        n: 1,
        base: "engagements",
        aggregation: "ratioOfSums",
        components: counts,
        complete: true,
        missing: [],
        includesOwn: true,
      });
    });

    it("counts paid posts unless told otherwise, and leaves our own replies out on request", () => {
      expect(costPerEngagement([boots], { spend: [eur(100)], ads: "exclude" })).toMatchObject({ value: null, reason: "no-data" });
      const excludeOwn = Array.from({ length: 20 }, (_, at) => ours(String(at), boots));
      expect(costPerEngagement([boots], { spend: [eur(2_000)], excludeOwn })).toMatchObject({ value: 0.25, excluded: { own: 20 } });
    });

    it("is an upper bound where a kind is missing", () => {
      const told = { likes: 70, replies: 20, shares: 5 };
      expect(costPerEngagement(told, { spend: [eur(95)] })).toMatchObject({ value: 0.01, complete: false, missing: ["saves"] });
    });

    it("has no value without engagement, without spending, and where nobody knows; and is 0 where nothing was paid", () => {
      const none = { likes: 0, replies: 0, shares: 0, saves: 0 };
      expect(costPerEngagement(none, { spend: [eur(100)] })).toMatchObject({ value: null, reason: "zero-denominator", unit: "EUR" });
      expect(costPerEngagement(counts, { spend: [] })).toMatchObject({ value: null, reason: "no-data", unit: "currency" });
      expect(costPerEngagement({ reach: 9 }, { spend: [eur(1)] })).toMatchObject({ value: null, reason: "unknown-input" });
      expect(costPerEngagement(counts, { spend: [eur(0)] }).value).toBe(0);
    });

    it.each([
      ["no options", undefined, "`options` is missing"],
      ["no spending", {}, "spend is no list"],
      ["an amount alone", { spend: eur(1) }, "spend is no list"],
      ["a hole in the list", { spend: [null] }, "spend holds what is no money"],
      ["an amount that is missing", { spend: [{ currency: "EUR" }] }, "amountMicros is missing"],
      ["a negative amount", { spend: [eur(-1)] }, "amountMicros is -10000"],
      ["an amount that is no number", { spend: [{ amountMicros: Number.NaN, currency: "EUR" }] }, "amountMicros is NaN"],
      ["no currency", { spend: [{ amountMicros: 1 }] }, "currency is no code of ISO 4217"],
      ["a sign for a currency", { spend: [{ amountMicros: 1, currency: "€" }] }, "currency is no code of ISO 4217"],
      ["two currencies", { spend: [eur(1), { amountMicros: 1, currency: "DKK" }] }, "spend is in DKK and EUR"],
    ])("refuses %s", (_, options, part) => {
      expectRefused(() => costPerEngagement(counts, options as unknown as CostOptions), part);
    });
  });

  describe("earnedMediaValue", () => {
    const rates = { likes: eur(10), shares: eur(200) };

    it("multiplies counts by the host's rates, and prints the card", () => {
      expect(earnedMediaValue([post("a", { counts }), post("b", { counts })], { rates })).toEqual({
        value: 34,
        unit: "EUR",
        n: 2,
        base: "rate card",
        components: { likes: 140, shares: 10 },
        weights: { likes: 0.1, shares: 2 },
        complete: true,
        missing: [],
      });
    });

    it("leaves paid posts out: they earned nothing", () => {
      expect(earnedMediaValue([boots, post("b", { counts })], { rates })).toMatchObject({ value: 17, excluded: { ad: 1 } });
    });

    it("is a lower bound where a kind is missing, exact to the millionth, and 0 where nothing happened", () => {
      expect(earnedMediaValue({ likes: 3 }, { rates })).toMatchObject({ value: 0.3, complete: false, missing: ["shares"] });
      expect(earnedMediaValue({ likes: 0 }, { rates: { likes: eur(10) } }).value).toBe(0);
    });

    it("prices impressions and reach, and our own replies only where they were not taken off", () => {
      const quiet = post("b", { counts: { ...counts, impressions: 3_000 } });
      expect(earnedMediaValue(quiet, { rates: { impressions: { amountMicros: 5_000, currency: "EUR" } } }).value).toBe(15);
      const replies = { rates: { replies: eur(100) } };
      expect(earnedMediaValue(quiet, replies)).toMatchObject({ value: 20, includesOwn: true });
      expect(earnedMediaValue(quiet, { ...replies, excludeOwn: [ours("a", quiet)] })).toMatchObject({ value: 19, excluded: { own: 1 } });
    });

    it.each([
      ["no options", undefined, "`options` is missing"],
      ["no card", {}, "rates is no object"],
      ["a card of nothing", { rates: {} }, "rates holds nothing"],
      ["an unknown kind", { rates: { hugs: eur(1) } }, "rates holds nothing, or what no network counts"],
      ["a number for money", { rates: { likes: 0.1 } }, "rates holds what is no money"],
      ["two currencies", { rates: { ...rates, saves: { amountMicros: 1, currency: "USD" } } }, "rates is in EUR and USD"],
    ])("refuses %s", (_, options, part) => {
      expectRefused(() => earnedMediaValue(counts, options as unknown as EarnedMediaOptions), part);
    });
  });
});
