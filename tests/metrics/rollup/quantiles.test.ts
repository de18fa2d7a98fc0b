import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { percentile, sortNumbers } from "../../../src/metrics/percentile.js";
import { Quantiles } from "../../../src/metrics/rollup/quantiles.js";
import { expectMergeable, expectRefused, wired } from "./mergeable.js";

const of = (values: readonly number[]): Quantiles => {
  const quantiles = new Quantiles();
  for (const value of values) quantiles.add(value);
  return quantiles;
};
const read = (json: unknown): Quantiles => Quantiles.fromJSON(json, "waits");
const shares = [0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.999, 1] as const;
const anyNumber = fc.oneof(
  fc.nat(5_000_000),
  fc.nat(300),
  fc.maxSafeNat(),
  fc.double({ min: 0, max: 1e300, noNaN: true }),
  fc.constantFrom(0, 5e-324, Number.MAX_VALUE / 1e6),
);

describe("metrics", () => {
  describe("the quantiles of a rollup", () => {
    it("are within the bound that they state, and within 0.4 % of the true value", () => {
      fc.assert(
        fc.property(fc.array(anyNumber, { minLength: 1, maxLength: 60 }), (values) => {
          const quantiles = of(values);
          const sorted = sortNumbers(values);
          for (const p of shares) {
            const truth = percentile(sorted, p) ?? Number.NaN;
            const { value, errorBound } = quantiles.at(p) ?? { value: Number.NaN, errorBound: Number.NaN };
            // Interpolating rounds as well.
            expect(Math.abs(value - truth)).toBeLessThanOrEqual(errorBound + truth * 1e-12);
            expect(errorBound).toBeLessThanOrEqual(Math.max(truth * 0.00393, 2 ** -1029));
          }
        }),
      );
    });

    it("know least, largest, number and sum exactly, and so both ends", () => {
      const quantiles = of([7.25, 1e9, 0.001, 31]);
      expect([quantiles.min, quantiles.max, quantiles.n, quantiles.sum.toNumber()]).toEqual([0.001, 1e9, 4, 1_000_000_038.251]);
      expect(quantiles.at(0)).toEqual({ value: 0.001, errorBound: 0 });
      expect(quantiles.at(1)).toEqual({ value: 1e9, errorBound: 0 });
      expect(of([5]).at(0.5)).toEqual({ value: 5, errorBound: 0 });
      expect(of([0, 0, 0, 9]).at(0.5)).toEqual({ value: 0, errorBound: 0 });
    });

    it("are absent without values", () => {
      const quantiles = new Quantiles();
      expect([quantiles.n, quantiles.min, quantiles.max, quantiles.at(0.5)]).toEqual([0, undefined, undefined, undefined]);
    });

    it("find medians of waits as people write them to within 0.4 %", () => {
      const values = Array.from({ length: 20_001 }, (_, index) => Math.round(60_000 * 1.0005 ** ((index * 7919) % 20_001)));
      const sorted = sortNumbers(values);
      for (const p of [0.5, 0.9, 0.95]) {
        const truth = percentile(sorted, p) ?? 0;
        expect(Math.abs((of(values).at(p)?.value ?? 0) / truth - 1)).toBeLessThan(0.004);
      }
    });

    it("take no more room for more values", () => {
      const wait = (index: number): number => 1000 + ((index * 7919) % 20_000) ** 2;
      const few = of(Array.from({ length: 20_000 }, (_, index) => wait(index)));
      const many = of(Array.from({ length: 400_000 }, (_, index) => wait(index)));
      expect(many.byteLength).toBe(few.byteLength);
      // A millisecond to three weeks are 31 doublings.
      expect(of([1, 21 * 86_400_000]).byteLength).toBe(31 * 1024);
      expect(of([5e-324, 1e308]).byteLength).toBeLessThan(2_100_000);
    });

    it("are the same in any order and any parts", () => {
      expectMergeable({
        things: fc.array(anyNumber, { maxLength: 20 }),
        make: () => new Quantiles(),
        add: (to, value) => to.add(value),
        read,
      });
    });

    it("goes over the wire as a short list", () => {
      expect(wired(of([0, 3, 3, 5]))).toEqual({ zeros: 1, min: 0, max: 5, sum: 11, buckets: [131_136, 2, 96, 1] });
    });

    const good = { zeros: 1, min: 0, max: 5, sum: 11, buckets: [131_136, 2, 96, 1] };
    it.each([
      ["nothing", null, "waits of the rollup is not an object"],
      ["a list", [], "waits of the rollup is not an object"],
      ["an unknown field", { ...good, mean: 3 }, "mean"],
      ["no sum", { zeros: 0, buckets: [] }, "waits.sum"],
      ["a negative count", { ...good, buckets: [131_136, -2, 96, 1] }, "waits.buckets[1]"],
      ["a bucket twice", { ...good, buckets: [131_136, 2, 0, 1] }, "waits.buckets[2]"],
      ["a bucket that no number has", { ...good, buckets: [131_136, 2, 200_000, 1] }, "waits.buckets[2]"],
      ["a bucket without count", { ...good, buckets: [131_136, 2, 96] }, "waits.buckets[3]"],
      ["half a count", { ...good, buckets: [131_136, 1.5, 96, 1] }, "waits.buckets[1]"],
      ["half a zero", { ...good, zeros: 0.5 }, "waits.zeros"],
      ["ends that are none", { ...good, min: 1 }, "waits.min"],
      ["no largest value", { ...good, max: undefined }, "waits.max"],
      ["a largest value of another bucket", { ...good, max: 50 }, "waits.max"],
      ["a sum that cannot be", { ...good, sum: 100 }, "waits.sum"],
      ["a sum below the largest", { ...good, sum: 4 }, "waits.sum"],
      ["ends of nothing", { zeros: 0, min: 1, sum: 0, buckets: [] }, "waits.min"],
      ["a sum of nothing", { zeros: 0, sum: 3, buckets: [] }, "waits.sum"],
      ["more than can be counted", { ...good, buckets: [131_136, Number.MAX_SAFE_INTEGER, 96, 1] }, "waits.buckets"],
    ])("refuse %s", (_, json, named) => {
      expectRefused(read, json, named);
    });
  });
});
