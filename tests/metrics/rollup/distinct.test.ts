import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Distinct, distinctErrorBound, exactUpTo, type Precision } from "../../../src/metrics/rollup/distinct.js";
import { hashOf } from "../../../src/metrics/rollup/hash.js";
import { expectMergeable, expectRefused, wired } from "./mergeable.js";

const of = (precision: Precision, names: Iterable<string>): Distinct => {
  const distinct = new Distinct(precision);
  for (const name of names) distinct.addWhole(hashOf(name));
  return distinct;
};
const people = (count: number, town = "a"): readonly string[] => Array.from({ length: count }, (_, index) => `x:${town}:author:${index}`);
const read = (json: unknown): Distinct => Distinct.fromJSON(json, "authors", 12);

describe("metrics", () => {
  describe("the number of different things in a rollup", () => {
    it("is exact while they are few, however often each comes", () => {
      for (const count of [0, 1, 7, 511, 512]) {
        const names = people(count);
        expect(of(12, [...names, ...names, ...names.slice(3)]).count()).toEqual({ value: count, errorBound: 0 });
      }
      expect(of(12, people(513)).count().errorBound).toBeGreaterThan(0);
      expect([exactUpTo(12), exactUpTo(14)]).toEqual([512, 2048]);
    });

    it("is within its bound later, and on average within 1.04 by the root of the registers", () => {
      for (const precision of [12, 14] as const)
        for (const count of [3_000, 20_000, 100_000]) {
          const rounds = 30;
          let squares = 0;
          let sum = 0;
          for (let round = 0; round < rounds; round++) {
            const { value, errorBound } = of(precision, people(count, `town${round}`)).count();
            expect(Math.abs(value - count)).toBeLessThanOrEqual(errorBound);
            squares += (value / count - 1) ** 2;
            sum += value / count - 1;
          }
          const standardError = distinctErrorBound(precision) / 4;
          expect(Math.sqrt(squares / rounds)).toBeLessThan(1.35 * standardError);
          // It leans to neither side.
          expect(Math.abs(sum / rounds)).toBeLessThan((3.5 * standardError) / Math.sqrt(rounds));
        }
    });

    it("counts what several parts have in common once", () => {
      const one = of(14, people(30_000));
      one.merge(of(14, people(40_000)));
      expect(one.toJSON()).toEqual(of(14, people(40_000)).toJSON());
      const few = of(12, people(3));
      few.merge(of(12, people(5)));
      expect(few.count().value).toBe(5);
    });

    it("takes a byte a register at most, and eight a thing while they are few", () => {
      expect(of(12, people(100_000)).byteLength).toBe(4096);
      expect(of(14, people(100_000)).byteLength).toBe(16_384);
      for (const count of [1, 10, 100, 512]) expect(of(12, people(count)).byteLength).toBeLessThanOrEqual(Math.max(32, count * 32));
      expect(JSON.stringify(of(14, people(100_000))).length).toBeLessThan(16_500);
    });

    it("is the same in any order and any parts, also where they change from few to many", () => {
      const sizes = fc.constantFrom(0, 3, 300, 511, 513, 700, 2_000);
      expectMergeable({
        things: fc.tuple(sizes, fc.nat(50)).map(([size, town]) => people(size, `${town}`)),
        make: () => new Distinct(12),
        add: (distinct, name) => distinct.addWhole(hashOf(name)),
        read,
      });
    });

    const many = wired(of(12, people(2_000))) as { readonly registers: string };
    it.each([
      ["nothing", null, "authors of the rollup is not an object"],
      ["neither form", {}, "authors.hashes"],
      ["both forms", { hashes: [], registers: many.registers }, "hashes"],
      ["hashes that are out of order", { hashes: [5, 3] }, "authors.hashes[1]"],
      ["a hash twice", { hashes: [5, 5] }, "authors.hashes[1]"],
      ["a hash that is none", { hashes: [0.5] }, "authors.hashes[0]"],
      ["a hash that is negative", { hashes: [-1] }, "authors.hashes[0]"],
      ["a hash that is too large", { hashes: [2 ** 53] }, "authors.hashes[0]"],
      ["more hashes than are kept", { hashes: Array.from({ length: 513 }, (_, index) => index) }, "authors.hashes"],
      ["too few registers", { registers: many.registers.slice(1) }, "authors.registers"],
      ["a letter that is none", { registers: `*${many.registers.slice(1)}` }, "authors.registers"],
      ["a register that cannot be", { registers: `_${many.registers.slice(1)}` }, "authors.registers"],
      ["registers of nothing", { registers: "A".repeat(4096) }, "authors.registers"],
      ["registers as numbers", { registers: [1, 2] }, "authors.registers"],
    ])("refuses %s", (_, json, named) => {
      expectRefused(read, json, named);
    });
  });

  describe("the hash of a rollup", () => {
    it("is a whole number that fits, the same in every run, and another for another text", () => {
      expect([hashOf(""), hashOf("x:1:author:7"), hashOf("é✓")]).toEqual([
        6_713_431_648_829_560, 5_841_828_066_639_822, 4_692_804_131_233_382,
      ]);
      const hashes = people(200_000).map(hashOf);
      expect(new Set(hashes).size).toBe(200_000);
      expect(hashes.every((hash) => Number.isSafeInteger(hash) && hash >= 0)).toBe(true);
    });

    it("spreads what differs in one letter, or in its order, over all bits", () => {
      for (const names of [people(4096), Array.from({ length: 4096 }, (_, index) => "ab".repeat(index % 64) + "a".repeat(index / 64))]) {
        const hashes = names.map(hashOf);
        for (let bit = 0; bit < 53; bit++) {
          const set = hashes.filter((hash) => Math.floor(hash / 2 ** bit) % 2 === 1).length;
          expect(set).toBeGreaterThan(2048 - 200);
          expect(set).toBeLessThan(2048 + 200);
        }
      }
    });
  });
});
