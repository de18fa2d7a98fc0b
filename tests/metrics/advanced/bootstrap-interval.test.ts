import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootstrapInterval, type BootstrapOptions } from "../../../src/metrics/advanced/index.js";
import { seeded } from "../../../src/metrics/advanced/random.js";
import type { Measure, MeasureInterval } from "../../../src/model/measure.js";
import { refused } from "./refused.js";

const intervalOf = (measure: Measure): MeasureInterval => {
  if (measure.value === null || measure.interval === undefined) throw new Error("There is an interval.");
  return measure.interval;
};
const waits = [5, 8, 10, 12, 15, 20, 25, 30, 40, 95, 6, 9, 11, 14, 18, 22, 28, 35, 60, 240];

describe("metrics", () => {
  describe("bootstrapInterval", () => {
    it("gives the figure itself, and an interval around it that is the same in every run and on every machine", () => {
      expect(bootstrapInterval(waits, { unit: "ms" })).toEqual({
        value: 35.15,
        unit: "ms",
        n: 20,
        aggregation: "mean",
        complete: true,
        missing: [],
        interval: { low: 17.798750000000002, high: 62.4, level: 0.95, method: "bootstrap-percentile" },
      });
      expect(intervalOf(bootstrapInterval(waits, { statistic: "median", seed: 8 }))).toMatchObject({ low: 11.5, high: 29 });
    });

    it("computes mean, median, p90, p95 and what the host likes", () => {
      expect(bootstrapInterval(waits)).toMatchObject({ value: 35.15, aggregation: "mean", unit: "points" });
      expect(bootstrapInterval(waits, { statistic: "median" })).toMatchObject({ value: 19, aggregation: "type-7" });
      expect(bootstrapInterval(waits, { statistic: "p90" }).value).toBeCloseTo(63.5, 10);
      expect(bootstrapInterval(waits, { statistic: "p95" }).value).toBeCloseTo(102.25, 10);
      const least = bootstrapInterval(waits, { statistic: (sorted) => sorted[0] ?? Number.NaN });
      expect(least).toMatchObject({ value: 5, n: 20 });
      expect(least).not.toHaveProperty("aggregation");
      expect(intervalOf(least).low).toBe(5);
    });

    it("gives a function sorted numbers, as many as there are, and all of them drawn", () => {
      const drawn = new Set<number>();
      bootstrapInterval(waits, {
        resamples: 100,
        statistic: (sorted) => {
          expect(sorted).toHaveLength(waits.length);
          expect([...sorted]).toEqual(sorted.toSorted((a, b) => a - b));
          for (const value of sorted) drawn.add(value);
          return 0;
        },
      });
      expect(drawn).toEqual(new Set(waits));
    });

    it("lies near the interval of theory where there is one", () => {
      // Of normal numbers the mean lies within 1.96 standard errors. Numbers by Irwin and Hall: twelve of uniform chance, less 6.
      const draw = seeded(5);
      const uniform = (): number => draw() / 2 ** 32;
      const normal = Array.from({ length: 400 }, () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6));
      const mean = normal.reduce((sum, value) => sum + value, 0) / 400;
      const error = Math.sqrt(normal.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 400) / 20;
      const { low, high } = intervalOf(bootstrapInterval(normal, { resamples: 4000 }));
      for (const errors of [(mean - low) / error, (high - mean) / error]) {
        expect(errors).toBeGreaterThan(1.86);
        expect(errors).toBeLessThan(2.06);
      }
      const narrow = intervalOf(bootstrapInterval(normal, { resamples: 4000, level: 0.6827 }));
      expect(narrow.level).toBe(0.6827);
      expect((narrow.high - narrow.low) / error / 2).toBeGreaterThan(0.95);
      expect((narrow.high - narrow.low) / error / 2).toBeLessThan(1.05);
    });

    it("holds the true mean of skewed numbers about as often as it says", () => {
      // Exponential numbers of mean 1, samples of 60: theory says 93 to 94 % for a nominal 95 %.
      const draw = seeded(11);
      let held = 0;
      for (let trial = 0; trial < 200; trial++) {
        const sample = Array.from({ length: 60 }, () => -Math.log((draw() + 1) / 2 ** 32));
        const { low, high } = intervalOf(bootstrapInterval(sample, { resamples: 400, seed: trial }));
        if (low <= 1 && high >= 1) held++;
      }
      expect(held / 200).toBeGreaterThan(0.88);
      expect(held / 200).toBeLessThan(0.99);
    });

    it("changes with the seed, a little", () => {
      const [one, other] = [intervalOf(bootstrapInterval(waits, { seed: 1 })), intervalOf(bootstrapInterval(waits, { seed: 2 }))];
      expect(other).not.toEqual(one);
      expect(Math.abs(other.low - one.low)).toBeLessThan(3);
    });

    it("does not depend on the order of the numbers", () => {
      const list = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 20, maxLength: 40 });
      fc.assert(
        fc.property(
          list.chain((values) => fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length }))),
          fc.constantFrom("mean", "median", "p90"),
          ([values, shuffled], statistic) => {
            const options: BootstrapOptions = { statistic, resamples: 100 };
            expect(bootstrapInterval(shuffled, options)).toEqual(bootstrapInterval(values, options));
          },
        ),
        { numRuns: 30 },
      );
    });

    it("lies between the least and the greatest number, and moves with them", () => {
      const list = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 20, maxLength: 40 });
      fc.assert(
        fc.property(list, fc.constantFrom("mean", "median", "p90"), (values, statistic) => {
          const options: BootstrapOptions = { statistic, resamples: 100 };
          const { low, high } = intervalOf(bootstrapInterval(values, options));
          expect(low).toBeLessThanOrEqual(high);
          expect(low).toBeGreaterThanOrEqual(Math.min(...values));
          expect(high).toBeLessThanOrEqual(Math.max(...values));
          const moved = intervalOf(
            bootstrapInterval(
              values.map((value) => value + 1000),
              options,
            ),
          );
          expect(moved.low).toBeCloseTo(low + 1000, 6);
          expect(moved.high).toBeCloseTo(high + 1000, 6);
        }),
        { numRuns: 30 },
      );
    });

    it("leaves the input as it was", () => {
      const frozen = Object.freeze([...waits]);
      bootstrapInterval(frozen);
      expect(frozen).toEqual(waits);
    });

    it("has no interval of fewer than 20 numbers, unless told", () => {
      expect(bootstrapInterval(waits.slice(0, 19))).toEqual({
        value: expect.closeTo(24.368, 3) as number,
        unit: "points",
        n: 19,
        aggregation: "mean",
        complete: true,
        missing: [],
      });
      expect(bootstrapInterval(waits)).toHaveProperty("interval");
      expect(bootstrapInterval(waits.slice(0, 10), { intervalMinN: 10 })).toHaveProperty("interval");
    });

    it("warns of fewer than 5, and of as many as the host says", () => {
      expect(bootstrapInterval([1, 2, 3, 4])).toMatchObject({ value: 2.5, caution: "insufficient-sample" });
      expect(bootstrapInterval([1, 2, 3, 4, 5])).not.toHaveProperty("caution");
      expect(bootstrapInterval(waits, { cautionBelowN: 30 })).toMatchObject({ caution: "insufficient-sample", interval: { level: 0.95 } });
    });

    it("has no value of nothing, or of fewer than the host asks for", () => {
      expect(bootstrapInterval([], { unit: "ms" })).toMatchObject({ value: null, reason: "no-data", unit: "ms", n: 0 });
      const few = bootstrapInterval(waits, { minN: 21 });
      expect(few).toMatchObject({ value: null, reason: "insufficient-sample", n: 20 });
      expect(few).not.toHaveProperty("interval");
      expect(bootstrapInterval([1, 2, 3], { minN: 4 })).not.toHaveProperty("caution");
    });

    it("has an interval of no width where all numbers are alike", () => {
      expect(intervalOf(bootstrapInterval(new Array<number>(20).fill(7)))).toMatchObject({ low: 7, high: 7 });
    });

    it.each([
      ["no list", 5, {}, "`values` is no list"],
      ["nothing", null, {}, "`values` is no list"],
      ["NaN among the numbers", [1, Number.NaN], {}, "`values` has no number at position 1"],
      ["Infinity among the numbers", [Infinity], {}, "`values` has no number at position 0"],
      ["nothing among the numbers", [1, null], {}, "`values` has no number at position 1"],
      ["an unknown figure", waits, { statistic: "mode" }, "`statistic` is none that we know"],
      ["a figure that is a number", waits, { statistic: 0.9 }, "`statistic` is none that we know"],
      ["a function that gives no number", waits, { statistic: () => Number.NaN }, "`statistic` gave no finite number"],
      ["too few samples", waits, { resamples: 99 }, "`resamples` is 99"],
      ["half a sample", waits, { resamples: 1000.5 }, "`resamples` is 1000.5"],
      ["a seed that is negative", waits, { seed: -1 }, "`seed` is -1"],
      ["a seed that is too large", waits, { seed: 2 ** 32 }, "`seed` is 4294967296"],
      ["a seed in words", waits, { seed: "1" }, "`seed` is 1"],
      ["an interval of one number", waits, { intervalMinN: 1 }, "`intervalMinN` is 1"],
      ["a caution below nothing", waits, { cautionBelowN: -1 }, "`cautionBelowN` is -1"],
      ["a level in percent", waits, { level: 95 }, "`level`"],
      ["a sample of half a number", waits, { minN: 0.5 }, "minN"],
      ["options that are nothing", waits, null, "`options`"],
    ])("refuses %s", (_what, values, options, text) => {
      expect(() => bootstrapInterval(values as readonly number[], options as BootstrapOptions)).toThrow(refused(text));
    });
  });
});
