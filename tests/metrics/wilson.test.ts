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

    const most = 1e15;
    const shares = fc.integer({ min: 1, max: most }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    const ends = (successes: number, n: number): { readonly low: number; readonly high: number } =>
      wilson(successes, n) ?? { low: Number.NaN, high: Number.NaN };

    it("stays between 0 and 1, and around the share, for all counts there are", () => {
      fc.assert(
        fc.property(shares, ([successes, n]) => {
          const { low, high } = ends(successes, n);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low).toBeLessThanOrEqual(successes / n);
          expect(high).toBeGreaterThanOrEqual(successes / n);
          expect(low).toBeLessThan(high);
        }),
      );
    });

    it.each([1, 2, 7, 1000, 123_456_789, 1e15])("is exact at both ends of %i tries, and holds one success or failure", (n) => {
      expect(ends(0, n).low).toBe(0);
      expect(ends(n, n).high).toBe(1);
      expect(ends(1, n).low).toBeGreaterThan(0);
      expect(ends(1, n).low).toBeLessThan(1 / n);
      expect(ends(n - 1, n).high).toBeLessThan(1);
      expect(ends(n - 1, n).high).toBeGreaterThan(1 - 1 / n);
    });

    it("keeps its digits for one success in very many", () => {
      // For rare successes the interval in successes no longer depends on n: 1 + z²/2 ± z·√(1 + z²/4), that is 0.17652 and 5.66493.
      expect(ends(1, 1e15).low * 1e15).toBeCloseTo(0.176525, 6);
      expect(ends(1, 1e15).high * 1e15).toBeCloseTo(5.664934, 6);
    });

    it("narrows with n", () => {
      const fewer = fc.integer({ min: 1, max: 1e12 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
      fc.assert(
        fc.property(fewer, ([successes, n]) => {
          const [few, many] = [ends(successes, n), ends(successes * 4, n * 4)];
          expect(many.high - many.low).toBeLessThan(few.high - few.low);
        }),
      );
    });

    it("mirrors when failures are taken for successes", () => {
      fc.assert(
        fc.property(shares, ([successes, n]) => {
          const [one, other] = [ends(successes, n), ends(n - successes, n)];
          expect(one.low).toBeCloseTo(1 - other.high, 14);
          expect(one.high).toBeCloseTo(1 - other.low, 14);
        }),
      );
    });

    it("rises with the successes", () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat(), (n, some) => {
          const successes = some % n;
          const [one, more] = [ends(successes, n), ends(successes + 1, n)];
          expect(more.low).toBeGreaterThan(one.low);
          expect(more.high).toBeGreaterThan(one.high);
        }),
      );
    });

    it("knows nothing of no tries", () => {
      expect(wilson(0, 0)).toBeUndefined();
    });

    it.each([
      [2, 1],
      [-1, 1],
      [Number.NaN, 1],
      [1, Number.NaN],
      [1, Infinity],
      [0.5, 1],
      [1, 1.5],
      [null as unknown as number, 1],
      ["1" as unknown as number, 2],
    ])("refuses %s of %s", (successes, n) => {
      expect(() => wilson(successes, n)).toThrow(`A share of ${String(successes)} of ${String(n)} has more successes than tries`);
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
