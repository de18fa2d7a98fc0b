import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendarOf, type CalendarOptions, type Every } from "../../../src/metrics/time/calendar.js";
import { short, wallAt } from "./wall.js";

const hour = 3_600_000;
const day = 24 * hour;
const every = fc.constantFrom<Every>("hour", "day", "week", "month");
const calendar = (timeZone: string, options?: CalendarOptions): ReturnType<typeof calendarOf> =>
  calendarOf(timeZone, "`timeZone`", options);

/** The buckets from one instant to another, as their beginnings and how many hours they last. */
function buckets(
  timeZone: string,
  from: string,
  to: string,
  each: Every,
  options?: CalendarOptions,
): readonly (readonly [string, number])[] {
  const zoned = calendar(timeZone, options);
  return zoned
    .bucketStarts(Date.parse(from), Date.parse(to), each)
    .map((start) => [short(start), (zoned.next(start, each) - start) / hour]);
}

describe("metrics", () => {
  describe("calendarOf", () => {
    it.each([
      ["23 hours in spring", "Europe/Copenhagen", "2026-03-29T12:00Z", "2026-03-28T23:00", 23],
      ["25 hours in autumn", "Europe/Copenhagen", "2026-10-25T12:00Z", "2026-10-24T22:00", 25],
      ["24 hours between", "Europe/Copenhagen", "2026-07-01T12:00Z", "2026-06-30T22:00", 24],
      ["23.5 hours on Lord Howe", "Australia/Lord_Howe", "2026-10-04T00:00Z", "2026-10-03T13:30", 23.5],
      ["24.5 hours on Lord Howe", "Australia/Lord_Howe", "2026-04-05T00:00Z", "2026-04-04T13:00", 24.5],
      ["from 01:00 where Beirut skips midnight", "Asia/Beirut", "2026-03-29T12:00Z", "2026-03-28T22:00", 23],
      ["from 01:00 where Cairo skips midnight", "Africa/Cairo", "2026-04-24T12:00Z", "2026-04-23T22:00", 23],
      ["from 01:00 where Santiago skips midnight", "America/Santiago", "2026-09-06T12:00Z", "2026-09-06T04:00", 23],
      ["25 hours where Santiago has an evening twice", "America/Santiago", "2026-04-05T03:30Z", "2026-04-04T03:00", 25],
      ["25 hours where Havana has midnight twice", "America/Havana", "2026-11-01T12:00Z", "2026-11-01T04:00", 25],
    ])("gives days of %s", (_what, timeZone, at, start, hours) => {
      const zoned = calendar(timeZone);
      const begun = zoned.startOf(Date.parse(at), "day");
      expect([short(begun), (zoned.next(begun, "day") - begun) / hour]).toEqual([start, hours]);
    });
    it("has no bucket for the day that Apia left out, nor for a week that would begin on it", () => {
      expect(buckets("Pacific/Apia", "2011-12-29T12:00Z", "2012-01-01T00:00Z", "day")).toEqual([
        ["2011-12-29T10:00", 24],
        ["2011-12-30T10:00", 24],
        ["2011-12-31T10:00", 24],
      ]);
      // The 30th was a Friday.
      expect(buckets("Pacific/Apia", "2011-12-29T12:00Z", "2012-01-01T00:00Z", "week", { weekStartsOn: 5 })).toEqual([
        ["2011-12-23T10:00", 7 * 24],
        ["2011-12-30T10:00", 6 * 24],
      ]);
    });
    it("makes two buckets of an hour that the clock shows twice", () => {
      expect(buckets("Europe/Copenhagen", "2026-10-24T23:30Z", "2026-10-25T02:30Z", "hour")).toEqual([
        ["2026-10-24T23:00", 1],
        ["2026-10-25T00:00", 1],
        ["2026-10-25T01:00", 1],
        ["2026-10-25T02:00", 1],
      ]);
    });
    it("begins hours at a change that is in the middle of one", () => {
      expect(buckets("Australia/Lord_Howe", "2026-04-04T14:30Z", "2026-04-04T16:00Z", "hour")).toEqual([
        ["2026-04-04T14:00", 1],
        ["2026-04-04T15:00", 0.5],
        ["2026-04-04T15:30", 1],
      ]);
      expect(buckets("Australia/Lord_Howe", "2026-10-03T15:00Z", "2026-10-03T16:30Z", "hour")).toEqual([
        ["2026-10-03T14:30", 1],
        ["2026-10-03T15:30", 0.5],
        ["2026-10-03T16:00", 1],
      ]);
    });
    it("begins hours at a change one minute past midnight, and finds them from any instant in them", () => {
      // Until 2011 Newfoundland put its clocks back at 00:01, to 23:01 of the day before.
      expect(buckets("America/St_Johns", "2010-11-07T02:00Z", "2010-11-07T04:00Z", "hour")).toEqual([
        ["2010-11-07T01:30", 1],
        ["2010-11-07T02:30", 1 / 60],
        ["2010-11-07T02:31", 59 / 60],
        ["2010-11-07T03:30", 1],
      ]);
      const starts = ["02:30:30", "02:31:00", "03:29:59"].map((time) =>
        calendar("America/St_Johns").startOf(Date.parse(`2010-11-07T${time}Z`), "hour"),
      );
      expect(starts.map((start) => short(start).slice(11))).toEqual(["02:30", "02:31", "02:31"]);
      expect(short(calendar("Australia/Lord_Howe").startOf(Date.parse("2026-10-03T15:45Z"), "hour"))).toBe("2026-10-03T15:30");
    });
    it("gives the hour after a change back to the day that has begun", () => {
      // Until 2011 Newfoundland put its clocks back at 00:01, to 23:01 of the day before.
      expect(buckets("America/St_Johns", "2010-11-06T12:00Z", "2010-11-08T12:00Z", "day")).toEqual([
        ["2010-11-06T02:30", 24],
        ["2010-11-07T02:30", 25],
        ["2010-11-08T03:30", 24],
      ]);
      expect(short(calendar("America/St_Johns").startOf(Date.parse("2010-11-07T03:00Z"), "day"))).toBe("2010-11-07T02:30");
    });
    it("begins weeks on Monday, or on the day that is asked for", () => {
      const at = Date.parse("2026-11-22T12:00Z");
      const starts = ([1, 2, 3, 4, 5, 6, 7] as const).map((weekStartsOn) =>
        calendar("Europe/Warsaw", { weekStartsOn }).startOf(at, "week"),
      );
      expect(short(calendar("Europe/Warsaw").startOf(at, "week"))).toBe("2026-11-15T23:00");
      expect(starts.map((start) => short(start).slice(0, 10))).toEqual([
        "2026-11-15",
        "2026-11-16",
        "2026-11-17",
        "2026-11-18",
        "2026-11-19",
        "2026-11-20",
        "2026-11-21",
      ]);
    });
    it("gives months their days, leap years included", () => {
      expect(buckets("Europe/Bucharest", "2028-02-10T00:00Z", "2028-04-30T00:00Z", "month")).toEqual([
        ["2028-01-31T22:00", 29 * 24],
        ["2028-02-29T22:00", 31 * 24 - 1],
        ["2028-03-31T21:00", 30 * 24],
      ]);
      expect(buckets("UTC", "2025-12-31T23:00Z", "2026-01-01T00:00:00.001Z", "month")).toEqual([
        ["2025-12-01T00:00", 31 * 24],
        ["2026-01-01T00:00", 31 * 24],
      ]);
    });
    it("gives no bucket for no time, and the one that holds it for the least", () => {
      expect(buckets("UTC", "2026-01-01T12:00Z", "2026-01-01T12:00Z", "day")).toEqual([]);
      expect(buckets("UTC", "2026-01-01T12:00:00.000Z", "2026-01-01T12:00:00.001Z", "day")).toEqual([["2026-01-01T00:00", 24]]);
    });
    it("holds every instant in one bucket, in every zone", () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...Intl.supportedValuesOf("timeZone")),
          fc.integer({ min: Date.UTC(1970, 0, 8), max: Date.UTC(2050, 0, 1) }),
          every,
          fc.integer({ min: 1, max: 7 }),
          (timeZone, at, each, weekStartsOn) => {
            const zoned = calendar(timeZone, { weekStartsOn: weekStartsOn as 1 });
            const start = zoned.startOf(at, each);
            const end = zoned.next(start, each);
            expect([start <= at, at < end]).toEqual([true, true]);
            expect([start, end - 1, end].map((one) => zoned.startOf(one, each))).toEqual([start, start, end]);
            expect(zoned.bucketStarts(at, end + 1, each)).toEqual([start, end]);
          },
        ),
        { numRuns: 1500 },
      );
    });
    it("begins each bucket where the clock on the wall turns, in zones that never change it at midnight", () => {
      fc.assert(
        fc.property(
          fc.constantFrom("Europe/Copenhagen", "Asia/Kathmandu", "America/New_York", "Asia/Tokyo"),
          fc.integer({ min: Date.UTC(2000, 0, 8), max: Date.UTC(2030, 0, 1) }),
          every,
          (timeZone, at, each) => {
            const date = new Date(wallAt(timeZone, calendar(timeZone).startOf(at, each)));
            const [hours, minutes, weekday, dayOfMonth] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCDay(), date.getUTCDate()];
            expect(minutes).toBe(0);
            if (each !== "hour") expect(hours).toBe(0);
            if (each === "week") expect(weekday).toBe(1);
            if (each === "month") expect(dayOfMonth).toBe(1);
          },
        ),
      );
    });
    it.each([
      ["a zone that nobody knows", () => calendar("Mars/Olympus"), "`timeZone`"],
      ["a first day that is none", () => calendar("UTC", { weekStartsOn: 0 as 1 }), "weekStartsOn"],
      ["a first day between two", () => calendar("UTC", { weekStartsOn: 1.5 as 1 }), "weekStartsOn"],
      ["a length that is none", () => calendar("UTC").startOf(0, "year" as "day"), "every"],
      ["a length that is none, of the next", () => calendar("UTC").next(0, "year" as "day"), "every"],
      ["a length that is none, of buckets", () => calendar("UTC").bucketStarts(0, 0, "year" as "day"), "every"],
      ["a length that is a large number", () => calendar("UTC").startOf(0, 5n as never), "every"],
      ["an end before the beginning", () => calendar("UTC").bucketStarts(1, 0, "day"), "`to`"],
      ["no time", () => calendar("UTC").bucketStarts(Number.NaN, 0, "day"), "`to`"],
      ["more buckets than anybody reads", () => calendar("UTC").bucketStarts(-200 * 366 * day, 0, "hour"), "1000000"],
    ])("refuses %s", (_what, run, named) => {
      expect(run).toThrow(expect.objectContaining({ code: "invalid-request", message: expect.stringContaining(named) as string }));
    });
  });
});
