import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  contributorLifecycle,
  type ContributorLifecycleOptions,
  type LifecyclePeriod,
  type MemberMessage,
} from "../../../src/metrics/index.js";
import { at, botSaid, day, expectRefusal, expectSameInAnyOrder, said, sharedRefusals, talk, unsigned, type Refused } from "./said.js";

// 2025-12-29 is a Monday.
const monday = (week: number): string => at((week * 7 - 3) * day);
const weeks = (count: number, more: Partial<ContributorLifecycleOptions> = {}): ContributorLifecycleOptions => ({
  every: "week",
  timeZone: "UTC",
  from: monday(0),
  to: monday(count),
  knownSince: monday(0),
  ...more,
});
const writes = (name: string, ...which: readonly number[]): readonly MemberMessage[] =>
  which.map((week) => said(name, (week * 7 - 1) * day));
const row = ({ active, newContributors, returning, resurrected, churned, newlyChurned }: LifecyclePeriod): readonly (number | null)[] =>
  [active, newContributors, returning, resurrected, churned, newlyChurned].map(({ value }) => value);

describe("metrics", () => {
  describe("contributorLifecycle", () => {
    it("tells new, returning, resurrected and churned, week by week", () => {
      const messages = [...writes("anna", 0, 1, 2, 3), ...writes("bo", 0, 3), ...writes("cleo", 1)];
      const periods = contributorLifecycle(messages, weeks(4));
      expect(periods.map(row)).toEqual([
        [2, 2, 0, 0, 0, 0],
        [2, 1, 1, 0, 1, 1],
        [1, 0, 1, 0, 2, 1],
        [2, 0, 1, 1, 1, 0],
      ]);
      expect(periods[1]).toMatchObject({
        start: monday(1),
        end: monday(2),
        newContributors: { unit: "count", complete: true, timeZone: "UTC" },
      });
    });

    it("takes as many idle weeks as the host says for a silence", () => {
      const messages = [...writes("anna", 0, 2), ...writes("bo", 0, 3), ...writes("cleo", 0)];
      const periods = contributorLifecycle(messages, weeks(5, { idlePeriods: 2 }));
      expect(periods.map(row)).toEqual([
        [3, 3, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0],
        [1, 0, 1, 0, 2, 2],
        [1, 0, 0, 1, 1, 0],
        [0, 0, 0, 0, 2, 1],
      ]);
    });

    it("knows who wrote before the first week", () => {
      const messages = [
        ...writes("anna", -1, 0),
        ...writes("bo", -5, 0),
        ...writes("cleo", -2),
        ...writes("dan", -1),
        ...writes("eve", -3, -1),
      ];
      expect(contributorLifecycle(messages, weeks(2, { knownSince: monday(-9) })).map(row)).toEqual([
        [2, 0, 1, 1, 3, 2],
        [0, 0, 0, 0, 5, 2],
      ]);
    });

    it("is not complete where nobody knows how far the messages go back", () => {
      const { knownSince: _since, ...blind } = weeks(2);
      expect(_since).toBeDefined();
      const [first] = contributorLifecycle(writes("anna", 0), blind);
      for (const measure of [first!.newContributors, first!.resurrected, first!.churned])
        expect(measure).toMatchObject({ complete: false, missing: ["history"] });
      const later = contributorLifecycle(writes("anna", 0), weeks(2, { knownSince: monday(1) }));
      expect(later.map(({ newContributors }) => newContributors.complete)).toEqual([false, true]);
      expect(contributorLifecycle(writes("anna", 0), { ...blind, strict: true })[0]?.newContributors).toMatchObject({ value: null });
    });

    it("churns nobody in a week that is not over, and counts the others so far", () => {
      const messages = [...writes("anna", 0), ...writes("bo", 1)];
      for (const options of [weeks(2, { now: at(7 * day) }), weeks(2, { to: at(7 * day) })]) {
        const [first, second] = contributorLifecycle(messages, options);
        expect(row(first!)).toEqual([1, 1, 0, 0, 0, 0]);
        expect(row(second!)).toEqual([1, 1, 0, 0, null, null]);
        expect(second).toMatchObject({ newContributors: { complete: false, missing: ["whole-period"] }, churned: { reason: "no-data" } });
      }
    });

    it("leaves out bots, and misses shells", () => {
      const [first] = contributorLifecycle([...writes("anna", 0), botSaid(0), unsigned(said("bo", 0))], weeks(1));
      expect(first!.active).toMatchObject({ value: 1, complete: false, missing: ["author"], coverage: 0.5, excluded: { bot: 1 } });
    });

    it("counts months in the zone", () => {
      const options = {
        every: "month",
        timeZone: "Europe/Copenhagen",
        from: "2025-12-31T23:00:00.000Z",
        to: "2026-02-28T23:00:00.000Z",
      } as const;
      const periods = contributorLifecycle([said("anna", 31 * day - 1), said("anna", 30 * day)], { ...options, knownSince: options.from });
      expect(periods.map(row)).toEqual([
        [1, 1, 0, 0, 0, 0],
        [1, 0, 1, 0, 0, 0],
      ]);
    });

    // The identity of growth accounting (Social Capital, Diligence part 1: Accounting for User Growth): with one idle period the active are
    // those of the period before, plus new and resurrected, minus churned.
    it("adds up from period to period, whatever the idle time", () => {
      fc.assert(
        fc.property(talk, fc.integer({ min: 1, max: 4 }), (messages, idlePeriods) => {
          const rows = contributorLifecycle(messages, weeks(12, { idlePeriods })).map(row) as readonly (readonly number[])[];
          let before = [0, 0, 0, 0, 0, 0];
          for (const [active, fresh, returning, resurrected, churned, newly] of rows as readonly [
            number,
            number,
            number,
            number,
            number,
            number,
          ][]) {
            expect(active).toBe(fresh + returning + resurrected);
            expect(churned).toBe(before[4]! + newly - resurrected);
            if (idlePeriods === 1) expect(active).toBe(before[0]! + fresh + resurrected - newly);
            before = [active, fresh, returning, resurrected, churned, newly];
          }
        }),
      );
    });

    it("does not depend on the order of the messages", () => {
      expectSameInAnyOrder(talk, (list) => contributorLifecycle(list, weeks(10, { from: monday(3) })));
    });

    it.each<Refused>([
      ...sharedRefusals(weeks(2)),
      ["no options", [], undefined, "`options`"],
      ["no idle time", [], weeks(2, { idlePeriods: 0 }), "`idlePeriods`"],
      ["half an idle week", [], weeks(2, { idlePeriods: 0.5 }), "`idlePeriods`"],
      ["a beginning that is no time", [], weeks(2, { knownSince: "always" }), "knownSince"],
      ["periods of no calendar", [], { ...weeks(2), every: "year" }, "`every`"],
    ])("refuses %s", (_, messages, options, field) => {
      expectRefusal(() => contributorLifecycle(messages as readonly MemberMessage[], options as ContributorLifecycleOptions), field);
    });
  });
});
