import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { businessHours, type Schedule } from "../../../src/metrics/index.js";
import { schedules } from "./schedules.js";
import { day, openBetween, openSlots, windowAround, type Window } from "./slots.js";

/** Ten days on each side of a change, where the first and the last three only feed the others. */
const changes: readonly Window[] = (
  [
    ["Europe/Copenhagen", "2026-03-29"],
    ["Europe/Copenhagen", "2026-10-25"],
    ["Europe/Warsaw", "2024-03-31"],
    ["Europe/Warsaw", "2024-10-27"],
    ["Europe/Bucharest", "2025-03-30"],
    ["Europe/Bucharest", "2025-10-26"],
    ["America/New_York", "2026-03-08"],
    ["America/New_York", "2026-11-01"],
    ["Australia/Lord_Howe", "2026-04-05"],
    ["Australia/Lord_Howe", "2026-10-04"],
    ["Pacific/Apia", "2011-12-30"],
    ["Pacific/Apia", "2011-04-02"],
    ["Africa/Casablanca", "2024-03-10"],
    ["Africa/Casablanca", "2024-04-14"],
    ["Asia/Kathmandu", "1986-01-01"],
    ["Asia/Beirut", "2026-03-29"],
    ["Africa/Cairo", "2026-04-24"],
    ["America/Santiago", "2026-09-06"],
    ["America/Santiago", "2026-04-05"],
    ["America/Havana", "2026-11-01"],
    ["UTC", "2026-01-01"],
    // Here one of the blocks of 256 days ends in which sums are kept.
    ["Pacific/Kiritimati", "2026-01-27"],
    ["Pacific/Niue", "2026-01-27"],
  ] as const
).map(([timeZone, date]) => windowAround(timeZone, date, 10));

const datesOf = ({ from, shown }: Window): readonly string[] =>
  Array.from({ length: shown.length / 96 }, (_, index) => new Date(from + index * day).toISOString().slice(0, 10));
const instantsOf = ({ from }: Window, count: number): fc.Arbitrary<readonly number[]> =>
  fc
    .array(fc.integer({ min: from + 3 * day, max: from + 17 * day }), { minLength: count, maxLength: count })
    .map((all) => all.sort((a, b) => a - b));
/** The window is named by its place, for a failure would print all of it. */
interface Case {
  readonly change: number;
  readonly schedule: Schedule;
  readonly instants: readonly number[];
}
const windowOf = (change: number): Window => changes[change] ?? windowAround("UTC", "2026-01-01", 10);
const cases = (count: number): fc.Arbitrary<Case> =>
  fc.nat(changes.length - 1).chain((change) =>
    fc.record({
      change: fc.constant(change),
      schedule: schedules(windowOf(change).timeZone, datesOf(windowOf(change))),
      instants: instantsOf(windowOf(change), count),
    }),
  );

describe("metrics", () => {
  describe("businessHours", () => {
    it("counts what looking at every quarter of an hour counts, over both changes of the clock", () => {
      fc.assert(
        fc.property(cases(2), ({ change, schedule, instants: [from = 0, to = 0] }) => {
          const window = windowOf(change);
          const open = openSlots(window, schedule);
          const hours = businessHours(schedule);
          expect(hours.between(from, to)).toBe(openBetween(window, open, from, to));
          expect(hours.isOpen(from)).toBe(openBetween(window, open, from, from + 1) === 1);
        }),
        { numRuns: 600 },
      );
    });
    it("adds up, is never negative, and never more than the time that passed", () => {
      fc.assert(
        fc.property(cases(3), ({ schedule, instants: [a = 0, b = 0, c = 0] }) => {
          const hours = businessHours(schedule);
          const between = (from: number, to: number): number => hours.between(from, to);
          expect(between(a, b) + between(b, c)).toBe(between(a, c));
          expect(between(a, b)).toBeGreaterThanOrEqual(0);
          expect(between(a, b)).toBeLessThanOrEqual(b - a);
          expect(between(a, a)).toBe(0);
        }),
      );
    });
    it("finds the first instant at which so much has passed: add is the inverse of between", () => {
      fc.assert(
        fc.property(cases(2), fc.nat(3 * day), ({ schedule, instants: [from = 0, to = 0] }, ms) => {
          const hours = businessHours(schedule);
          const passed = hours.between(from, to);
          const back = hours.add(from, passed) ?? Number.NaN;
          expect(back).toBeLessThanOrEqual(to);
          expect(hours.between(from, back)).toBe(passed);
          const due = hours.add(from, ms);
          if (due === undefined) return;
          expect(hours.between(from, due)).toBe(ms);
          if (ms > 0) expect(hours.between(from, due - 1)).toBe(ms - 1);
          else expect(due).toBe(from);
        }),
      );
    });
    it("finds the next instant at which it is open, with nothing open before", () => {
      fc.assert(
        fc.property(cases(1), ({ schedule, instants: [at = 0] }) => {
          const hours = businessHours(schedule);
          const next = hours.nextOpen(at);
          if (next === undefined) return;
          expect(hours.isOpen(next)).toBe(true);
          expect(hours.between(at, next)).toBe(0);
          expect(next === at).toBe(hours.isOpen(at));
        }),
      );
    });
    it("gives the same whatever was asked before, over years as over days", () => {
      const year = 366 * day;
      const schedule = fc.nat(changes.length - 1).chain((change) => schedules(windowOf(change).timeZone, datesOf(windowOf(change))));
      const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 80 * year }), fc.nat(3 * year)), { minLength: 1, maxLength: 6 });
      fc.assert(
        fc.property(schedule, spans, (one, asked) => {
          const used = businessHours(one);
          for (const [from, length] of asked) {
            const fresh = businessHours(one);
            const whole = used.between(from, from + length);
            expect(fresh.between(from, from + length)).toBe(whole);
            expect(fresh.between(from, from + length / 2) + used.between(from + length / 2, from + length)).toBeCloseTo(whole, 3);
            expect(fresh.add(from, whole)).toBe(used.add(from, whole));
          }
        }),
        { numRuns: 40 },
      );
    });
    it("counts each of several schedules while it is in force, in whatever order they come", () => {
      const several = fc
        .constantFrom(...changes)
        .chain((window) =>
          fc.tuple(
            fc.array(schedules(window.timeZone, datesOf(window)), { minLength: 3, maxLength: 3 }),
            fc.uniqueArray(fc.integer({ min: window.from + 3 * day, max: window.from + 17 * day }), { minLength: 4, maxLength: 4 }),
            fc.boolean(),
          ),
        );
      fc.assert(
        fc.property(several, ([all, instants, turned]) => {
          const [from = 0, second = 0, third = 0, to = 0] = instants.sort((a, b) => a - b);
          const list = all.map((schedule, index) => ({
            schedule,
            ...(index > 0 && { from: new Date(index === 1 ? second : third).toISOString() }),
          }));
          const ends = [from, second, third, to];
          const parts = all.map((schedule, index) => businessHours(schedule).between(ends[index] ?? 0, ends[index + 1] ?? 0));
          const given = turned ? list.reverse() : list;
          expect(businessHours(given).between(from, to)).toBe(parts.reduce((sum, part) => sum + part, 0));
          const last = businessHours(given, { whenSeveral: "last" });
          expect(last.between(from, to)).toBe(businessHours(all[2] ?? all[0]!).between(from, to));
          const due = last.add(from, day / 4);
          if (due === undefined) return;
          expect(last.between(from, due)).toBeGreaterThanOrEqual(day / 4);
          expect(last.between(from, due - 1)).toBeLessThan(day / 4);
        }),
        { numRuns: 200 },
      );
    });
  });
});
