import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExactSum } from "../../../src/metrics/rollup/exact-sum.js";
import { expectMergeable, expectRefused } from "./mergeable.js";

const sumOf = (values: readonly number[]): ExactSum => {
  const sum = new ExactSum();
  for (const value of values) sum.add(value);
  return sum;
};
const read = (json: unknown): ExactSum => ExactSum.fromJSON(json, "sum");
const anyNumber = fc.oneof(
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true, max: 1e300 }),
  fc.maxSafeNat(),
  fc.nat(1000),
  fc.constantFrom(0, 5e-324, 2 ** -1022, 2 ** 53, 0.1, 1 / 3, 1e300),
);

describe("metrics", () => {
  describe("the exact sum of a rollup", () => {
    it("rounds once, where floating addition rounds each time", () => {
      expect(sumOf([0.1, 0.2, 0.3]).toNumber()).toBe(0.6);
      expect([0.1, 0.2, 0.3].reduce((sum, value) => sum + value, 0)).not.toBe(0.6);
      expect(sumOf([1e16, 1, 1]).toNumber()).toBe(10_000_000_000_000_002);
      expect(sumOf([2 ** 53, 1, 1]).toNumber()).toBe(2 ** 53 + 2);
      // Halfway between two numbers the even one, and a hair more the upper one.
      expect(sumOf([2 ** 53, 1]).toNumber()).toBe(2 ** 53);
      expect(sumOf([2 ** 53, 1, 5e-324]).toNumber()).toBe(2 ** 53 + 2);
      expect(sumOf(Array.from({ length: 10 }, () => 0.1)).toNumber()).toBe(1);
      expect(sumOf([]).toNumber()).toBe(0);
    });

    it("is exact for whole numbers that are together no safe integer", () => {
      fc.assert(
        fc.property(fc.array(fc.maxSafeNat(), { maxLength: 30 }), (values) => {
          expect(sumOf(values).toNumber()).toBe(Number(values.reduce((sum, value) => sum + BigInt(value), 0n)));
        }),
      );
    });

    it("is the number itself where there is one, down to the least that there is", () => {
      fc.assert(
        fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (value) => {
          expect(sumOf([value]).toNumber()).toBe(Math.abs(value));
          expect(sumOf([value, 0]).toJSON()).toEqual(sumOf([value]).toJSON());
        }),
      );
      expect(sumOf([5e-324]).toNumber()).toBe(5e-324);
    });

    it("is written as a number while it is a safe integer", () => {
      expect(sumOf([2, 3]).toJSON()).toBe(5);
      expect(sumOf([0.5, 0.5, 4]).toJSON()).toBe(5);
      expect(sumOf([0.75]).toJSON()).toBe("3p-2");
      expect(sumOf([2 ** 60]).toJSON()).toBe("1p60");
      expect(sumOf([]).toJSON()).toBe(0);
    });

    it("is the same in any order and any parts", () => {
      expectMergeable({
        things: fc.array(anyNumber, { maxLength: 20 }),
        make: () => new ExactSum(),
        add: (sum, value) => sum.add(value),
        read,
      });
    });

    it.each([
      ["nothing", undefined],
      ["a negative number", -1],
      ["a fraction", 0.5],
      ["no number", Number.NaN],
      ["a text that is none", "five"],
      ["what was never written so: an even number of units", "2p-1"],
      ["a safe integer as a text", "5p0"],
      ["a power that no number has", "1p99999"],
      ["less than the least number", "1p-1075"],
    ])("refuses %s", (_, json) => {
      expectRefused(read, json, "sum of the rollup");
    });
  });
});
