import { describe, expect, it } from "vitest";
import { cohensH } from "../../../src/metrics/advanced/index.js";

describe("metrics", () => {
  describe("cohensH", () => {
    it("is the difference of the angles of two shares", () => {
      expect(cohensH(0.65, 0.45).value).toBeCloseTo(0.4049, 4);
    });

    it("refuses what is no share", () => {
      expect(() => cohensH(1.5, 0.5)).toThrow("`first` is no share");
    });
  });
});
