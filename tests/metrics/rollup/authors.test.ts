import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Authors, type AuthorsJson } from "../../../src/metrics/rollup/authors.js";
import { Counters } from "../../../src/metrics/rollup/counters.js";
import { hashOf, lowerOf, upperOf } from "../../../src/metrics/rollup/hash.js";
import { dealOut, deals, expectMergeable, expectRefused, wired } from "./mergeable.js";
import { randomBy } from "./random.js";

type Wrote = readonly [author: string, at: number];
const author = (index: number): string => `x:${index % 3}:author:${index}`;
const read = (json: unknown): Authors => Authors.fromJSON(json, "authors", 8);
const add = (authors: Authors, [name, at]: Wrote): void => authors.add(lowerOf(hashOf(name)), upperOf(hashOf(name)), at, name);
const of = (capacity: number, things: Iterable<Wrote>): Authors => {
  const authors = new Authors(capacity);
  for (const thing of things) add(authors, thing);
  return authors;
};
/** How much each wrote, most first. */
const truthOf = (things: readonly Wrote[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const [name] of things) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};
/** What authors of whom few write most of it write in a month: the larger `lean`, the fewer. */
const month = (seed: number, messages: number, people: number, lean: number): readonly Wrote[] => {
  const random = randomBy(seed);
  return Array.from({ length: messages }, (_, index) => [author(Math.floor(people * random() ** lean)), 1.7e12 + index * 2600] as const);
};
const wrote = fc.array(fc.tuple(fc.nat(30).map(author), fc.nat(1000)), { maxLength: 80 });

describe("metrics", () => {
  describe("the authors of a rollup", () => {
    it("are counted exactly up to the capacity, the first first and of equals by key", () => {
      const authors = of(3, [
        ["x:1:author:b", 1],
        ["x:1:author:c", 1],
        ["x:1:author:a", 2],
        ["x:1:author:c", 3],
        ["x:1:author:b", 4],
      ]);
      expect(authors.isExact).toBe(true);
      expect(authors.top(2)).toEqual([
        { author: "x:1:author:b", value: 2, errorBound: 0 },
        { author: "x:1:author:c", value: 2, errorBound: 0 },
      ]);
      expect([authors.unique(), authors.total]).toEqual([{ value: 3, errorBound: 0 }, 5]);
      expect([...(authors.counts() ?? [])].sort()).toEqual([1, 2, 2]);
    });

    it("are exact for one more than the capacity no longer, and say so", () => {
      const authors = of(
        3,
        [0, 1, 2, 3].map((index) => [author(index), index]),
      );
      expect([authors.isExact, authors.counts(), authors.total]).toEqual([false, undefined, 4]);
      expect(authors.top(10)).toHaveLength(3);
    });

    it("are never counted too low, and too high by no more than the bound, in whatever parts", () => {
      fc.assert(
        fc.property(wrote, deals, (things, deal) => {
          const authors = dealOut(things, deal, () => new Authors(8), add);
          const truth = truthOf(things);
          expect(authors.total).toBe(things.length);
          for (const { author: name, value, errorBound } of authors.top(8)) {
            expect(value).toBeGreaterThanOrEqual(truth.get(name) ?? Number.NaN);
            expect(value - (truth.get(name) ?? 0)).toBeLessThanOrEqual(errorBound);
          }
          if (authors.isExact) expect(new Map(authors.top(8).map(({ author: name, value }) => [name, value]))).toEqual(truth);
        }),
      );
    });

    it.each([
      [1, 1.5, 45],
      [2, 2, 49],
      [3, 3, 50],
      [4, 6, 50],
    ])("hold those who write most, where they are far more than the capacity (seed %i)", (seed, lean, least) => {
      const things = month(seed, 200_000, 20_000, lean);
      const counts = [...truthOf(things).values()].sort((a, b) => b - a);
      const authors = of(8_192, things);
      expect(authors.isExact).toBe(false);
      const truth = truthOf(things);
      const found = authors.top(50).filter(({ author: name }) => (truth.get(name) ?? 0) >= (counts[49] ?? 0));
      expect(found.length).toBeGreaterThanOrEqual(least);
      const { value, errorBound } = authors.unique();
      expect(Math.abs(value - truth.size)).toBeLessThanOrEqual(errorBound);
    });

    it("keep whom a share of everything makes heavy with the probability that they state", () => {
      // Of 64 kept, who wrote a fortieth is missed in e^-1.6 of all cases at most.
      let missed = 0;
      const rounds = 200;
      for (let round = 0; round < rounds; round++) {
        const random = randomBy(round + 1);
        const things = Array.from({ length: 2_000 }, (_, index): Wrote => {
          const who = random() < 1 / 40 ? 0 : 1 + Math.floor(random() * 1_500);
          return [author(who), round * 1e6 + index];
        });
        if (
          !of(64, things)
            .top(64)
            .some(({ author: name }) => name === author(0))
        )
          missed++;
      }
      expect(missed / rounds).toBeLessThanOrEqual(Math.exp(-64 / 40) + 0.05);
      expect(missed).toBeGreaterThan(0);
    });

    it("take no more room for more messages, nor for more people than the capacity", () => {
      const few = of(1_024, month(5, 40_000, 5_000, 2));
      const many = of(1_024, month(6, 400_000, 100_000, 2));
      expect(many.byteLength).toBeLessThanOrEqual(few.byteLength * 1.3);
      expect(JSON.stringify(many).length).toBeLessThan(JSON.stringify(few).length * 1.3);
    });

    it("are the same in any order and any parts, few or many", () => {
      expectMergeable({ things: wrote, make: () => new Authors(8), add, read });
    });

    it("are one where their keys have one hash, under the first of the keys whatever came first", () => {
      // Found by search: nothing in the hash is meant against somebody who wants to be taken for another.
      const [one, other] = ["b\u14e1ab", "d\u070a\u8436\u97b3"] as const;
      expect(hashOf(one)).toBe(hashOf(other));
      const there = of(8, [
        [one, 1],
        [other, 2],
      ]);
      const back = of(8, [
        [other, 2],
        [one, 1],
      ]);
      expect(there.top(2)).toEqual([{ author: one, value: 2, errorBound: 0 }]);
      expect(JSON.stringify(back)).toBe(JSON.stringify(there));
    });

    it("are written by what their keys have in common", () => {
      const json = wired(
        of(8, [
          ["x:1:author:b", 1],
          ["x:1:author:a", 1],
          ["x:2:author:a", 1],
          ["x:2:author:a", 2],
        ]),
      );
      const rank: unknown = expect.any(Number);
      expect(json).toEqual({
        known: [
          { of: "x:1:author:", ids: ["a", "b"], ranks: [rank, rank], counts: [1, 1] },
          { of: "x:2:author:", ids: ["a"], ranks: [rank], counts: [2] },
        ],
      });
    });

    const few = wired(
      of(8, [
        ["x:1:author:a", 1],
        ["x:1:author:b", 1],
        ["x:2:author:a", 1],
      ]),
    ) as AuthorsJson;
    const many = wired(of(8, month(1, 100, 40, 1))) as Required<AuthorsJson>;
    const [first] = few.known;
    const withFirst = (fields: object): unknown => ({ known: [{ ...first, ...fields }] });
    it.each([
      ["nothing", null, "authors of the rollup is not an object"],
      ["no authors", {}, "authors.known"],
      ["an unknown field", { ...few, best: 1 }, "best"],
      ["authors that are no list", { known: {} }, "authors.known"],
      ["fewer ranks than authors", withFirst({ ranks: [1] }), "authors.known[0]"],
      ["fewer counts than authors", withFirst({ counts: [1] }), "authors.known[0]"],
      ["a rank that is none", withFirst({ ranks: [1, 2 ** 32] }), "authors.known[0].ranks[1]"],
      ["a count of nothing", withFirst({ counts: [1, 0] }), "authors.known[0].counts[1]"],
      ["more than can be counted", withFirst({ counts: [1, Number.MAX_SAFE_INTEGER] }), "authors"],
      ["authors out of order", withFirst({ ids: ["b", "a"] }), "authors.known[0].ids[1]"],
      ["an author twice", withFirst({ ids: ["a", "a"] }), "authors.known[0].ids[1]"],
      ["an author that is no text", withFirst({ ids: ["a", 3] }), "authors.known[0].ids[1]"],
      ["a key that is cut elsewhere", withFirst({ of: "x:1:", ids: ["author:a", "author:b"] }), "authors.known[0].ids[0]"],
      [
        "more authors than the capacity",
        { known: [{ of: "", ids: "abcdefghi".split(""), ranks: Array(9).fill(1), counts: Array(9).fill(1) }] },
        "authors.known",
      ],
      ["fewer than there must be", { ...many, known: many.known.slice(1) }, "authors.known"],
      [
        "counts where there are none any more",
        { ...many, known: many.known.map((one) => ({ ...one, counts: one.ids.map(() => 1) })) },
        "counts",
      ],
      ["counters that are no text", { ...many, beyond: { ...many.beyond, counters: 5 } }, "authors.beyond.counters"],
      [
        "counters that are cut",
        { ...many, beyond: { ...many.beyond, counters: many.beyond.counters.slice(4) } },
        "authors.beyond.counters",
      ],
      ["counters that go on", { ...many, beyond: { ...many.beyond, counters: `AAAA${many.beyond.counters}` } }, "authors.beyond.counters"],
      ["counters of another alphabet", { ...many, beyond: { ...many.beyond, counters: "_" } }, "authors.beyond.counters"],
      ["no number of different ones", { ...many, beyond: { counters: many.beyond.counters } }, "authors.beyond.unique"],
    ])("refuse %s", (_, json, named) => {
      expectRefused(read, json, named);
    });
  });

  describe("the counters of a rollup", () => {
    const counters = (counts: readonly (readonly [hash: number, times: number])[]): Counters => {
      const made = new Counters(16);
      for (const [hash, times] of counts) made.add(lowerOf(hash), upperOf(hash), times);
      return made;
    };
    const readCounters = (json: unknown): Counters => Counters.fromJSON(json, "counters", 16);

    it("hold numbers of any size, in the shortest form", () => {
      const made = counters([
        [5, 127],
        [77, 128],
        [2 ** 52, Number.MAX_SAFE_INTEGER - 1000],
      ]);
      const again = readCounters(wired(made));
      expect(again.toJSON()).toBe(made.toJSON());
      expect([again.most(5), again.most(77), again.total]).toEqual([made.most(5), made.most(77), made.total]);
      expect(JSON.stringify(counters([])).length).toBeLessThan(100);
    });

    it("are refused where rows do not agree, a number is cut, too large or longer than it must be, or base 64 has more to say", () => {
      const bytes = (first: string): string => btoa(first + "\0".repeat(64 - first.length));
      expect(readCounters(bytes("")).total).toBe(0);
      expectRefused(readCounters, bytes("\u0001"), "counters");
      expectRefused(readCounters, btoa("\0".repeat(63) + "\u0080"), "counters");
      expectRefused(readCounters, btoa("\u0080\0" + "\0".repeat(63)), "counters");
      expectRefused(readCounters, btoa("\u00ff".repeat(8) + "\u0001" + "\0".repeat(63)), "counters");
      expectRefused(readCounters, `${bytes("").slice(0, -3)}B==`, "counters");
      expectRefused(readCounters, "A", "counters");
    });
  });
});
