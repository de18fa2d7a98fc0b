import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wilsonInterval, type LevelOptions } from "../../../src/metrics/advanced/index.js";
import { readConfidence } from "../../../src/metrics/advanced/confidence.js";
import { wilson } from "../../../src/metrics/wilson.js";
import { refused } from "./refused.js";

describe("metrics", () => {
  describe("wilsonInterval", () => {
    it("is the 95 % interval of every share, unless told", () => {
      expect(wilsonInterval(81, 263)).toEqual(wilson(81, 263));
      expect(wilsonInterval(81, 263, { level: 0.95 })).toEqual(wilson(81, 263));
    });

    it("has the limits that NIST's formula gives for 4 of 20 at 90 %", () => {
      // NIST/SEMATECH e-Handbook of Statistical Methods, 7.2.4.1, by hand with z = 1.644854.
      const [z, n, share] = [1.644854, 20, 0.2];
      const half = z * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2));
      const interval = wilsonInterval(4, 20, { level: 0.9 });
      expect(interval).toMatchObject({ level: 0.9, method: "wilson" });
      expect(interval?.low).toBeCloseTo((share + z ** 2 / (2 * n) - half) / (1 + z ** 2 / n), 6);
      expect(interval?.high).toBeCloseTo((share + z ** 2 / (2 * n) + half) / (1 + z ** 2 / n), 6);
    });

    // NIST/SEMATECH e-Handbook, 1.3.6.7.1, and any table of the normal distribution; beyond 99.9 % Python's
    // `statistics.NormalDist`, at levels that are exact in binary.
    it.each([
      [0.5, 0.674489750196082],
      [0.8, 1.2815515655446],
      [0.85, 1.43953147093846],
      [0.9, 1.64485362695147],
      [0.98, 2.32634787404084],
      [0.99, 2.5758293035489],
      [0.999, 3.29052673149189],
      [1 - 2 ** -30, 6.12075628597194],
      [1 - 2 ** -35, 6.651035379893009],
      [1 - 2 ** -40, 7.143552034352188],
      [1 - 2 ** -52, 8.209536151601386],
    ])("takes the quantile of the normal distribution for %d", (level, z) => {
      expect(readConfidence({ level }).z).toBeCloseTo(z, 10);
    });

    it("has its quantile where the normal distribution has the level", () => {
      // The distribution as the integral of its density, by Simpson's rule: another way to the same number.
      const held = (z: number): number => {
        const steps = 2000;
        let sum = 0;
        for (let step = 0; step <= steps; step++) {
          const x = (z * step) / steps;
          sum += Math.exp(-(x ** 2) / 2) * (step === 0 || step === steps ? 1 : step % 2 === 0 ? 2 : 4);
        }
        return ((2 / Math.sqrt(2 * Math.PI)) * sum * z) / steps / 3;
      };
      fc.assert(
        fc.property(fc.double({ min: 0.001, max: 0.9999, noNaN: true }), (level) => {
          expect(held(readConfidence({ level }).z)).toBeCloseTo(level, 12);
        }),
      );
    });

    it("widens with the level, and stays between 0 and 1", () => {
      const tries = fc.integer({ min: 1, max: 1e9 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
      const levels = fc.tuple(fc.double({ min: 0.01, max: 0.9, noNaN: true }), fc.double({ min: 0.001, max: 0.0999, noNaN: true }));
      fc.assert(
        fc.property(tries, levels, ([successes, n], [level, more]) => {
          const [narrow, wide] = [wilsonInterval(successes, n, { level }), wilsonInterval(successes, n, { level: level + more })];
          if (narrow === null || wide === null) throw new Error("There are intervals.");
          expect(wide.high - wide.low).toBeGreaterThan(narrow.high - narrow.low);
          expect(wide.low).toBeGreaterThanOrEqual(0);
          expect(wide.high).toBeLessThanOrEqual(1);
        }),
      );
    });

    it("knows nothing of no tries", () => {
      expect(wilsonInterval(0, 0)).toBeNull();
    });

    it.each([
      ["more successes than tries", 2, 1, {}, "2 of 1"],
      ["parts of a success", 0.5, 1, {}, "whole numbers"],
      ["a level in percent", 1, 2, { level: 95 }, "`level`"],
      ["a level of 0", 1, 2, { level: 0 }, "`level`"],
      ["a level that is NaN", 1, 2, { level: Number.NaN }, "`level`"],
      ["a level in words", 1, 2, { level: "0.9" }, "`level`"],
      ["a bare level", 1, 2, 0.9, "`options`"],
      ["options that are a list", 1, 2, [], "`options`"],
      ["options that are nothing", 1, 2, null, "`options`"],
    ])("refuses %s", (_what, successes, n, options, text) => {
      expect(() => wilsonInterval(successes, n, options as LevelOptions)).toThrow(refused(text));
    });
  });
});
