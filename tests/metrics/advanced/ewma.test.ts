import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ewma, type EwmaOptions, type Series } from "../../../src/metrics/advanced/index.js";
import { refused } from "./refused.js";

describe("metrics", () => {
  describe("ewma", () => {
    // NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.4.
    const process = [52, 47, 53, 49.3, 50.1, 47, 51, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];

    it("gives the averages and limits of the handbook", () => {
      const chart = ewma(process, { mean: 50, sd: 2.0539, lambda: 0.3, L: 3, unit: "points" });
      expect(chart.points.map(({ average }) => Number(average.toFixed(2)))).toEqual([
        50.6, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36, 49.52, 50.05, 49.38, 49.92, 50.73, 51.23, 51.94,
        51.99,
      ]);
      expect(chart.high.value).toBeCloseTo(52.5884, 4);
      expect(chart.low.value).toBeCloseTo(47.4115, 3);
      expect(chart.points[0]).toMatchObject({ value: 52, low: chart.low.value, high: chart.high.value });
      expect(chart.outside).toMatchObject({ value: 0, unit: "count", n: 20 });
      expect(chart.average).toMatchObject({ value: expect.closeTo(51.99, 2) as number, unit: "points", n: 20 });
      expect([chart.mean, chart.sd]).toMatchObject([
        { value: 50, n: 0 },
        { value: 2.0539, n: 0 },
      ]);
    });

    it("gives the narrower limits of the start that Montgomery's example has, and sees its drift", () => {
      // D. C. Montgomery, Introduction to Statistical Quality Control, section 9.2: λ 0.1, L 2.7, mean 10, sd 1; 10.27, 10.36 and at last 10.62.
      const values = [
        9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.2, 10.34, 9.03, 11.47, 10.51, 9.4, 10.08, 9.37, 10.62, 10.31, 8.52, 10.84,
        10.9, 9.33, 12.29, 11.5, 10.6, 11.08, 10.38, 11.62, 11.31, 10.52,
      ];
      const { points, high, low, outside } = ewma(values, { mean: 10, sd: 1, lambda: 0.1, L: 2.7, limits: "exact" });
      expect(points[0]).toMatchObject({ average: 9.945, low: expect.closeTo(9.73, 2) as number, high: expect.closeTo(10.27, 2) as number });
      expect(points[1]).toMatchObject({ average: expect.closeTo(9.7495, 4) as number, high: expect.closeTo(10.36, 2) as number });
      expect(points[3]?.average).toBeCloseTo(9.8992, 4);
      expect([low.value, high.value]).toEqual([expect.closeTo(9.38, 2), expect.closeTo(10.62, 2)]);
      expect(points.at(-1)?.high).toBeCloseTo(10.62, 2);
      expect(points.flatMap(({ outside: side }, at) => (side === undefined ? [] : [`${at + 1} ${side}`]))).toEqual([
        "29 above",
        "30 above",
      ]);
      expect(outside.value).toBe(2);
    });

    it("takes mean and spread from a quiet time", () => {
      const chart = ewma([9, 9, 9, 1], { baseline: [2, 4, 4, 4, 5, 5, 7, 9], lambda: 0.5, L: 1 });
      expect(chart.mean).toMatchObject({ value: 5, unit: "count", n: 8 });
      expect(chart.sd.value).toBeCloseTo(2.13809, 5);
      expect(chart.high).toMatchObject({ value: expect.closeTo(5 + 2.13809 * Math.sqrt(1 / 3), 5) as number, n: 8 });
      expect(chart.points.map(({ average, outside }) => [average, outside])).toEqual([
        [7, "above"],
        [8, "above"],
        [8.5, "above"],
        [4.75, undefined],
      ]);
      expect(ewma([0, 0], { baseline: [2, 4, 4, 4, 5, 5, 7, 9], L: 1 }).points.at(-1)?.outside).toBe("below");
    });

    it("is within its limits where it lies on one", () => {
      const chart = ewma([6, 4, 6.001, 3.999], { mean: 5, sd: 1, lambda: 1, L: 1 });
      expect(chart.points.map(({ outside }) => outside)).toEqual([undefined, undefined, "above", "below"]);
    });

    it("prefers what the host gives to what the quiet time says", () => {
      const chart = ewma([1], { baseline: [2, 4, 9], mean: 3 });
      expect([chart.mean, chart.sd]).toMatchObject([{ value: 3, n: 0 }, { n: 3 }]);
      expect(ewma([1], { baseline: [2, 4, 9], sd: 1 }).mean).toMatchObject({ value: 5, n: 3 });
    });

    it("waits where nothing was measured: that is not zero", () => {
      const chart = ewma([52, null, 47, null], { mean: 50, sd: 2, L: 0.1 });
      expect(chart.points.map(({ value, average, outside }) => [value, Number(average.toFixed(2)), outside])).toEqual([
        [52, 50.6, "above"],
        [null, 50.6, undefined],
        [47, 49.52, "below"],
        [null, 49.52, undefined],
      ]);
      expect(chart.average).toMatchObject({ n: 2, excluded: { missing: 2 } });
      expect(chart.outside).toMatchObject({ value: 2, n: 2, excluded: { missing: 2 } });
      const exact = ewma([null, 52], { mean: 50, sd: 2, limits: "exact" });
      expect(exact.points[1]).toEqual({ ...ewma([52], { mean: 50, sd: 2, limits: "exact" }).points[0] });
      expect(ewma([5], { baseline: [null, 4, null, 6] }).mean).toMatchObject({ value: 5, n: 2 });
    });

    it("has no limits where the quiet time did not move, or was too short, but an average", () => {
      const still = ewma([3], { baseline: [0, 0, 0] });
      expect(still).toMatchObject({
        points: [{ value: 3, average: expect.closeTo(0.9, 12) as number }],
        sd: { value: 0, n: 3 },
        low: { value: null, reason: "zero-denominator" },
        high: { value: null, reason: "zero-denominator" },
        outside: { value: null, reason: "zero-denominator", unit: "count" },
      });
      expect(still.points[0]).not.toHaveProperty("high");
      expect(ewma([3], { baseline: [1] })).toMatchObject({
        average: { value: expect.closeTo(1.6, 12) as number },
        sd: { value: null, reason: "insufficient-sample" },
        outside: { value: null, reason: "insufficient-sample" },
      });
    });

    it("is finite for all numbers that it takes", () => {
      const numbers = fc.array(fc.double({ min: -1e150, max: 1e150, noNaN: true }), { minLength: 2, maxLength: 20 });
      fc.assert(
        fc.property(numbers, numbers, (baseline, values) => {
          for (const measure of [ewma(values, { baseline }).sd, ewma(values, { baseline }).average, ewma(values, { baseline }).high])
            if (measure.value !== null) expect(Number.isFinite(measure.value)).toBe(true);
        }),
      );
    });

    it("has nothing to start from without a quiet time", () => {
      const nothing = { value: null, reason: "no-data" };
      expect(ewma([3], { baseline: [null] })).toMatchObject({ points: [], average: nothing, mean: nothing, sd: nothing, low: nothing });
      expect(ewma([null], { mean: 5, sd: 1 })).toMatchObject({ average: nothing, outside: nothing, high: { unit: "count" } });
      expect(ewma([], { mean: 5, sd: 1 })).toMatchObject({ points: [], average: nothing, outside: nothing });
    });

    it("takes a quiet time as long as the host asks for", () => {
      const short = { value: null, reason: "insufficient-sample", n: 3 };
      expect(ewma([3], { baseline: [1, 2, 3], minN: 14 })).toMatchObject({ points: [], mean: short, sd: short, high: short });
      expect(ewma([3], { baseline: [1, 2, 3], minN: 3 }).mean.value).toBe(2);
    });

    it("stays between the mean and the values, does not depend on the order of the quiet time, and moves with all", () => {
      const numbers = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 30 });
      fc.assert(
        fc.property(numbers, numbers, fc.double({ min: 0.01, max: 1, noNaN: true }), (baseline, values, lambda) => {
          const chart = ewma(values, { baseline, lambda });
          const mean = chart.mean.value ?? Number.NaN;
          let [least, most] = [mean, mean];
          chart.points.forEach(({ average, value }) => {
            [least, most] = [Math.min(least, value ?? least), Math.max(most, value ?? most)];
            expect(average).toBeGreaterThanOrEqual(least - 1e-9);
            expect(average).toBeLessThanOrEqual(most + 1e-9);
          });
          expect(ewma(values, { baseline: baseline.toReversed(), lambda })).toEqual(chart);
          const moved = ewma(
            values.map((value) => value + 500),
            { baseline: baseline.map((value) => value + 500), lambda },
          );
          expect(moved.average.value).toBeCloseTo((chart.average.value ?? Number.NaN) + 500, 6);
          expect(moved.sd.value).toBeCloseTo(chart.sd.value ?? Number.NaN, 6);
        }),
      );
    });

    const quiet = { mean: 5, sd: 1 };
    it.each([
      ["no options", [1], undefined, "`options`"],
      ["options that are nothing", [1], null, "`options`"],
      ["nothing to compare with", [1], {}, "nothing to compare with"],
      ["a mean without a spread", [1], { mean: 5 }, "nothing to compare with"],
      ["no list", 1, quiet, "`values` is no list"],
      ["a value that is NaN", [1, Number.NaN], quiet, "`values` has no number at position 1"],
      ["a value that is missing rather than null", [undefined], quiet, "`values` has no number at position 0"],
      ["a quiet time without end", [1], { baseline: [Infinity] }, "`baseline` has no number at position 0"],
      ["a quiet time that is no list", [1], { baseline: 5 }, "`baseline` is no list"],
      ["no spread", [1], { mean: 5, sd: 0 }, "`sd` is 0"],
      ["a mean that is NaN", [1], { mean: Number.NaN, sd: 1 }, "`mean` is NaN"],
      ["no weight", [1], { ...quiet, lambda: 0 }, "`lambda` is 0"],
      ["a weight above 1", [1], { ...quiet, lambda: 1.5 }, "`lambda` is 1.5"],
      ["no width", [1], { ...quiet, L: 0 }, "`L` is 0"],
      ["unknown limits", [1], { ...quiet, limits: "wide" }, "`limits` is none that we know"],
      ["a sample of half a day", [1], { ...quiet, minN: 0.5 }, "minN"],
    ])("refuses %s", (_what, values, options, text) => {
      expect(() => ewma(values as Series, options as EwmaOptions)).toThrow(refused(text));
    });
  });
});
