import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cohensH } from "../../../src/metrics/advanced/index.js";
import { unknown } from "../../../src/metrics/measure.js";
import { proportion } from "../../../src/metrics/proportion.js";
import { refused } from "./refused.js";

describe("metrics", () => {
  describe("cohensH", () => {
    it("gives the published effect of 0.5 and 0.6", () => {
      // real-statistics.com, Cohen's h Effect Size: COHENH(.5, .6) = -.20136, a small effect.
      expect(cohensH(0.5, 0.6).value).toBeCloseTo(-0.20136, 5);
    });

    // J. Cohen, Statistical Power Analysis (1988), table 6.2.2, φ = 2·arcsin √P, to three digits.
    it.each([
      [0.05, 0.451],
      [0.1, 0.644],
      [0.25, 1.047],
      [0.5, 1.571],
      [0.65, 1.875],
      [0.9, 2.498],
      [1, 3.142],
    ])("takes the angle of %d from the table", (share, angle) => {
      expect(cohensH(share, 0).value).toBeCloseTo(angle, 3);
    });

    it("says what it is in, and how many were tried", () => {
      expect(cohensH(0.5, 0.5)).toEqual({ value: 0, unit: "radians", n: 2, complete: true, missing: [] });
      expect(cohensH({ successes: 5, n: 10 }, { successes: 6, n: 10 })).toEqual({ ...cohensH(0.5, 0.6), n: 20 });
      expect(cohensH(proportion(5, 10), 0.6)).toEqual({ ...cohensH(0.5, 0.6), n: 11 });
    });

    it("changes its sign when the shares change places, and stays within π", () => {
      const share = fc.double({ min: 0, max: 1, noNaN: true });
      fc.assert(
        fc.property(share, share, (a, b) => {
          const h = cohensH(a, b).value ?? Number.NaN;
          expect(h + (cohensH(b, a).value ?? Number.NaN)).toBe(0);
          expect(Math.abs(h)).toBeLessThanOrEqual(Math.PI);
          // Shares of less than 1e-16 apart are alike, at the ends also those a little further.
          if (a - b > 1e-9) expect(h).toBeGreaterThan(0);
        }),
      );
    });

    it("knows nothing of nothing tried, and passes on why a share is unknown", () => {
      expect(cohensH({ successes: 0, n: 0 }, 0.5)).toMatchObject({ value: null, reason: "no-data", unit: "radians" });
      const few = proportion(1, 3, { minN: 5 });
      expect(cohensH(0.5, few)).toMatchObject({ value: null, reason: "insufficient-sample", n: 4 });
      const lost = unknown("unknown-input", "fraction", { complete: false, missing: ["sentiment"] });
      expect(cohensH(lost, 0.5)).toMatchObject({ value: null, reason: "unknown-input", complete: false, missing: ["sentiment"] });
    });

    it.each([
      ["a share above 1", 1.5, 0.5, "`first` is no share"],
      ["a share below 0", 0.5, -0.1, "`second` is no share"],
      ["NaN", Number.NaN, 0.5, "`first` is no share"],
      ["nothing", null, 0.5, "`first` is no share"],
      ["a share in words", 0.5, "half", "`second` is no share"],
      ["parts of a success", { successes: 0.5, n: 2 }, 0.5, "`first` is 0.5 of 2"],
      ["more tries than can be counted", 0.5, { successes: 1, n: 2 ** 53 }, "`second` is 1 of 9007199254740992"],
      ["more successes than tries", { successes: 3, n: 2 }, 0.5, "`first` is 3 of 2"],
    ])("refuses %s", (_what, first, second, text) => {
      const h = cohensH as (...shares: readonly unknown[]) => unknown;
      expect(() => h(first, second)).toThrow(refused(text));
    });
  });
});
