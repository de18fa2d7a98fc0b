import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contributorRetention, retentionCohorts, type HistoryOptions, type MemberMessage } from "../../../src/metrics/index.js";
import {
  at,
  botSaid,
  day,
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

const in2026 = (month: number, on = 10): string => new Date(Date.UTC(2026, month, on)).toISOString();
const months = (count: number): HistoryOptions => ({ every: "month", timeZone: "UTC", from: in2026(0, 1), to: in2026(count, 1) });
/** Somebody who writes in each of these months, 0 for January. */
const writes = (name: string, ...which: readonly number[]): readonly MemberMessage[] =>
  which.map((month) => said(name, 0, { createdAt: in2026(month) }));
const values = (measures: readonly { readonly value: number | null }[]): readonly (number | null)[] => measures.map(({ value }) => value);

describe("metrics", () => {
  describe("contributorRetention", () => {
    // DataCamp, Analyzing Business Data in SQL, "Retention": of 100 people active last month 80 are active this month.
    it("gives the published four fifths", () => {
      const messages = Array.from({ length: 100 }, (_, index) => writes(`person-${index}`, ...(index < 80 ? [0, 1] : [0]))).flat();
      const { overall, steps } = contributorRetention([...messages, ...writes("new", 1)], months(2));
      expect(overall).toMatchObject({ value: 0.8, unit: "fraction", numerator: 80, denominator: 100, n: 100, aggregation: "ratioOfSums" });
      expect(steps).toMatchObject([{ start: in2026(0, 1), end: in2026(1, 1), retained: { value: 0.8, interval: { method: "wilson" } } }]);
    });

    // From the same lesson: who comes once, and who comes always, look the same in MAU.
    it("tells those who come once from those who come always", () => {
      const once = [0, 1, 2, 3].flatMap((month) => writes(`once-${month}`, month));
      expect(contributorRetention(once, months(4)).overall).toMatchObject({ value: 0, denominator: 3 });
      expect(contributorRetention(writes("always", 0, 1, 2, 3), months(4)).overall).toMatchObject({ value: 1, denominator: 3 });
    });

    it("adds up all steps that are over, and gives each", () => {
      const { overall, steps } = contributorRetention([...writes("anna", 0, 1, 2), ...writes("bo", 0, 2), ...writes("cleo", 1)], months(3));
      expect(values(steps.map(({ retained }) => retained))).toEqual([0.5, 0.5]);
      expect(overall).toMatchObject({ numerator: 2, denominator: 4 });
    });

    it("has no value where the next month is not over", () => {
      const messages = [...writes("anna", 0, 1, 2)];
      const { overall, steps } = contributorRetention(messages, { ...months(3), now: in2026(2, 20) });
      expect(steps[1]?.retained).toMatchObject({ value: null, reason: "no-data", n: 1 });
      expect(overall).toMatchObject({ value: 1, denominator: 1 });
      expect(contributorRetention(messages, { ...months(3), to: in2026(2, 20) }).steps[1]?.retained.value).toBeNull();
      expect(contributorRetention(messages, { ...months(3), now: in2026(3, 1) }).steps[1]?.retained.value).toBe(1);
      expect(contributorRetention(messages, months(1))).toMatchObject({ overall: { value: null, reason: "no-data" }, steps: [] });
    });

    it("is not complete where the first month may have begun before", () => {
      const { overall, steps } = contributorRetention(writes("anna", 0, 1, 2), { ...months(3), from: in2026(0, 5) });
      expect(steps[0]?.retained).toMatchObject({ value: 1, complete: false, missing: ["whole-period"] });
      expect([steps[1]?.retained.complete, overall.complete]).toEqual([true, false]);
    });

    it("cuts months and weeks in the zone", () => {
      const messages = [said("anna", -hour), said("anna", 31 * day)];
      const utc = { ...months(2), from: "2025-12-01T00:00:00.000Z" };
      expect(values(contributorRetention(messages, utc).steps.map(({ retained }) => retained))).toEqual([0, null]);
      const copenhagen = { ...utc, timeZone: "Europe/Copenhagen", from: "2025-11-30T23:00:00.000Z", to: "2026-02-28T23:00:00.000Z" };
      expect(values(contributorRetention(messages, copenhagen).steps.map(({ retained }) => retained))).toEqual([null, 1]);
      const weeks = contributorRetention([said("anna", 3 * day), said("anna", 4 * day)], {
        every: "week",
        timeZone: "UTC",
        from: "2025-12-29T00:00:00.000Z",
        to: at(11 * day),
      });
      expect(weeks.overall).toMatchObject({ value: 1, denominator: 1 });
    });

    it("leaves out bots and us, and misses shells", () => {
      const noise = [botSaid(0), weSaid(0), said("bo", 0, { visibility: "hidden" }), unsigned(said("cleo", 0))];
      const { overall } = contributorRetention([...writes("anna", 0, 1), ...noise], months(2));
      expect(overall).toMatchObject({ value: 1, n: 1, complete: false, missing: ["author"], excluded: { bot: 1, own: 1, hidden: 1 } });
      expect(contributorRetention([...writes("anna", 0, 1), ...noise], { ...months(2), strict: true }).overall.value).toBeNull();
      expect(contributorRetention(writes("anna", 0, 1), { ...months(2), minN: 2 }).overall).toMatchObject({
        reason: "insufficient-sample",
      });
    });

    it("does not depend on the order of the messages", () => {
      expectSameInAnyOrder(talk, (list) => contributorRetention(list, { ...months(3), every: "week" }));
    });
  });

  describe("retentionCohorts", () => {
    const known: HistoryOptions = { ...months(5), to: in2026(5, 1), knownSince: in2026(0, 1) };

    // growth-pilot.co, "Cohort Analysis: How to Read a Retention Table": percent of five cohorts in six months, here of 100 people each.
    const published = [
      [100, 42, 31, 27, 25, 24],
      [100, 45, 33, 29, 27],
      [100, 44, 34, 30],
      [100, 51, 39],
      [100, 53],
    ];
    it("gives the published triangle, and nothing where a month is not over", () => {
      const messages = published.flatMap((row, cohort) =>
        row.flatMap((count, later) => Array.from({ length: count }, (_, person) => writes(`${cohort}-${person}`, cohort + later)).flat()),
      );
      const table = retentionCohorts(messages, { ...known, to: in2026(6, 1) });
      expect(table).toHaveLength(6);
      for (const [cohort, row] of published.entries()) {
        expect(table[cohort]).toMatchObject({ start: in2026(cohort, 1), size: { value: 100, complete: true } });
        expect(values(table[cohort]!.retained)).toEqual([
          ...row.map((count) => count / 100),
          ...Array.from({ length: 6 - row.length }, () => null),
        ]);
      }
      expect(table[0]!.retained[1]).toMatchObject({ numerator: 42, denominator: 100, interval: { method: "wilson" }, complete: true });
      expect(table[4]!.retained[2]).toMatchObject({ value: null, reason: "no-data" });
      expect(table[5]).toMatchObject({ size: { value: 0 }, retained: [{ value: null, reason: "no-data" }, {}, {}, {}, {}, {}] });
    });

    // holistics.io, "Calculate Cohort Retention Analysis with SQL": Alex comes in the months 0 and 1, Bob in 0 and 2.
    it("gives the published months of two people", () => {
      const table = retentionCohorts([...writes("alex", 0, 1), ...writes("bob", 0, 2)], { ...known, to: in2026(3, 1) });
      expect(values(table[0]!.retained)).toEqual([1, 0.5, 0.5]);
    });

    it("puts who wrote before into no cohort, and needs to know how far back that is", () => {
      const messages = [said("anna", -40 * day), ...writes("anna", 1), ...writes("bo", 1)];
      expect(retentionCohorts(messages, known)[1]).toMatchObject({ size: { value: 1, complete: true } });
      const { knownSince: _since, ...blind } = known;
      expect(_since).toBeDefined();
      expect(retentionCohorts(messages, blind)[1]).toMatchObject({ size: { value: 1, complete: false, missing: ["history"] } });
      const late = retentionCohorts(messages, { ...known, knownSince: in2026(1, 1) });
      expect([late[0]!.size.complete, late[1]!.size.complete]).toEqual([false, true]);
    });

    it("counts the cohort of a month that is not over, but gives it no share", () => {
      const table = retentionCohorts([...writes("anna", 0, 1), ...writes("bo", 1)], { ...known, to: in2026(2, 1), now: in2026(1, 20) });
      expect(values(table[0]!.retained)).toEqual([1, null]);
      expect(table[1]).toMatchObject({
        size: { value: 1, complete: false, missing: ["whole-period"] },
        retained: [{ value: null }, { value: null }],
      });
    });

    it("leaves out what came after now", () => {
      const table = retentionCohorts([...writes("anna", 0), ...writes("bo", 1)], { ...known, now: in2026(1, 1) });
      expect(table.map(({ size }) => size.value)).toEqual([1, 0, 0, 0, 0]);
    });

    it("does not depend on the order of the messages", () => {
      expectSameInAnyOrder(talk, (list) => retentionCohorts(list, { ...known, every: "week", to: at(60 * day) }));
    });

    it("puts everybody into one cohort, and nobody into two", () => {
      fc.assert(
        fc.property(talk, (messages) => {
          const table = retentionCohorts(messages, { ...known, every: "week", to: at(120 * day) });
          const people = new Set(messages.filter(({ direction }) => direction === "inbound").flatMap(({ author }) => author?.key ?? []));
          expect(table.reduce((sum, { size }) => sum + size.value!, 0)).toBeLessThanOrEqual(people.size);
          for (const { size, retained } of table) if (size.value! > 0) expect(retained[0]!.value ?? 1).toBe(1);
        }),
      );
    });

    it.each<Refused>([
      ...sharedRefusals(known),
      ["no options", [], undefined, "`options`"],
      ["periods of no calendar", [], { ...known, every: "quarter" }, "`every`"],
      ["hours", [], { ...known, every: "hour" }, "`every`"],
      ["an unknown zone", [], { ...known, timeZone: "Mars/Olympus" }, "timeZone"],
      ["a stretch of nothing", [], { ...known, to: in2026(0, 1) }, "from is not before to"],
      ["a now that is no time", [], { ...known, now: "soon" }, "now"],
    ])("refuses %s, and so does contributorRetention", (_, messages, options, field) => {
      expectRefusal(() => retentionCohorts(messages as readonly MemberMessage[], options as HistoryOptions), field);
      expectRefusal(() => contributorRetention(messages as readonly MemberMessage[], options as HistoryOptions), field);
    });

    it("refuses a beginning of the history that is no time", () => {
      expectRefusal(() => retentionCohorts([], { ...known, knownSince: "always" }), "knownSince");
    });
  });
});
