import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aggregateRates, engagementRate, interactionsPer1k, type AggregateOptions, type Measure } from "../../../src/metrics/index.js";
import { expectRefused } from "./refused.js";

const full = { likes: 0, replies: 0, shares: 0, saves: 0 };
const rate = (likes: number, followers: number): Measure => engagementRate.byFollowers({ ...full, likes, followers });
const brands = [rate(5, 100), rate(1, 100), rate(90, 3_000)];

describe("metrics", () => {
  describe("aggregateRates", () => {
    it("makes one rate of several, and says how: the benchmark of Rival IQ is the median over brands", () => {
      expect(aggregateRates(brands, { aggregation: "median" })).toEqual({
        value: 0.03,
        unit: "fraction",
        n: 3,
        base: "followers",
        aggregation: "median",
        complete: true,
        missing: [],
      });
      expect(aggregateRates(brands, { aggregation: "meanOfRates" }).value).toBeCloseTo(0.03, 12);
      expect(aggregateRates(brands, { aggregation: "ratioOfSums" })).toMatchObject({
        value: 96 / 3_200,
        numerator: 96,
        denominator: 3_200,
        gross: true,
      });
    });

    it("keeps what is per thousand per thousand", () => {
      const per = [20, 40].map((likes) => interactionsPer1k({ ...full, likes, followers: 1_000 }));
      expect(aggregateRates(per, { aggregation: "ratioOfSums" })).toMatchObject({ value: 30, unit: "per-1000" });
    });

    it("prints the weights of factored rates, and is gross only where people were added up", () => {
      const one = engagementRate.factored({ likes: 3, reach: 10 }, { weights: { likes: 2 }, base: "reach" });
      expect(aggregateRates([one], { aggregation: "ratioOfSums" })).toMatchObject({ value: 0.6, weights: { likes: 2 } });
      expect(aggregateRates([one], { aggregation: "ratioOfSums" })).not.toHaveProperty("gross");
      expect(aggregateRates([one, one], { aggregation: "ratioOfSums" })).toMatchObject({ gross: true });
    });

    it("leaves out what has no value, and is incomplete where one was", () => {
      const unknown = engagementRate.byFollowers({ likes: 1 });
      const measure = aggregateRates([...brands, unknown], { aggregation: "median" });
      expect(measure).toMatchObject({ value: 0.03, n: 3, complete: false, excluded: { unknown: 1 } });
      expect(measure.missing).toContain("followers");
      expect(aggregateRates([...brands, unknown], { aggregation: "median", strict: true })).toMatchObject({ value: null });
      expect(aggregateRates([unknown], { aggregation: "median" })).toMatchObject({ value: null, reason: "unknown-input" });
      expect(aggregateRates([], { aggregation: "median" })).toMatchObject({ value: null, reason: "no-data" });
      expect(aggregateRates(brands, { aggregation: "median", minN: 4 })).toMatchObject({ value: null, reason: "insufficient-sample" });
    });

    it("is a lower bound where one of the rates is", () => {
      const lower = engagementRate.byFollowers({ likes: 3, replies: 0, shares: 0, followers: 100 });
      const measure = aggregateRates([...brands, lower], { aggregation: "median" });
      expect(measure).toMatchObject({ value: 0.03, n: 4, complete: false, missing: ["saves"] });
      expect(measure).not.toHaveProperty("excluded");
      expect(aggregateRates([...brands, lower], { aggregation: "median", strict: true })).toMatchObject({ value: null });
    });

    it("keeps the flags of what went in", () => {
      const near = engagementRate.byFollowers([{ ...full, replies: 3 }, full], { followers: 100 });
      expect(aggregateRates([...brands, near], { aggregation: "median" })).toMatchObject({
        approximated: true,
        includesOwn: true,
        gross: true,
      });
    });

    it("does not depend on the order", () => {
      const any = fc.record({ likes: fc.integer({ min: 0, max: 99 }), followers: fc.integer({ min: 0, max: 99 }) });
      const how = fc.constantFrom<AggregateOptions["aggregation"][]>("ratioOfSums", "meanOfRates", "median");
      fc.assert(
        fc.property(fc.array(any, { maxLength: 8 }), how, (list, aggregation) => {
          const measures = list.map(({ likes, followers }) => rate(likes, followers));
          expect(aggregateRates(measures.toReversed(), { aggregation })).toEqual(aggregateRates(measures, { aggregation }));
        }),
      );
    });

    const weighted = (likes: number): Measure =>
      engagementRate.factored({ likes: 1, followers: 10 }, { weights: { likes }, base: "followers" });
    it.each([
      [
        "rates by different bases",
        [...brands, engagementRate.byReach({ ...full, reach: 1 })],
        { aggregation: "median" },
        "different bases, followers and reach",
      ],
      ["rates in different units", [...brands, interactionsPer1k({ ...full, followers: 1 })], { aggregation: "median" }, "different units"],
      ["different weights", [weighted(1), weighted(2)], { aggregation: "median" }, "different weights"],
      ["what is no measure", [{ ...brands[0], value: "1" }], { aggregation: "median" }, "holds what is no measure"],
      ["a value that is NaN", [{ ...brands[0], value: Number.NaN }], { aggregation: "median" }, "holds what is no measure"],
      ["a value without end", [{ ...brands[0], value: Infinity }], { aggregation: "meanOfRates" }, "holds what is no measure"],
      ["what does not say what is missing", [{ ...brands[0], missing: undefined }], { aggregation: "median" }, "holds what is no measure"],
      ["what is no list", brands[0], { aggregation: "median" }, "`measures` is no list"],
      ["no options", brands, undefined, "`options` is missing"],
      ["no aggregation", brands, {}, "aggregation is missing"],
      ["an unknown aggregation", brands, { aggregation: "mode" }, "aggregation is none that we know"],
      ["strict that is neither", brands, { aggregation: "median", strict: 1 }, "strict is neither true nor false"],
      [
        "sums of what was no sum",
        [engagementRate.byFollowers({ ...full, followers: 1 }, { aggregation: "median" })],
        { aggregation: "ratioOfSums" },
        "does not tell what it was divided from",
      ],
    ])("refuses %s", (_, measures, options, part) => {
      expectRefused(() => aggregateRates(measures as readonly Measure[], options as AggregateOptions), part);
    });
  });
});
