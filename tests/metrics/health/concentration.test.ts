import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gini } from "../../../src/metrics/health/gini.js";
import type { ShellTrait } from "../../../src/model/message.js";
import { contributorConcentration, type ContributorConcentrationOptions, type MemberMessage } from "../../../src/metrics/index.js";
import {
  at,
  botSaid,
  expectRefusal,
  expectSameInAnyOrder,
  hour,
  said,
  sharedRefusals,
  talk,
  unsigned,
  weSaid,
  type Refused,
} from "./said.js";

/** Messages of so many people: the numbers say how many each wrote. */
const written = (...counts: readonly number[]): readonly MemberMessage[] =>
  counts.flatMap((count, person) => Array.from({ length: count }, () => said(`person-${person}`, 0)));
const times = (count: number, of: number): readonly number[] => Array.from({ length: count }, () => of);
const concentration = contributorConcentration;

describe("metrics", () => {
  describe("gini", () => {
    // R packages: ineq 0.2-13 (the vector of its examples), whose value and its corrected form are published in tests of other ports.
    it("gives the published value of ineq's example, and the corrected one by n / (n - 1)", () => {
      const value = gini([541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261])!;
      expect(value).toBeCloseTo(0.4620911, 7);
      expect((value * 10) / 9).toBeCloseTo(0.5134, 4);
    });

    // A spreadsheet on docstoc.com (10699438) with 20 incomes, in thousands; and a solved exercise on justaaa.com (35719) with ten.
    it("gives the published values of two exercises", () => {
      expect(gini([1, 3, 4, 5, 6, 8, 8, 9, 11, 12, 14, 17, 19, 21, 23, 27, 29, 32, 33, 38])).toBeCloseTo(0.38625, 10);
      expect(gini([8, 11, 22, 28, 35, 37, 40, 45, 85, 115])).toBeCloseTo(0.384, 3);
    });

    it("is 0 where all have the same, at most 1 - 1 / n, and nothing where nobody has anything", () => {
      expect(gini([3, 3, 3, 3])).toBe(0);
      expect(gini([0, 0, 0, 8])).toBe(0.75);
      expect([gini([]), gini([0, 0])]).toEqual([undefined, undefined]);
    });
  });

  describe("contributorConcentration", () => {
    // J. Nielsen, Participation Inequality, 9 October 2006: of 32 million visitors of Wikipedia 68,000 contribute (0.2 %), and the 1,000 most
    // active (0.003 %) write about two thirds of it: 99.8-0.2-0.003. Here a thousandth of it.
    it("gives the published split of Wikipedia", () => {
      const { lurkers, light, heavy, contributorRatio, heavyMessages } = concentration(written(134, ...times(67, 1)), {
        members: 32_000,
        heavyFrom: 100,
      });
      expect(contributorRatio).toMatchObject({ numerator: 68, denominator: 32_000, base: "members", unit: "fraction" });
      expect(lurkers.value).toBeCloseTo(0.998, 3);
      expect(light.value).toBeCloseTo(0.002, 3);
      expect(heavy.value).toBeCloseTo(0.00003, 5);
      expect(heavyMessages.value).toBeCloseTo(2 / 3, 12);
    });

    // The rule itself, from the same page: 90 % read, 9 % write a little, 1 % write most.
    it("gives 90-9-1 where it is so", () => {
      const { lurkers, light, heavy, heavyMessages } = concentration(written(91, ...times(9, 1)), { members: 100 });
      expect([lurkers.value, light.value, heavy.value]).toEqual([0.9, 0.09, 0.01]);
      expect(heavyMessages).toMatchObject({ value: 0.91, numerator: 91, denominator: 100 });
      expect(lurkers).toMatchObject({ interval: { method: "wilson" }, complete: true });
    });

    // Statistics Slam Dunk (Manning), on R's ineq: nine incomes of 10 and one of 100 give 0.4263158. The R package phylotools 0.1.2 prints
    // 0.3076923 for 1, 3, 2, 1, 1, 1, 4.
    it("gives published Gini coefficients of messages", () => {
      expect(concentration(written(...times(9, 10), 100)).gini.value).toBeCloseTo(0.4263158, 7);
      expect(concentration(written(1, 3, 2, 1, 1, 1, 4)).gini).toMatchObject({ n: 7, unit: "fraction", base: "contributors" });
      expect(concentration(written(1, 3, 2, 1, 1, 1, 4)).gini.value).toBeCloseTo(0.3076923, 7);
    });

    // R's DescTools gives its example 10, 10, 0, 0, 0 with `unbiased = FALSE`: two of five have everything, so it is 0.6.
    it("counts those who wrote nothing in the Gini coefficient of the members", () => {
      const { gini: among, giniOfMembers } = concentration(written(10, 10), { members: 5 });
      expect(among.value).toBe(0);
      expect(giniOfMembers).toMatchObject({ value: 0.6, base: "members", n: 5 });
    });

    describe("the top", () => {
      it.each([
        [1, 1, 1],
        [9, 1, 1],
        [10, 1, 1],
        [11, 1, 2],
        [99, 1, 10],
        [100, 1, 10],
        [101, 2, 11],
        [200, 2, 20],
        [700, 7, 70],
      ])("of %i people is %i of a hundred and %i of ten, rounded up", (people, one, ten) => {
        const top = concentration(written(...times(people, 1)));
        expect([top.topOnePercentPeople.value, top.topTenPercentPeople.value]).toEqual([one, ten]);
        expect(top.topOnePercentMessages).toMatchObject({ numerator: one, denominator: people });
        expect(top.topTenPercentMessages.value).toBe(ten / people);
      });

      it("are those who wrote most", () => {
        const top = concentration(written(...times(15, 1), 5, 20));
        expect(top.topOnePercentMessages).toMatchObject({ value: 0.5, numerator: 20, denominator: 40, base: "messages" });
        expect(top.topTenPercentMessages).toMatchObject({ numerator: 25, denominator: 40, interval: { method: "wilson" } });
      });

      it("of the members are at most as many as wrote", () => {
        const { heavy, light } = concentration(written(5, 4), { members: 1000 });
        expect([heavy.numerator, light.numerator]).toEqual([2, 0]);
        expect(concentration(written(5, 4, 1), { members: 101 }).heavy.numerator).toBe(2);
      });
    });

    it("takes followers where nobody knows members, and says so", () => {
      const { heavy, lurkers, giniOfMembers } = concentration(written(3, 1), { followers: 10 });
      expect(lurkers).toMatchObject({ value: 0.8, approximated: true, base: "followers" });
      expect(heavy).toMatchObject({ value: 0.1, approximated: true });
      expect(giniOfMembers.approximated).toBe(true);
      expect(concentration(written(3, 1), { followers: 10, members: 4 }).lurkers).toMatchObject({ value: 0.5, base: "members" });
      expect(concentration(written(3, 1), { followers: 10, members: 4 }).lurkers).not.toHaveProperty("approximated");
    });

    it("knows no shares of members without members, nor with fewer followers than wrote", () => {
      for (const options of [{}, { followers: 1 }]) {
        const { heavy, light, lurkers, contributorRatio, heavyMessages, giniOfMembers, ...rest } = concentration(written(3, 1), options);
        for (const measure of [heavy, light, lurkers, contributorRatio, heavyMessages, giniOfMembers])
          expect(measure).toMatchObject({ value: null, reason: "unknown-input", complete: false, missing: ["members"] });
        for (const measure of Object.values(rest)) expect(measure).toMatchObject({ complete: true });
        expect(rest.gini.value).toBe(0.25);
      }
      expect(concentration(written(3, 1), { followers: 2 }).lurkers).toMatchObject({ value: 0, approximated: true });
      expect(concentration(written(3, 1), { heavyFrom: 3 })).toMatchObject({ heavyMessages: { value: 0.75 }, heavy: { value: null } });
    });

    it("has no data where nobody wrote, and no shares of nobody", () => {
      const nobody = concentration([], { members: 10 });
      expect(nobody).toMatchObject({ contributors: { value: 0 }, lurkers: { value: 1 }, gini: { value: null, reason: "no-data" } });
      expect(nobody).toMatchObject({ topOnePercentMessages: { reason: "no-data" }, topOnePercentPeople: { value: 0 } });
      expect(concentration([], { members: 0 }).lurkers).toMatchObject({ value: null, reason: "zero-denominator" });
    });

    it("leaves out bots, us and what people cannot see, and misses shells", () => {
      const list = [
        ...written(2, 1),
        botSaid(0),
        weSaid(0),
        weSaid(0),
        said("dan", 0, { visibility: "hidden" }),
        said("eve", 0, { visibility: "removed" }),
        unsigned(said("finn", 0)),
      ];
      const { contributors, topOnePercentMessages } = concentration(list);
      expect(contributors).toMatchObject({
        value: 2,
        complete: false,
        missing: ["author"],
        coverage: 0.75,
        excluded: { bot: 1, own: 2, hidden: 2 },
      });
      expect(topOnePercentMessages).toMatchObject({ numerator: 2, denominator: 3, complete: false });
      expect(concentration(list, { strict: true, members: 9 })).toMatchObject({ contributors: { value: null }, lurkers: { value: null } });
      expect(concentration(list, { isBot: ({ key }) => key.endsWith("person-0") }).contributors).toMatchObject({
        value: 1,
        excluded: { bot: 3 },
      });
      expect(concentration([...list, said("gry", 0, { visibility: "removed", deletedAt: at(1) })]).contributors.value).toBe(3);
    });

    it("reads from a shell whether it was a bot's, ours or hidden", () => {
      const shell = (...was: readonly ShellTrait[]): MemberMessage => ({
        ...unsigned(said("anna", 0)),
        visibility: "removed",
        shell: { why: "expired", was },
      });
      const list = [...written(1), shell("bot"), shell("own"), shell("hidden"), shell("removed"), shell()];
      expect(concentration(list).contributors).toMatchObject({
        value: 1,
        missing: ["author"],
        coverage: 0.5,
        excluded: { bot: 1, own: 1, hidden: 2 },
      });
    });

    it("counts one period, and a message once", () => {
      const list = [...written(2), said("bo", hour)];
      expect(concentration(list, { from: at(hour) }).contributors.value).toBe(1);
      expect(concentration(list, { to: at(hour) }).contributors.value).toBe(1);
      expect(concentration([...list, ...list]).gini).toEqual(concentration(list).gini);
    });

    it("has no values below a least sample", () => {
      expect(concentration(written(3, 1), { minN: 3 })).toMatchObject({
        gini: { reason: "insufficient-sample" },
        topTenPercentMessages: { value: 0.75 },
      });
    });

    it("does not depend on the order of the messages", () => {
      expectSameInAnyOrder(talk, (list) => concentration(list, { members: 9 }));
    });

    it("splits the members without rest, and keeps every share within 0 and 1", () => {
      const counts = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 20 });
      fc.assert(
        fc.property(counts, fc.nat(5000), fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }), (list, more, heavyFrom) => {
          const members = list.length + more;
          const options: ContributorConcentrationOptions = { members, ...(heavyFrom !== undefined && { heavyFrom }) };
          const { heavy, light, lurkers, ...rest } = concentration(written(...list), options);
          if (members > 0) expect(heavy.numerator! + light.numerator! + lurkers.numerator!).toBe(members);
          const { topOnePercentMessages, topTenPercentMessages, gini: among, giniOfMembers } = rest;
          for (const { value } of [heavy, light, lurkers, topOnePercentMessages, topTenPercentMessages, among, giniOfMembers]) {
            expect(value ?? 0).toBeGreaterThanOrEqual(0);
            expect(value ?? 0).toBeLessThanOrEqual(1);
          }
          expect(topTenPercentMessages.numerator).toBeGreaterThanOrEqual(topOnePercentMessages.numerator!);
          if (giniOfMembers.value !== null) expect(giniOfMembers.value).toBeGreaterThanOrEqual(among.value! - 1e-12);
        }),
      );
    });

    it.each<Refused>([
      ...sharedRefusals({}),
      ["fewer members than wrote", written(1, 1), { members: 1 }, "`members`"],
      ["half a member", [], { members: 0.5 }, "`members`"],
      ["members that are NaN", [], { members: Number.NaN }, "`members`"],
      ["fewer followers than none", [], { followers: -1 }, "`followers`"],
      ["heavy from nothing", [], { heavyFrom: 0 }, "`heavyFrom`"],
      ["a period that ends before it begins", [], { from: at(1), to: at(0) }, "from is later than to"],
    ])("refuses %s", (_, messages, options, field) => {
      expectRefusal(() => concentration(messages as readonly MemberMessage[], options as ContributorConcentrationOptions), field);
    });
  });
});
