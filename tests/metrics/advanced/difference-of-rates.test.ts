import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceOfRates, type CountedShare, type DifferenceOptions } from "../../../src/metrics/advanced/index.js";
import { known, unknown } from "../../../src/metrics/measure.js";
import { proportion } from "../../../src/metrics/proportion.js";
import type { Measure, MeasureInterval } from "../../../src/model/measure.js";
import { refused } from "./refused.js";

const intervalOf = (measure: Measure): MeasureInterval => {
  if (measure.value === null || measure.interval === undefined) throw new Error("There is an interval.");
  return measure.interval;
};

describe("metrics", () => {
  describe("differenceOfRates", () => {
    // R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17 (1998), 873,
    // table II, method 10.
    it.each([
      ["a", 56, 70, 48, 80, 0.0524, 0.3339],
      ["b", 9, 10, 3, 10, 0.1705, 0.809],
      ["c", 6, 7, 2, 7, 0.0582, 0.8062],
      ["d", 5, 56, 0, 29, -0.0381, 0.1926],
      ["e", 0, 10, 0, 20, -0.1611, 0.2775],
      ["f", 0, 10, 0, 10, -0.2775, 0.2775],
      ["g", 10, 10, 0, 20, 0.6791, 1],
      ["h", 10, 10, 0, 10, 0.6075, 1],
    ])("gives the published interval of contrast %s", (_name, a, m, b, n, low, high) => {
      const difference = differenceOfRates({ successes: a, n: m }, { successes: b, n });
      expect(difference).toMatchObject({
        value: expect.closeTo(a / m - b / n, 14) as number,
        unit: "fraction",
        n: m + n,
        complete: true,
        missing: [],
      });
      const interval = intervalOf(difference);
      expect(interval).toMatchObject({ level: 0.95, method: "newcombe" });
      expect(interval.low).toBeCloseTo(low, 4);
      expect(interval.high).toBeCloseTo(high, 4);
    });

    it("is 0.2 of 0.8 and 0.6, to the last digit", () => {
      expect(differenceOfRates({ successes: 56, n: 70 }, { successes: 48, n: 80 }).value).toBe(0.2);
    });

    const share = fc
      .integer({ min: 1, max: 1e9 })
      .chain((n) => fc.record({ successes: fc.integer({ min: 0, max: n }), n: fc.constant(n) }));

    it("holds the difference, stays within −1 and 1, and mirrors when the shares change places", () => {
      fc.assert(
        fc.property(share, share, (a, b) => {
          const [one, other] = [differenceOfRates(a, b), differenceOfRates(b, a)];
          const { low, high } = intervalOf(one);
          expect(low).toBeLessThanOrEqual(one.value ?? Number.NaN);
          expect(high).toBeGreaterThanOrEqual(one.value ?? Number.NaN);
          expect(low).toBeGreaterThanOrEqual(-1 - 1e-12);
          expect(high).toBeLessThanOrEqual(1 + 1e-12);
          expect(intervalOf(other).high).toBeCloseTo(-low, 12);
          expect(intervalOf(other).low).toBeCloseTo(-high, 12);
        }),
      );
    });

    it("is wider at a higher level", () => {
      fc.assert(
        fc.property(share, share, (a, b) => {
          const [narrow, wide] = [0.9, 0.99].map((level) => intervalOf(differenceOfRates(a, b, { level })));
          expect(wide?.level).toBe(0.99);
          expect(wide?.low).toBeLessThan(narrow?.low ?? Number.NaN);
          expect(wide?.high).toBeGreaterThan((narrow?.high ?? Number.NaN) - 1e-15);
        }),
      );
    });

    it("takes measures of shares, and passes on what they miss", () => {
      const plain = differenceOfRates({ successes: 56, n: 70 }, { successes: 48, n: 80 });
      expect(differenceOfRates(proportion(56, 70), proportion(48, 80))).toEqual(plain);
      const lost = proportion(48, 80, {}, { complete: false, missing: ["sentiment"] });
      expect(differenceOfRates(proportion(56, 70), lost)).toEqual({ ...plain, complete: false, missing: ["sentiment"] });
    });

    it("has no value where nothing was tried, too little, or a share is unknown", () => {
      expect(differenceOfRates({ successes: 0, n: 0 }, { successes: 1, n: 2 })).toMatchObject({ value: null, reason: "no-data", n: 2 });
      const [a, b] = [
        { successes: 9, n: 10 },
        { successes: 20, n: 80 },
      ];
      expect(differenceOfRates(a, b, { minN: 11 })).toMatchObject({ value: null, reason: "insufficient-sample", n: 90 });
      expect(differenceOfRates(b, a, { minN: 11 })).toMatchObject({ value: null, reason: "insufficient-sample" });
      expect(differenceOfRates(a, b, { minN: 10 })).toMatchObject({ value: 0.65 });
      const unsaid = unknown("unknown-input", "fraction", { missing: ["sentiment"], complete: false });
      expect(differenceOfRates(a, unsaid)).toMatchObject({ value: null, reason: "unknown-input", complete: false });
      expect(differenceOfRates(proportion(1, 3, { minN: 5 }), b)).toMatchObject({ value: null, reason: "insufficient-sample" });
    });

    const good = { successes: 1, n: 2 };
    it.each([
      ["more successes than tries", { successes: 3, n: 2 }, good, {}, "`first` is 3 of 2"],
      ["fewer successes than none", good, { successes: -1, n: 2 }, {}, "`second` is -1 of 2"],
      ["parts of a success", good, { successes: 0.5, n: 2 }, {}, "whole numbers"],
      ["a share without counts", 0.5, good, {}, "`first` is no share"],
      ["nothing", good, null, {}, "`second` is no share"],
      ["a rate that may pass 1", known(0.4, "fraction", { numerator: 2, denominator: 5, n: 1 }), good, {}, "no share"],
      ["a measure of something else", known(4, "ms", { n: 3 }), good, {}, "`first` is a measure of no share"],
      ["a time that is unknown", unknown("no-data", "ms", {}), good, {}, "`first` is a measure of no share"],
      ["a level in percent", good, good, { level: 95 }, "`level`"],
      ["a level of certainty", good, good, { level: 1 }, "`level`"],
      ["a sample of half a person", good, good, { minN: 0.5 }, "minN"],
      ["options that are nothing", good, good, null, "`options`"],
    ])("refuses %s", (_what, first, second, options, text) => {
      expect(() => differenceOfRates(first as CountedShare, second as CountedShare, options as DifferenceOptions)).toThrow(refused(text));
    });
  });
});
