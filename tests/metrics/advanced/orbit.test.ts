import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  orbitGravity,
  orbitReach,
  type GravityOptions,
  type OrbitConnection,
  type OrbitMembers,
  type ReachOptions,
} from "../../../src/metrics/advanced/index.js";
import { refused } from "./refused.js";

describe("metrics", () => {
  describe("orbitGravity", () => {
    // The Orbit model, "Measure gravity" (github.com/orbit-love/orbit-model, pages/gravity/measure.mdx): three months of 30 members.
    const january = { exploring: 17, participating: 8, contributing: 4, leading: 1 };
    const february = { exploring: 15, participating: 9, contributing: 5, leading: 1 };
    const march = { exploring: 12, participating: 10, contributing: 6, leading: 2 };

    it("gives the published gravity of January and of February: 2.1 and 5.4 a member", () => {
      expect(orbitGravity(january, february)).toEqual({
        value: 2.1,
        unit: "points",
        numerator: 63,
        denominator: 30,
        n: 30,
        components: { before: 441, after: 504 },
        weights: { exploring: 1, participating: 4, contributing: 7, leading: 10 },
        complete: true,
        missing: [],
      });
      expect(orbitGravity(february, march)).toMatchObject({ value: 5.4, numerator: 162, components: { before: 504, after: 666 } });
    });

    it("is negative when members fall back, and 0 when nobody moves", () => {
      expect(orbitGravity(february, january).value).toBe(-2.1);
      expect(orbitGravity(march, march).value).toBe(0);
    });

    it("divides by the members at the start", () => {
      const grown = orbitGravity(
        { exploring: 2, participating: 0, contributing: 0, leading: 0 },
        { exploring: 5, participating: 0, contributing: 0, leading: 1 },
      );
      expect(grown).toMatchObject({ value: 51.5, numerator: 103, denominator: 2, n: 2 });
    });

    it("takes other levels with their weights", () => {
      const weights = { lurker: 1, regular: 2 };
      expect(orbitGravity({ lurker: 3, regular: 1 }, { lurker: 2, regular: 2 }, { weights })).toMatchObject({ value: 0.75, weights });
    });

    it("is unknown where the members of a level are, and where there was nobody", () => {
      const outer = { exploring: 17, participating: 8, contributing: 4 };
      expect(orbitGravity(outer, february)).toMatchObject({ value: null, reason: "unknown-input", complete: false, missing: ["leading"] });
      expect(orbitGravity(february, outer)).toMatchObject({ value: null, reason: "unknown-input", missing: ["leading"] });
      const nobody = { exploring: 0, participating: 0, contributing: 0, leading: 0 };
      expect(orbitGravity(nobody, january)).toMatchObject({ value: null, reason: "zero-denominator", numerator: 441, denominator: 0 });
      expect(orbitGravity(january, nobody).value).toBe(-14.7);
      expect(orbitGravity(january, february, { minN: 31 })).toMatchObject({ value: null, reason: "insufficient-sample", n: 30 });
    });

    it("adds up over three instants where members stay, and does not mind the order of levels", () => {
      const at = fc.record({ exploring: fc.nat(99), participating: fc.nat(99), contributing: fc.nat(99), leading: fc.nat(99) });
      fc.assert(
        fc.property(at, at, at, (one, two, three) => {
          const change = (from: OrbitMembers, to: OrbitMembers): number => orbitGravity(from, to).numerator ?? Number.NaN;
          if (Object.values(one).some(Boolean) && Object.values(two).some(Boolean))
            expect(change(one, two) + change(two, three)).toBe(change(one, three));
          expect(orbitGravity(Object.fromEntries(Object.entries(one).toReversed()), two)).toEqual(orbitGravity(one, two));
        }),
      );
    });

    it.each([
      ["nothing", null, january, {}, "`before` is no object"],
      ["a number", january, 30, {}, "`after` is no object"],
      ["a negative count", { ...january, leading: -1 }, january, {}, "leading in `before` is -1"],
      ["a count that is NaN", january, { ...january, leading: Number.NaN }, {}, "leading in `after` is NaN"],
      ["a level that nobody knows", { ...january, leaders: 1 }, january, {}, "`before` has a level without a weight"],
      ["a negative weight", january, january, { weights: { exploring: -1 } }, "`weights`"],
      ["no weights", {}, {}, { weights: {} }, "`weights`"],
      ["weights that are nothing", january, january, { weights: null }, "`weights`"],
      ["weights without end", january, january, { weights: { ...january, leading: 1e100 } }, "too many to add up"],
      [
        "a part of a member that is too small to divide by",
        { exploring: 5e-324, participating: 0, contributing: 0, leading: 0 },
        january,
        {},
        "too large for a number",
      ],
      ["a sample of half a member", january, february, { minN: 0.5 }, "minN"],
      ["options that are nothing", january, january, null, "`options`"],
    ])("refuses %s", (_what, before, after, options, text) => {
      expect(() => orbitGravity(before as OrbitMembers, after as OrbitMembers, options as GravityOptions)).toThrow(refused(text));
    });
  });

  describe("orbitReach", () => {
    const connection = (a: string, b: string, strength: number, lastAt: string): OrbitConnection => ({ members: [a, b], strength, lastAt });
    const today = "2022-04-10T12:00:00.000Z";
    // The Orbit model, "Measuring reach" (pages/reach/measure.mdx): Jennifer and four others.
    const graph = [
      connection("jennifer", "ana", 4, today),
      connection("li", "jennifer", 3, today),
      connection("jennifer", "sam", 1, today),
      connection("tony", "jennifer", 7, today),
      connection("tony", "sam", 2, today),
    ];

    it("gives the published reach of Jennifer: 4 + 3 + 1 + 7 = 15", () => {
      expect(orbitReach(graph, { now: today, member: "jennifer" })).toEqual({
        value: 15,
        unit: "points",
        n: 4,
        complete: true,
        missing: [],
      });
    });

    it("gives the published strength after three months without a word, 5.1, and after twelve, 1.9", () => {
      const tony = [connection("jennifer", "tony", 7, "2022-01-10T12:00:00.000Z")];
      const strength = (now: string): number => orbitReach(tony, { now }).value ?? Number.NaN;
      expect(strength("2022-04-10T12:00:00.000Z")).toBeCloseTo(7 * 0.9 ** 3, 12);
      expect(strength("2022-04-10T12:00:00.000Z").toFixed(1)).toBe("5.1");
      // 7 · 0.9¹² is 1.977; the page cuts it to 1.9.
      expect(strength("2023-01-10T12:00:00.000Z")).toBeCloseTo(1.977, 3);
    });

    it("adds up every connection once for the community", () => {
      expect(orbitReach(graph, { now: today })).toMatchObject({ value: 17, n: 5 });
    });

    it("counts whole months, in UTC, also from the end of a long one", () => {
      const months = (from: string, to: string): number =>
        Math.round(Math.log(orbitReach([connection("a", "b", 1, from)], { now: to }).value ?? Number.NaN) / Math.log(0.9)) + 0;
      expect(months("2022-01-10T12:00:00.000Z", "2022-02-10T11:59:59.999Z")).toBe(0);
      expect(months("2022-01-10T12:00:00.000Z", "2022-02-10T12:00:00.000Z")).toBe(1);
      expect(months("2022-01-10T12:30:20.500Z", "2022-02-10T12:30:20.499Z")).toBe(0);
      expect(months("2022-01-10T12:30:20.500Z", "2022-02-10T12:30:20.500Z")).toBe(1);
      expect(months("2022-01-31T00:00:00.000Z", "2022-02-27T23:59:59.999Z")).toBe(0);
      expect(months("2022-01-31T00:00:00.000Z", "2022-02-28T00:00:00.000Z")).toBe(1);
      expect(months("2024-01-31T00:00:00.000Z", "2024-02-28T00:00:00.000Z")).toBe(0);
      expect(months("2024-01-31T00:00:00.000Z", "2024-02-29T00:00:00.000Z")).toBe(1);
      expect(months("2022-01-31T00:00:00.000Z", "2022-03-31T00:00:00.000Z")).toBe(2);
      expect(months("2022-01-31T00:00:00.000Z", "2022-03-30T00:00:00.000Z")).toBe(1);
      expect(months("2021-12-15T00:00:00.000Z", "2022-01-15T00:00:00.000Z")).toBe(1);
      expect(months("2022-03-31T00:00:00.000Z", "2022-03-31T00:00:00.000Z")).toBe(0);
    });

    it("decays as the host says", () => {
      const tony = [connection("jennifer", "tony", 8, "2022-02-10")];
      expect(orbitReach(tony, { now: "2022-04-10", monthlyDecay: 0.5 }).value).toBe(2);
      expect(orbitReach(tony, { now: "2022-04-10", monthlyDecay: 0 }).value).toBe(8);
      expect(orbitReach(tony, { now: "2022-04-10", monthlyDecay: 1 }).value).toBe(0);
    });

    it("makes one of two that are of the same two: strengths add up, the later counts", () => {
      const twice = [connection("a", "b", 10, "2021-04-10T00:00:00.000Z"), connection("b", "a", 1, today)];
      expect(orbitReach(twice, { now: today })).toMatchObject({ value: 11, n: 1 });
    });

    it("keeps apart keys that look alike when glued together", () => {
      const alike = [connection("a,b", "c", 1, today), connection("a", "b,c", 1, today), connection('a","b', "c", 1, today)];
      expect(orbitReach(alike, { now: today })).toMatchObject({ value: 3, n: 3 });
    });

    it("leaves out talk with oneself and what came later, and says how much", () => {
      const odd = [...graph, connection("sam", "sam", 9, today), connection("sam", "li", 9, "2022-04-10T12:00:00.001Z")];
      expect(orbitReach(odd, { now: today })).toMatchObject({ value: 17, n: 5, excluded: { self: 1, later: 1 } });
      expect(orbitReach(odd, { now: today, member: "jennifer" })).not.toHaveProperty("excluded");
      expect(orbitReach(odd.slice(5), { now: today })).toMatchObject({ value: null, reason: "no-data", excluded: { self: 1, later: 1 } });
    });

    it("knows nothing of who is not connected, and of too few", () => {
      expect(orbitReach([], { now: today })).toMatchObject({ value: null, reason: "no-data", n: 0 });
      expect(orbitReach(graph, { now: today, member: "nobody" })).toMatchObject({ value: null, reason: "no-data" });
      expect(orbitReach(graph, { now: today, minN: 6 })).toMatchObject({ value: null, reason: "insufficient-sample", n: 5 });
    });

    it("does not depend on the order, and everybody's reach adds up to twice that of all", () => {
      const name = fc.constantFrom("ana", "bo", "cleo", "dan");
      const days = fc.integer({ min: 0, max: 400 }).map((ago) => new Date(Date.parse(today) - ago * 86_400_000).toISOString());
      const one = fc.tuple(name, name, fc.double({ min: 0, max: 100, noNaN: true }), days).map((of) => connection(...of));
      const graphs = fc.array(one, { minLength: 1, maxLength: 20 });
      fc.assert(
        fc.property(
          graphs.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
          ([list, shuffled]) => {
            const turned = shuffled.map(({ members: [a, b], ...rest }): OrbitConnection => ({ ...rest, members: [b, a] }));
            const all = orbitReach(list, { now: today });
            expect(orbitReach(turned, { now: today })).toEqual(all);
            const each = ["ana", "bo", "cleo", "dan"].map((member) => orbitReach(list, { now: today, member }).value ?? 0);
            expect(each.reduce((sum, value) => sum + value, 0)).toBeCloseTo(2 * (all.value ?? 0), 8);
          },
        ),
      );
    });

    const good = connection("a", "b", 1, today);
    it.each([
      ["no options", [good], undefined, "`options`"],
      ["no instant", [good], {}, "now is no time"],
      ["an instant without a zone", [good], { now: "2022-04-10T12:00:00" }, "now is no time"],
      ["no list", null, { now: today }, "`connections` is no list"],
      ["a connection that is nothing", [null], { now: today }, "no connection at position 0"],
      ["a connection of one", [{ ...good, members: ["a"] }], { now: today }, "position 0 is not of two"],
      ["a connection of three", [{ ...good, members: ["a", "b", "c"] }], { now: today }, "position 0 is not of two"],
      ["a member without a key", [{ ...good, members: ["a", null] }], { now: today }, "position 0 is not of two"],
      ["members in one word", [{ ...good, members: "ab" }], { now: today }, "position 0 is not of two"],
      ["a negative strength", [{ ...good, strength: -1 }], { now: today }, "The strength at position 0 is -1"],
      ["a strength that is NaN", [{ ...good, strength: Number.NaN }], { now: today }, "The strength at position 0 is NaN"],
      ["a day that there is not", [{ ...good, lastAt: "2022-02-30" }], { now: today }, "lastAt at position 0 is no time"],
      ["a bad connection also where another member is asked for", [{ ...good, lastAt: "" }], { now: today, member: "c" }, "is no time"],
      ["a decay of more than all", [good], { now: today, monthlyDecay: 1.1 }, "`monthlyDecay` is 1.1"],
      ["a member that is a number", [good], { now: today, member: 5 }, "`member` is no key"],
      ["a sample of half a connection", [good], { now: today, minN: 0.5 }, "minN"],
    ])("refuses %s", (_what, connections, options, text) => {
      expect(() => orbitReach(connections as readonly OrbitConnection[], options as ReachOptions)).toThrow(refused(text));
    });
  });
});
