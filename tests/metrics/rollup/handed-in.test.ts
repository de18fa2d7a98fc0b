import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HandedIn, handedInRank, handedInSample } from "../../../src/metrics/rollup/handed-in.js";
import { shardOf } from "../../../src/metrics/index.js";
import { expectMergeable, expectRefused, wired } from "./mergeable.js";

const key = (index: number): string => `x:1:conversation:${index}`;
const keys = (from: number, to: number): readonly string[] => Array.from({ length: to - from }, (_, index) => key(from + index));
const handIn = (state: HandedIn, list: readonly string[]): void => state.add(list.filter((one) => state.wants(handedInRank(one))));
const of = (...lists: readonly (readonly string[])[]): HandedIn => {
  const state = new HandedIn();
  for (const list of lists) handIn(state, list);
  return state;
};
const read = (json: unknown): HandedIn => HandedIn.fromJSON(json, "handedIn");

describe("metrics", () => {
  describe("what was handed in to a rollup", () => {
    it("is known exactly while it is little", () => {
      expect(of().twice()).toMatchObject({ value: null, reason: "no-data" });
      expect(of(keys(0, 500)).twice()).toMatchObject({ value: 0, numerator: 0, denominator: 500 });
      expect(of(keys(0, 500), keys(499, 900)).twice()).toMatchObject({ numerator: 1, denominator: 900 });
      expect(of(keys(0, 5), keys(0, 5), keys(0, 5)).twice()).toMatchObject({ value: 1, denominator: 5 });
    });

    it("is told from a sample when it is much, with its interval", () => {
      // 15,000 of 45,000 came twice.
      const one = of(keys(0, 30_000));
      one.merge(of(keys(15_000, 45_000)));
      const twice = one.twice();
      expect(twice).toMatchObject({ denominator: handedInSample });
      expect(twice.value).toBeGreaterThan(0.27);
      expect(twice.value).toBeLessThan(0.4);
      if (twice.value === null) throw new Error("no value");
      expect(twice.interval?.low).toBeLessThan(1 / 3);
      expect(twice.interval?.high).toBeGreaterThan(1 / 3);
      expect(of(keys(0, 45_000)).twice().value).toBe(0);
    });

    it("holds no keys, and no more of them however much comes", () => {
      const much = JSON.stringify(of(keys(0, 60_000)));
      expect(much).not.toContain("conversation");
      expect(much.length).toBeLessThan(40 * handedInSample);
    });

    it("is the same in any order and any parts", () => {
      const some = fc.tuple(fc.nat(40), fc.constantFrom(1, 3, 700)).map(([from, count]) => keys(from * 100, from * 100 + count));
      expectMergeable({ things: fc.array(some, { maxLength: 8 }), make: () => new HandedIn(), add: handIn, read });
    });

    const [rank = 0, hash = 0, times = 0, ...rest] = wired(of(keys(0, 2))) as readonly number[];
    it.each([
      ["nothing", null, "handedIn of the rollup is not a list"],
      ["a sample that is cut", [hash, times], "handedIn of the rollup"],
      ["a sample out of order", [...rest, rank, hash, times], "handedIn[3]"],
      ["a thing twice", [rank, hash, times, rank, hash, times], "handedIn[3]"],
      ["a thing that never came", [rank, hash, 0, ...rest], "handedIn[0]"],
      ["a rank that is none", [2 ** 32, hash, 1], "handedIn[0]"],
      ["half a time", [rank, hash, 1.5], "handedIn[2]"],
      ["more things than are remembered", Array.from({ length: 3 * 1025 }, (_, index) => index), "handedIn of the rollup"],
    ])("refuses %s", (_, json, named) => {
      expectRefused(read, json, named);
    });
  });

  describe("shardOf", () => {
    it("deals keys out evenly, and the same key always to the same worker", () => {
      const counts = [0, 0, 0, 0];
      for (const one of keys(0, 8_000)) counts[shardOf(one, 4)] = (counts[shardOf(one, 4)] ?? 0) + 1;
      for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(200);
      expect(["x:1", "x:2", "mastodon:a%2F1"].map((account) => shardOf(account, 4))).toEqual([3, 1, 0]);
      expect(shardOf("x:1", 1)).toBe(0);
    });

    it.each([
      ["a key that is none", [undefined, 4], "`key`"],
      ["no worker", ["x:1", 0], "`workers`"],
      ["half a worker", ["x:1", 1.5], "`workers`"],
    ])("refuses %s", (_, [name, workers], named) => {
      expectRefused(() => shardOf(name as string, workers as number), null, named);
    });
  });
});
