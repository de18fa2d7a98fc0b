import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { known, unknown } from "../../src/metrics/measure.js";
import { atLeast, proportion, readMinN, type SampleOptions } from "../../src/metrics/proportion.js";
import { refused } from "./advanced/refused.js";

describe("metrics", () => {
  describe("proportion", () => {
    it("gives the share with what it was made of and its Wilson interval", () => {
      const { interval, ...share } = { interval: undefined, ...proportion(81, 263) };
      expect(share).toEqual({ value: 81 / 263, unit: "fraction", numerator: 81, denominator: 263, n: 263, complete: true, missing: [] });
      expect(interval).toMatchObject({ level: 0.95, method: "wilson" });
    });

    it("passes on what else is said, but counts itself", () => {
      const details = { n: 7, numerator: 7, denominator: 7, complete: false, missing: ["reach"], excluded: { bot: 2 } };
      expect(proportion(1, 4, {}, details)).toMatchObject({
        value: 0.25,
        numerator: 1,
        denominator: 4,
        n: 4,
        complete: false,
        missing: ["reach"],
        excluded: { bot: 2 },
      });
    });

    it("knows nothing of no tries, and says so even where a sample is asked for", () => {
      for (const options of [{}, { minN: 5 }])
        expect(proportion(0, 0, options, { excluded: { own: 3 } })).toEqual({
          value: null,
          reason: "no-data",
          unit: "fraction",
          numerator: 0,
          denominator: 0,
          n: 0,
          complete: true,
          missing: [],
          excluded: { own: 3 },
        });
    });

    it("has no value of a sample that is too small, but tells its counts", () => {
      expect(proportion(3, 4, { minN: 5 })).toEqual({
        value: null,
        reason: "insufficient-sample",
        unit: "fraction",
        numerator: 3,
        denominator: 4,
        n: 4,
        complete: true,
        missing: [],
      });
      expect(proportion(3, 5, { minN: 5 })).toMatchObject({ value: 0.6, n: 5 });
    });

    it("has no digit of its own: the share is the quotient, inside its interval", () => {
      const shares = fc.integer({ min: 1, max: 1e15 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
      fc.assert(
        fc.property(shares, ([successes, n]) => {
          const share = proportion(successes, n);
          if (share.value === null || share.interval === undefined) throw new Error("There is a share.");
          expect(share.value).toBe(successes / n);
          expect(share.interval.low).toBeLessThanOrEqual(share.value);
          expect(share.interval.high).toBeGreaterThanOrEqual(share.value);
        }),
      );
    });

    it.each([
      ["more successes than tries", 5, 4, {}, "5 of 4"],
      ["fewer than none", -1, 4, {}, "-1 of 4"],
      ["NaN", Number.NaN, 4, {}, "NaN of 4"],
      ["parts of a success, since an average is no count", 1.5, 4, {}, "whole numbers"],
      ["a sample of half a message", 1, 4, { minN: 0.5 }, "minN"],
      ["a sample of less than nothing", 1, 4, { minN: -1 }, "minN"],
      ["a sample in words, also of no tries", 0, 0, { minN: "many" }, "minN"],
      ["options that are nothing", 1, 4, null, "`options`"],
      ["options that are a number", 1, 4, 30, "`options`"],
    ])("refuses %s", (_what, successes, n, options, text) => {
      expect(() => proportion(successes, n, options as SampleOptions)).toThrow(refused(text));
    });
  });

  describe("atLeast", () => {
    const median = { ...known(5, "ms", { n: 4, aggregation: "type-7", excluded: { own: 1 } }), caution: "insufficient-sample" as const };

    it("takes value, interval and caution away from a sample that is too small, and nothing else", () => {
      const interval = { low: 1, high: 9, level: 0.95, method: "bootstrap-percentile" };
      expect(atLeast({ ...median, interval }, { minN: 5 })).toEqual(
        unknown("insufficient-sample", "ms", { n: 4, aggregation: "type-7", excluded: { own: 1 } }),
      );
    });

    it("leaves others as they are", () => {
      expect(atLeast(median, { minN: 4 })).toBe(median);
      expect(atLeast(median, {})).toBe(median);
      const nothing = unknown("no-data", "ms", {});
      expect(atLeast(nothing, { minN: 5 })).toBe(nothing);
    });

    it("refuses a sample that is no number, whatever the measure", () => {
      expect(() => atLeast(unknown("no-data", "ms", {}), { minN: Number.NaN })).toThrow(refused("minN"));
      expect(() => readMinN({ minN: Infinity })).toThrow(refused("minN"));
    });
  });
});
