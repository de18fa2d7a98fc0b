import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mean, percentile } from "../../src/metrics/percentile.js";
import { wilson } from "../../src/metrics/wilson.js";

describe("metrics", () => {
  describe("wilson", () => {
    // R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I, method 3.
    it.each([
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ])("gives the published interval of %i of %i", (successes, n, low, high) => {
      const interval = wilson(successes, n);
      expect(interval).toMatchObject({ level: 0.95, method: "wilson" });
      expect(interval?.low).toBeCloseTo(low, 4);
      expect(interval?.high).toBeCloseTo(high, 4);
    });

    it("stays between 0 and 1, around the share, and narrows with n", () => {
      const tries = fc.integer({ min: 1, max: 1e6 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
      fc.assert(
        fc.property(tries, ([successes, n]) => {
          const { low = -1, high = -1 } = wilson(successes, n) ?? {};
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low).toBeLessThanOrEqual(successes / n);
          expect(high).toBeGreaterThanOrEqual(successes / n);
          const { low: lower = -1, high: higher = 2 } = wilson(successes * 4, n * 4) ?? {};
          expect(higher - lower).toBeLessThan(high - low);
        }),
      );
    });

    it("knows nothing of no tries, and refuses more successes than tries", () => {
      expect(wilson(0, 0)).toBeUndefined();
      expect(() => wilson(2, 1)).toThrow("more successes than tries");
      expect(() => wilson(-1, 1)).toThrow("more successes than tries");
      expect(() => wilson(Number.NaN, 1)).toThrow("more successes than tries");
    });
  });

  describe("percentile", () => {
    it("lies between the closest ranks", () => {
      const ten = [5, 8, 10, 12, 15, 20, 25, 30, 40, 95];
      expect(percentile(ten, 0.9)).toBeCloseTo(45.5, 10);
      expect(percentile(ten, 0.5)).toBe(17.5);
      expect(percentile(ten, 0)).toBe(5);
      expect(percentile(ten, 1)).toBe(95);
      expect(percentile([7], 0.9)).toBe(7);
    });

    it("knows nothing of no values", () => {
      expect(percentile([], 0.5)).toBeUndefined();
      expect(mean([])).toBeUndefined();
    });
  });
});
