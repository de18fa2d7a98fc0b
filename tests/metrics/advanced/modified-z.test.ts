import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { modifiedZ, type ModifiedZOptions, type Series } from "../../../src/metrics/advanced/index.js";
import { seeded } from "../../../src/metrics/advanced/random.js";
import { refused } from "./refused.js";

describe("metrics", () => {
  describe("modifiedZ", () => {
    it("gives the scores of Iglewicz and Hoaglin's ten values, of which two are outliers", () => {
      // B. Iglewicz and D. C. Hoaglin, How to Detect and Handle Outliers (1993), section 3: median 2.45, MAD 0.15.
      const result = modifiedZ([2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3], { unit: "points" });
      expect(result.points.map(({ score = Number.NaN }) => Number(score.toFixed(2)))).toEqual([
        -1.57, 0.67, -0.22, 0.22, -0.67, -1.57, -0.67, 0.67, 25.86, 26.31,
      ]);
      expect(result.points.map(({ outside }) => outside)).toEqual([...new Array<undefined>(8), "above", "above"]);
      expect(result).toMatchObject({
        median: { value: expect.closeTo(2.45, 10) as number, unit: "points", n: 10 },
        spread: { value: expect.closeTo(0.15 / 0.6745, 10) as number, unit: "points", n: 10, aggregation: "mad" },
        outside: { value: 2, unit: "count", n: 10 },
      });
    });

    it("scores values against another time on request, to both sides", () => {
      const baseline = [8, 9, 10, 11, 12];
      const { points, outside } = modifiedZ([10, 16, 4, 15], { baseline });
      expect(points).toEqual([
        { value: 10, score: 0 },
        { value: 16, score: expect.closeTo(6 * 0.6745, 10) as number, outside: "above" },
        { value: 4, score: expect.closeTo(-6 * 0.6745, 10) as number, outside: "below" },
        { value: 15, score: expect.closeTo(5 * 0.6745, 10) as number },
      ]);
      expect(outside.value).toBe(2);
      expect(modifiedZ([15], { baseline, threshold: 3 }).outside.value).toBe(1);
      expect(modifiedZ([16], { baseline, minChange: 7 }).outside.value).toBe(0);
      expect(modifiedZ([16], { baseline, minChange: 6 }).outside.value).toBe(1);
      expect(modifiedZ([16], { baseline, sdFloor: 6 }).points).toEqual([{ value: 16, score: 1 }]);
    });

    it("is not outside on the threshold itself, and takes no floor that it does not need", () => {
      const baseline = [8, 9, 10, 11, 12];
      expect(modifiedZ([16], { baseline, sdFloor: 6, threshold: 1 }).outside.value).toBe(0);
      expect(modifiedZ([17], { baseline, sdFloor: 6, threshold: 1 }).outside.value).toBe(1);
      expect(modifiedZ([17], { baseline, sdFloor: 1 / 0.6745 }).spread.aggregation).toBe("mad");
    });

    it("takes the mean deviation where more than half are alike", () => {
      // Mean absolute deviation 495 / 5 = 99, times the root of π/2.
      expect(modifiedZ([5, 5, 5, 5, 500])).toMatchObject({
        spread: { value: expect.closeTo(99 * 1.253314, 3) as number, aggregation: "mean-absolute-deviation" },
        points: [{ score: 0 }, { score: 0 }, { score: 0 }, { score: 0 }, { score: expect.closeTo(3.989, 3) as number, outside: "above" }],
      });
    });

    it("has no score where all are alike, and is never infinite", () => {
      const { points, spread, outside } = modifiedZ([5, 500], { baseline: [5, 5, 5] });
      expect(points).toEqual([{ value: 5 }, { value: 500 }]);
      expect(spread.value).toBe(0);
      expect(outside).toMatchObject({ value: null, reason: "zero-denominator", n: 2 });
      const floored = modifiedZ([5, 500], { baseline: [5, 5, 5], sdFloor: 1 });
      expect(floored).toMatchObject({ spread: { value: 1, aggregation: "floor" }, outside: { value: 1 } });
    });

    it("is never infinite either where the spread is next to nothing, or a number next to endless", () => {
      expect(modifiedZ([1e150], { baseline: [0, 5e-324, 1e-323] })).toMatchObject({ points: [{ value: 1e150 }], spread: { value: 0 } });
      expect(modifiedZ([1e150], { baseline: [0, 1e-149, 2e-149] }).points[0]?.score).toBeLessThan(Infinity);
      expect(() => modifiedZ([1e151])).toThrow(refused("`values` has no number at position 0"));
    });

    it("leaves out what was not measured: that is not zero", () => {
      const { points, median, outside } = modifiedZ([null, 30], { baseline: [10, null, 11, 12, null, 9] });
      expect(points[0]).toEqual({ value: null });
      expect(points[1]?.outside).toBe("above");
      expect(median).toMatchObject({ value: 10.5, n: 4 });
      expect(outside).toMatchObject({ value: 1, n: 1, excluded: { missing: 1 } });
    });

    it("knows nothing of nothing", () => {
      const nothing = { value: null, reason: "no-data" };
      expect(modifiedZ([])).toMatchObject({ points: [], median: nothing, spread: nothing, outside: nothing });
      expect(modifiedZ([3], { baseline: [null] })).toMatchObject({ points: [{ value: 3 }], median: nothing, outside: nothing });
      expect(modifiedZ([null], { baseline: [1, 2] })).toMatchObject({ median: { value: 1.5 }, outside: nothing });
      expect(modifiedZ([1, 2, 9], { minN: 4 })).toMatchObject({
        points: [{ value: 1 }, { value: 2 }, { value: 9 }],
        median: { value: null, reason: "insufficient-sample" },
        outside: { value: null, reason: "insufficient-sample" },
      });
      expect(modifiedZ([1, 2, 9], { minN: 3 }).outside.value).not.toBeNull();
    });

    describe("anscombe", () => {
      const fortnight = [0, 1, 0, 2, 0, 0, 1, 0, 0, 3, 0, 1, 0, 0];

      it("scores counts on a scale on which their spread is one", () => {
        const { points, spread, median } = modifiedZ([4], { method: "anscombe", baseline: [...fortnight] });
        expect(points).toEqual([{ value: 4, score: expect.closeTo(2 * Math.sqrt(4.375) - 2 * Math.sqrt(0.375), 10) as number }]);
        expect(spread).toMatchObject({ value: 1, aggregation: "floor", unit: "points", n: 14 });
        expect(median).toMatchObject({ value: 0, unit: "count" });
      });

      it("is loud only: with a score above 3.5 and at least 5 above the median", () => {
        const loud = (value: number): string | undefined =>
          modifiedZ([value], { method: "anscombe", baseline: [...fortnight] }).points[0]?.outside;
        // 2·√(x + 3/8) − 2·√(3/8) is above 3.5 from 6 on.
        expect([4, 5, 6].map(loud)).toEqual([undefined, undefined, "above"]);
        const steady = new Array<number>(14).fill(1000);
        expect(modifiedZ([1113, 1114, 890], { method: "anscombe", baseline: steady }).points.map(({ outside }) => outside)).toEqual([
          undefined,
          "above",
          "below",
        ]);
        const four = new Array<number>(14).fill(4);
        expect(modifiedZ([0], { method: "anscombe", baseline: four, threshold: 2 }).outside.value).toBe(0);
        expect(modifiedZ([0], { method: "anscombe", baseline: four, threshold: 2, minChange: 4 }).points[0]?.outside).toBe("below");
      });

      it("says nothing on less than 14 days, unless told", () => {
        const days = fortnight.slice(1);
        expect(modifiedZ([50], { method: "anscombe", baseline: days }).outside).toMatchObject({ reason: "insufficient-sample" });
        expect(modifiedZ([50], { method: "anscombe", baseline: days, minN: 13 }).outside.value).toBe(1);
      });

      it("hardly ever cries wolf on 28 quiet days, where the plain score does, and hears a day three times as loud", () => {
        // Poisson counts by Knuth's method. A year of 365 days, expected: below one alarm, several, and most of the loud days.
        const draw = seeded(3);
        const poisson = (mean: number): number => {
          let [count, product] = [0, (draw() + 1) / 2 ** 32];
          while (product > Math.exp(-mean)) [count, product] = [count + 1, (product * (draw() + 1)) / 2 ** 32];
          return count;
        };
        const years = 20;
        const alarms = (mean: number, factor: number, method: "anscombe" | "iglewicz-hoaglin"): number => {
          let loud = 0;
          for (let day = 0; day < years * 365; day++) {
            const baseline = Array.from({ length: 28 }, () => poisson(mean));
            if (modifiedZ([poisson(mean * factor)], { baseline, method }).points[0]?.outside === "above") loud++;
          }
          return loud / years;
        };
        expect(alarms(10, 1, "anscombe")).toBeLessThan(0.3);
        expect(alarms(0.3, 1, "anscombe")).toBe(0);
        expect(alarms(0.3, 1, "iglewicz-hoaglin")).toBeGreaterThan(2);
        expect(alarms(10, 3, "anscombe") / 365).toBeGreaterThan(0.7);
      });
    });

    it("does not depend on the order of the baseline, on the zero or the scale of plain values", () => {
      const numbers = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 3, maxLength: 40 });
      fc.assert(
        fc.property(
          numbers.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
          fc.constantFrom("anscombe", "iglewicz-hoaglin"),
          ([baseline, shuffled], method) => {
            const values = [0, 7, 500];
            const result = modifiedZ(values, { baseline, method, minN: 0 });
            expect(modifiedZ(values, { baseline: shuffled, method, minN: 0 })).toEqual(result);
            expect(JSON.parse(JSON.stringify(result))).toEqual(result);
            if (method === "anscombe") return;
            const moved = modifiedZ(
              values.map((value) => value * 4 - 8),
              { baseline: baseline.map((value) => value * 4 - 8) },
            );
            moved.points.forEach(({ score }, at) => expect(score ?? 0).toBeCloseTo(result.points[at]?.score ?? 0, 8));
          },
        ),
      );
    });

    it.each([
      ["no list", 5, {}, "`values` is no list"],
      ["a value that is NaN", [Number.NaN], {}, "`values` has no number at position 0"],
      ["a baseline that is no list", [5], { baseline: "week" }, "`baseline` is no list"],
      ["a baseline with Infinity", [5], { baseline: [1, Infinity] }, "`baseline` has no number at position 1"],
      ["a negative count", [-1], { method: "anscombe", baseline: [1] }, "A count is negative"],
      ["a negative count in the baseline", [1], { method: "anscombe", baseline: [-1] }, "A count is negative"],
      ["an unknown method", [5], { method: "z" }, "`method` is none that we know"],
      ["a method that is nothing", [5], { method: null }, "`method` is none that we know"],
      ["no threshold", [5], { threshold: 0 }, "`threshold` is 0"],
      ["a floor below 0", [5], { sdFloor: -1 }, "`sdFloor` is -1"],
      ["a change that is NaN", [5], { minChange: Number.NaN }, "`minChange` is NaN"],
      ["a sample of half a day", [5], { minN: 0.5 }, "minN"],
      ["options that are nothing", [5], null, "`options`"],
    ])("refuses %s", (_what, values, options, text) => {
      expect(() => modifiedZ(values as Series, options as ModifiedZOptions)).toThrow(refused(text));
    });
  });
});
