import { describe, expect, it } from "vitest";
import { businessHours, type BusinessHours, type Schedule, type ScheduleInForce } from "../../../src/metrics/index.js";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const office: Schedule["week"] = Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((name) => [name, [["09:00", "17:00"]]]));
const always: Schedule["week"] = Object.fromEntries(
  ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((name) => [name, [["00:00", "24:00"]]]),
);
const nights = Object.fromEntries(["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((name) => [name, [["22:00", "26:00"]]]));
const copenhagen = (fields: Partial<Schedule> = {}): BusinessHours =>
  businessHours({ timeZone: "Europe/Copenhagen", week: office, ...fields });
const utc = (week: Schedule["week"], fields: Partial<Schedule> = {}): BusinessHours => businessHours({ timeZone: "UTC", week, ...fields });
const hoursBetween = (hours: BusinessHours, from: string, to: string): number => hours.between(from, to) / hour;

/** The stretches that are open, by asking when it opens next and for how long it stays so. */
function opening(hours: BusinessHours, from: string, to: string): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  for (let start = hours.nextOpen(from); start !== undefined && start < to;) {
    let end = start;
    while (hours.isOpen(end) && end < to) end = new Date(Date.parse(end) + minute).toISOString();
    found.push([start.slice(0, 16), end.slice(0, 16)]);
    start = hours.nextOpen(end);
  }
  return found;
}

describe("metrics", () => {
  describe("businessHours", () => {
    it("gives Fivetran's example of two schedules: 960.13 minutes by each in force, 690.13 by the last", () => {
      // decision log of github.com/fivetran/dbt_zendesk, "Business Time Metrics", ticket 941606, read 2026-11-22. It prints the hours in minutes
      // of the week in UTC; these are the same in their zones. It prints 959.46 and 689.46, because it rounds the creation up to 17:02 and takes
      // the 46th second for 46 hundredths of a minute; to the second it is 960 min 8 s and 690 min 8 s.
      const chicago: Schedule = {
        timeZone: "America/Chicago",
        week: Object.fromEntries(Object.keys(always).map((name) => [name, [["07:00", "21:00"]]])),
      };
      const sanFrancisco: Schedule = {
        timeZone: "America/Los_Angeles",
        week: Object.fromEntries(Object.keys(office).map((name) => [name, [["08:00", "17:30"]]])),
      };
      const list: readonly ScheduleInForce[] = [{ schedule: chicago }, { from: "2020-09-30T19:01:25.000Z", schedule: sanFrancisco }];
      const [created, replied] = ["2020-09-29T17:01:38.000Z", "2020-09-30T19:01:46.000Z"];
      expect(businessHours(list).between(created, replied)).toBe(960 * minute + 8000);
      expect(businessHours(list, { whenSeveral: "in-force" }).between(created, replied) / minute).toBeCloseTo(960.13, 2);
      expect(businessHours(list, { whenSeveral: "last" }).between(created, replied)).toBe(690 * minute + 8000);
      // Before the second one holds, there is only the first.
      const early = "2020-09-30T19:01:24.999Z";
      expect(businessHours(list, { whenSeveral: "last" }).between(created, early)).toBe(businessHours(chicago).between(created, early));
      expect(businessHours(list, { whenSeveral: "last" }).isOpen("2020-09-29T12:30:00.000Z")).toBe(true);
    });
    it("gives the stretches that Zendesk's biz prints", () => {
      // README of github.com/zendesk/biz, "Usage", read 2026-11-22.
      const biz = businessHours({
        timeZone: "America/Los_Angeles",
        week: {
          mon: [["09:00", "17:00"]],
          tue: [["00:00", "24:00"]],
          wed: [["09:00", "17:00"]],
          thu: [
            ["09:00", "12:00"],
            ["13:00", "17:00"],
          ],
          sat: [["10:00", "14:00"]],
        },
        overrides: {
          "2006-01-01": [["09:00", "12:00"]],
          "2006-01-07": [
            ["08:00", "10:00"],
            ["12:00", "14:00"],
          ],
        },
        breaks: {
          "2006-01-02": [["10:00", "11:30"]],
          "2006-01-03": [
            ["14:15", "14:30"],
            ["15:40", "15:50"],
          ],
        },
        holidays: ["2016-01-01", "2016-12-25"],
      });
      expect(opening(biz, "2015-01-10T10:00:00.000Z", "2015-01-17T10:00:00.000Z")).toEqual([
        ["2015-01-10T18:00", "2015-01-10T22:00"],
        ["2015-01-12T17:00", "2015-01-13T01:00"],
        ["2015-01-13T08:00", "2015-01-14T08:00"],
        ["2015-01-14T17:00", "2015-01-15T01:00"],
        ["2015-01-15T17:00", "2015-01-15T20:00"],
        ["2015-01-15T21:00", "2015-01-16T01:00"],
      ]);
      // 3,598 minutes before 2015-05-05 12:34:57 it is 2015-04-27 20:36:57.
      expect(biz.between("2015-04-27T20:36:57.000Z", "2015-05-05T12:34:57.000Z")).toBe(3598 * minute);
      expect(biz.add("2015-04-27T20:36:57.000Z", 3598 * minute)).toBe("2015-05-05T12:34:57.000Z");
      // Shifts stand in place of the hours, breaks are taken out of them.
      expect(hoursBetween(biz, "2006-01-01T08:00:00.000Z", "2006-01-02T08:00:00.000Z")).toBe(3);
      expect(hoursBetween(biz, "2006-01-07T08:00:00.000Z", "2006-01-08T08:00:00.000Z")).toBe(4);
      expect(hoursBetween(biz, "2006-01-02T08:00:00.000Z", "2006-01-03T08:00:00.000Z")).toBe(6.5);
      expect(biz.between("2006-01-03T08:00:00.000Z", "2006-01-04T08:00:00.000Z")).toBe(day - 25 * minute);
    });
    it("gives the figures of biz's own tests", () => {
      // spec/calculation/duration_within_spec.rb and for_duration_spec.rb of github.com/zendesk/biz: 39.5 hours in a week, 19 hours later.
      const week: Schedule["week"] = {
        mon: [["09:00", "17:00"]],
        tue: [["10:00", "16:00"]],
        wed: [["09:00", "17:00"]],
        thu: [["10:00", "16:00"]],
        fri: [["09:00", "17:00"]],
        sat: [["11:00", "14:30"]],
      };
      expect(hoursBetween(utc(week), "2006-01-01T00:00:00.000Z", "2006-01-08T00:00:00.000Z")).toBe(39.5);
      expect(utc(week).add("2006-01-02T11:00:00.000Z", 19 * hour)).toBe("2006-01-04T16:00:00.000Z");
      // spec/periods/after_spec.rb: two holidays.
      const off = utc(week, { holidays: ["2006-01-16", "2006-01-18"] });
      expect(opening(off, "2006-01-14T00:00:00.000Z", "2006-01-20T00:00:00.000Z")).toEqual([
        ["2006-01-14T11:00", "2006-01-14T14:30"],
        ["2006-01-17T10:00", "2006-01-17T16:00"],
        ["2006-01-19T10:00", "2006-01-19T16:00"],
      ]);
    });
    it("gives the figures of working_hours' own tests", () => {
      // spec/working_hours/computation_spec.rb of github.com/Intrepidd/working_hours, read 2026-11-22.
      const mondays = utc({ mon: [["00:00", "24:00"]] });
      expect(mondays.between("2014-04-06T12:00:00.000Z", "2016-04-06T12:00:00.000Z")).toBe(105 * day);
      expect(mondays.add("2014-04-07T23:59:30.000Z", minute)).toBe("2014-04-14T00:00:30.000Z");
      expect(utc(office).add("1991-11-15T16:30:42.000Z", 45 * minute)).toBe("1991-11-18T09:15:42.000Z");
      expect(utc(office).add("1991-11-15T16:59:42.000Z", 120_000)).toBe("1991-11-18T09:01:42.000Z");
      const split = utc({
        mon: [
          ["07:00", "12:00"],
          ["13:00", "18:00"],
        ],
      });
      expect(split.between("2014-04-07T11:59:00.000Z", "2014-04-07T13:01:00.000Z")).toBe(2 * minute);
      expect(hoursBetween(split, "2014-04-07T11:00:00.000Z", "2014-04-14T13:00:00.000Z")).toBe(11);
      expect(split.add("1991-11-11T05:00:00.000Z", 6 * hour)).toBe("1991-11-11T14:00:00.000Z");
      const tokyo = businessHours({ timeZone: "Asia/Tokyo", week: office });
      expect([tokyo.isOpen("2014-04-07T00:00:00.000Z"), tokyo.isOpen("2014-04-06T23:59:59.999Z")]).toEqual([true, false]);
      expect(tokyo.add("1991-11-15T07:00:00.000Z", 3 * hour)).toBe("1991-11-18T02:00:00.000Z");
    });
    it.each([
      ["spring", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z", 23],
      ["autumn", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z", 25],
      ["summer", "2026-06-30T22:00:00.000Z", "2026-07-01T22:00:00.000Z", 24],
    ])("counts the hours that a day round the clock really has in %s", (_when, from, to, hours) => {
      expect(hoursBetween(copenhagen({ week: always }), from, to)).toBe(hours);
    });
    it.each([
      ["skips its end", "2026-03-29", [["01:00", "02:30"]], 1],
      ["skips its beginning", "2026-03-29", [["02:30", "04:00"]], 1],
      ["skips all of it", "2026-03-29", [["02:15", "02:45"]], 0],
      ["shows its beginning twice", "2026-10-25", [["02:30", "04:00"]], 2.5],
      ["shows its end twice", "2026-10-25", [["01:00", "02:30"]], 2.5],
      ["shows all of it twice", "2026-10-25", [["02:00", "03:00"]], 2],
      ["shows twice what lies between", "2026-10-25", [["01:00", "04:00"]], 4],
    ] as const)("opens at the first and closes at the second time where the clock %s", (_what, date, intervals, hours) => {
      const once = copenhagen({ week: {}, overrides: { [date]: intervals } });
      expect(hoursBetween(once, "2026-01-01T00:00:00.000Z", "2026-12-31T00:00:00.000Z")).toBe(hours);
    });
    it("closes at 24:00 where the next day begins, also where the clock shows that midnight twice", () => {
      // In Havana 01:00 became 00:00 on Sunday, the 1st of November 2026.
      const saturday = businessHours({ timeZone: "America/Havana", week: { sat: [["00:00", "24:00"]] } });
      expect(opening(saturday, "2026-10-30T12:00:00.000Z", "2026-11-02T00:00:00.000Z")).toEqual([["2026-10-31T04:00", "2026-11-01T04:00"]]);
      const sunday = businessHours({ timeZone: "America/Havana", week: { sun: [["00:00", "24:00"]] } });
      expect(hoursBetween(sunday, "2026-10-30T12:00:00.000Z", "2026-11-03T00:00:00.000Z")).toBe(25);
    });
    it("counts an hour once that two days claim, where the clock goes back to the day before", () => {
      // Newfoundland, 2010-11-07: from 00:01 back to 23:01.
      const hours = businessHours({ timeZone: "America/St_Johns", week: always });
      expect(hoursBetween(hours, "2010-11-06T02:30:00.000Z", "2010-11-08T03:30:00.000Z")).toBe(49);
    });
    it("opens on no day that a zone left out, nor for the night after it", () => {
      const apia = businessHours({ timeZone: "Pacific/Apia", week: { fri: [["22:00", "26:00"]] } });
      expect(hoursBetween(apia, "2011-12-25T00:00:00.000Z", "2012-01-04T00:00:00.000Z")).toBe(0);
      const thursday = businessHours({ timeZone: "Pacific/Apia", week: { thu: [["22:00", "26:00"]] } });
      expect(opening(thursday, "2011-12-25T00:00:00.000Z", "2012-01-04T00:00:00.000Z")).toEqual([["2011-12-30T08:00", "2011-12-30T10:00"]]);
    });
    it("lets holidays beat overrides, overrides beat the week, and breaks interrupt what is left", () => {
      const hours = copenhagen({
        holidays: ["2026-12-25"],
        overrides: { "2026-12-23": [["10:00", "12:00"]], "2026-12-24": [], "2026-12-25": [["10:00", "12:00"]] },
        breaks: { "2026-12-22": [["12:00", "12:30"]], "2026-12-23": [["11:30", "13:00"]] },
      });
      expect(opening(hours, "2026-12-22T00:00:00.000Z", "2026-12-28T12:00:00.000Z")).toEqual([
        ["2026-12-22T08:00", "2026-12-22T11:00"],
        ["2026-12-22T11:30", "2026-12-22T16:00"],
        ["2026-12-23T09:00", "2026-12-23T10:30"],
        ["2026-12-28T08:00", "2026-12-28T12:00"],
      ]);
    });
    it("takes breaks out as they lie in time, where the clock shows them twice as well", () => {
      const hours = copenhagen({ week: always, breaks: { "2026-10-25": [["02:00", "03:00"]] } });
      expect(hoursBetween(hours, "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z")).toBe(23);
    });
    it("keeps what goes on into a holiday, and drops with a holiday what goes on from it", () => {
      const hours = utc(nights, { holidays: ["2026-05-13"] });
      expect(opening(hours, "2026-05-12T12:00:00.000Z", "2026-05-15T12:00:00.000Z")).toEqual([
        ["2026-05-12T22:00", "2026-05-13T02:00"],
        ["2026-05-14T22:00", "2026-05-15T02:00"],
      ]);
      const halves = Object.fromEntries(
        Object.keys(nights).map((name) => [
          name,
          [
            ["00:00", "02:00"],
            ["22:00", "24:00"],
          ],
        ]),
      );
      expect(opening(utc(halves, { holidays: ["2026-05-13"] }), "2026-05-12T12:00:00.000Z", "2026-05-15T12:00:00.000Z")).toEqual([
        ["2026-05-12T22:00", "2026-05-13T00:00"],
        ["2026-05-14T00:00", "2026-05-14T02:00"],
        ["2026-05-14T22:00", "2026-05-15T02:00"],
      ]);
    });
    it("lets the breaks of a day interrupt what has been open since the day before", () => {
      const hours = utc(nights, { breaks: { "2026-05-13": [["00:30", "01:00"]] } });
      expect(hoursBetween(hours, "2026-05-12T22:00:00.000Z", "2026-05-13T02:00:00.000Z")).toBe(3.5);
    });
    it("counts once what two intervals of a day cover", () => {
      const twice = [["09:00", "13:00"] as const, ["12:00", "17:00"] as const, ["10:00", "11:00"] as const];
      expect(hoursBetween(utc({ mon: twice }), "2026-05-11T00:00:00.000Z", "2026-05-12T00:00:00.000Z")).toBe(8);
    });
    it("gives back instants in the form in which it was asked, in words never before the time has passed", () => {
      const hours = copenhagen();
      const monday = "2026-05-11T07:00:00.000Z";
      expect(hours.add(monday, hour)).toBe("2026-05-11T08:00:00.000Z");
      expect(hours.add(Date.parse(monday), hour)).toBe(Date.parse(monday) + hour);
      expect(hours.add(monday, 0.25)).toBe("2026-05-11T07:00:00.001Z");
      expect(hours.add("2026-05-10T00:00:00.000Z", 0)).toBe("2026-05-10T00:00:00.000Z");
      expect(hours.nextOpen("2026-05-09T12:00:00.000Z")).toBe(monday);
      expect(hours.nextOpen(Date.parse(monday) - 1)).toBe(Date.parse(monday));
      expect(hours.nextOpen("2026-05-11T15:00:00.000Z")).toBe("2026-05-12T07:00:00.000Z");
      expect(hours.between(Date.parse(monday), "2026-05-11T09:30:00+02:00")).toBe(hour / 2);
      expect([hours.isOpen(monday), hours.isOpen("2026-05-11T15:00:00.000Z")]).toEqual([true, false]);
    });
    it("finds nothing where it never opens again, or not within 100 years", () => {
      const once = copenhagen({ week: {}, overrides: { "2026-05-11": [["09:00", "17:00"]] } });
      expect(once.add("2026-01-01T00:00:00.000Z", 8 * hour)).toBe("2026-05-11T15:00:00.000Z");
      expect(once.add("2026-01-01T00:00:00.000Z", 8 * hour + 1)).toBeUndefined();
      expect(once.nextOpen("2026-05-11T15:00:00.000Z")).toBeUndefined();
      expect(copenhagen({ week: {} }).nextOpen(0)).toBeUndefined();
      const far = copenhagen({ week: {}, overrides: { "2126-06-10": [["09:00", "17:00"]] } });
      expect(far.nextOpen("2026-05-11T00:00:00.000Z")).toBeUndefined();
      expect(far.nextOpen("2026-06-11T00:00:00.000Z")).toBe("2126-06-10T07:00:00.000Z");
      expect(copenhagen().add("2026-05-11T00:00:00.000Z", 1e300)).toBeUndefined();
      expect(copenhagen({ week: always }).add("9999-12-31T12:00:00.000Z", day)).toBeUndefined();
    });
    it("finds when a reply is due across schedules, by each in force and by the last", () => {
      const list: readonly ScheduleInForce[] = [
        { from: "2026-05-11T12:00:00.000Z", schedule: { timeZone: "UTC", week: always } },
        { schedule: { timeZone: "UTC", week: office } },
      ];
      const monday = "2026-05-11T08:00:00.000Z";
      // Three hours until noon, and from then on every hour.
      expect(businessHours(list).add(monday, 7 * hour)).toBe("2026-05-11T16:00:00.000Z");
      // At noon the last one takes over, and by it four hours have passed at once.
      const last = businessHours(list, { whenSeveral: "last" });
      expect([2.5, 3, 3.5, 4, 5].map((hours) => last.add(monday, hours * hour)?.slice(11, 16))).toEqual([
        "11:30",
        "12:00",
        "12:00",
        "12:00",
        "13:00",
      ]);
      expect(last.add("2026-05-11T12:00:00.000Z", 0)).toBe("2026-05-11T12:00:00.000Z");
      // At noon it would be three hours by the first, but then the second counts, and by that it is none yet.
      const tuesdays: ScheduleInForce = {
        from: "2026-05-11T12:00:00.000Z",
        schedule: { timeZone: "UTC", week: { tue: [["09:00", "17:00"]] } },
      };
      const first: ScheduleInForce = { schedule: { timeZone: "UTC", week: office } };
      expect(businessHours([first, tuesdays], { whenSeveral: "last" }).add(monday, 3 * hour)).toBe("2026-05-12T12:00:00.000Z");
      // What takes over in more than 100 years is no help.
      const never: ScheduleInForce = { schedule: { timeZone: "UTC", week: {} } };
      const later: ScheduleInForce = { from: "2200-01-01T00:00:00.000Z", schedule: { timeZone: "UTC", week: always } };
      expect(businessHours([never, later], { whenSeveral: "last" }).add(monday, hour)).toBeUndefined();
    });
    it("keeps to what it read, though the host changes the lists later", () => {
      const holidays = ["2026-05-11"];
      const hours = copenhagen({ holidays });
      holidays.length = 0;
      expect(hours.isOpen("2026-05-11T10:00:00.000Z")).toBe(false);
    });
    it("keeps the end of a long night in the farthest west, where the days begin that sums are kept for", () => {
      // The 27th is day 20,480 since 1970, and sums are kept for 256 days each.
      const niue = businessHours({ timeZone: "Pacific/Niue", week: {}, overrides: { "2026-01-25": [["20:00", "48:00"]] } });
      expect(hoursBetween(niue, "2026-01-20T00:00:00.000Z", "2026-02-01T00:00:00.000Z")).toBe(28);
      const kiritimati = businessHours({ timeZone: "Pacific/Kiritimati", week: {}, overrides: { "2026-01-27": [["00:00", "20:00"]] } });
      expect(hoursBetween(kiritimati, "2026-01-20T00:00:00.000Z", "2026-02-01T00:00:00.000Z")).toBe(20);
    });
    it("answers over a thousand years, and again when it had to forget their days", () => {
      const hours = utc({ thu: [["00:00", "00:01"]] });
      // Both are Thursdays.
      const [first, last] = ["1499-12-28T00:00:00.000Z", "2499-12-31T00:01:00.000Z"] as const;
      const weeks = (Date.parse(last) - minute - Date.parse(first)) / (7 * day) + 1;
      expect(new Date(first).getUTCDay()).toBe(4);
      expect([hours.between(first, last), hours.between(first, last)]).toEqual([weeks * minute, weeks * minute]);
      expect(hours.add(first, weeks * minute)).toBeUndefined();
      expect(hours.between("1969-12-25T00:00:00.000Z", "1970-01-01T00:01:00.000Z")).toBe(2 * minute);
      expect([hours.isOpen("0000-01-01T00:00:00.000Z"), hours.isOpen("9999-12-30T00:00:30.000Z")]).toEqual([false, true]);
    });

    const refused = (named: string): unknown =>
      expect.objectContaining({ name: "FolkmootError", code: "invalid-request", message: expect.stringContaining(named) as string });
    it.each<readonly [string, unknown, string]>([
      ["nothing", undefined, "`schedule`"],
      ["a word", "09:00-17:00", "`schedule`"],
      ["no zone", { week: office }, "`schedule.timeZone`"],
      ["an unknown zone", { timeZone: "Europe/Kopenhagen", week: office }, "`schedule.timeZone`"],
      ["no week", { timeZone: "UTC" }, "`schedule.week`"],
      ["a week in a list", { timeZone: "UTC", week: [["09:00", "17:00"]] }, "`schedule.week`"],
      ["an unknown weekday", { timeZone: "UTC", week: { monday: [] } }, '"monday"'],
      ["a weekday in capitals", { timeZone: "UTC", week: { Mon: [] } }, '"Mon"'],
      ["a day that is no list", { timeZone: "UTC", week: { mon: "09:00-17:00" } }, "`schedule.week.mon`"],
      ["a day that is nothing", { timeZone: "UTC", week: { mon: undefined } }, "`schedule.week.mon`"],
      ["one interval without its list", { timeZone: "UTC", week: { mon: ["09:00", "17:00"] } }, "`schedule.week.mon[0]`"],
      ["an interval of three", { timeZone: "UTC", week: { mon: [["09:00", "12:00", "17:00"]] } }, "`schedule.week.mon[0]`"],
      ["an end before its beginning", { timeZone: "UTC", week: { mon: [["17:00", "09:00"]] } }, "`schedule.week.mon[0]`"],
      ["an interval of no length", { timeZone: "UTC", week: { tue: [[`09:00`, "09:00"]] } }, "`schedule.week.tue[0]`"],
      ["a beginning on the next day", { timeZone: "UTC", week: { mon: [["24:00", "26:00"]] } }, "`schedule.week.mon[0]`"],
      ["an end after the next day", { timeZone: "UTC", week: { mon: [["22:00", "48:15"]] } }, '"48:15"'],
      ["a time without minutes", { timeZone: "UTC", week: { mon: [["9", "17"]] } }, '"9"'],
      ["sixty minutes", { timeZone: "UTC", week: { mon: [["09:60", "17:00"]] } }, '"09:60"'],
      ["a time in a number", { timeZone: "UTC", week: { mon: [[9, 17]] } }, "`schedule.week.mon[0]`"],
      ["a holiday that is no day", { timeZone: "UTC", week: {}, holidays: ["2026-02-30"] }, "`schedule.holidays[0]`"],
      ["a holiday with a time", { timeZone: "UTC", week: {}, holidays: ["2026-12-25T00:00:00Z"] }, "`schedule.holidays[0]`"],
      ["a holiday that is an object", { timeZone: "UTC", week: {}, holidays: [new Date(0)] }, "`schedule.holidays[0]`"],
      ["holidays that are no list", { timeZone: "UTC", week: {}, holidays: "2026-12-25" }, "`schedule.holidays`"],
      ["overrides in a list", { timeZone: "UTC", week: {}, overrides: [] }, "`schedule.overrides`"],
      ["overrides that are null", { timeZone: "UTC", week: {}, overrides: null }, "`schedule.overrides`"],
      ["an override on no day", { timeZone: "UTC", week: {}, overrides: { "2025-02-29": [] } }, '"2025-02-29"'],
      ["a break on no day", { timeZone: "UTC", week: {}, breaks: { monday: [] } }, "`schedule.breaks`"],
      ["a break that is no list", { timeZone: "UTC", week: {}, breaks: { "2026-05-11": "12:00" } }, '`schedule.breaks["2026-05-11"]`'],
      ["a misspelt field", { timeZone: "UTC", week: {}, holiday: [] }, "`schedule.holiday`"],
      ["no schedule of several", [], "`schedules`"],
      ["nothing among several", [null], "`schedules[0]`"],
      ["schedules that are not in force", [{ timeZone: "UTC", week: {} }], "`schedules[0]`"],
      ["none from the beginning", [{ from: "2026-01-01", schedule: { timeZone: "UTC", week: {} } }], "`schedules`"],
      ["two from the beginning", [{ schedule: { timeZone: "UTC", week: {} } }, { schedule: { timeZone: "UTC", week: {} } }], "`schedules`"],
      ["a beginning that is no time", [{ from: "soon", schedule: { timeZone: "UTC", week: {} } }], "`schedules[0].from`"],
      ["a bad one among several", [{ schedule: { timeZone: "UTC", week: { mon: 1 } } }], "`schedules[0].schedule.week.mon`"],
    ])("refuses %s, naming the field", (_what, schedule, named) => {
      expect(() => businessHours(schedule as Schedule)).toThrow(refused(named));
    });
    it.each<readonly [string, unknown, string]>([
      ["an unknown rule", { whenSeveral: "first" }, "`whenSeveral`"],
      ["no rule", { whenSeveral: null }, "`whenSeveral`"],
      ["no options", null, "`options`"],
    ])("refuses %s in its options", (_what, options, named) => {
      expect(() => businessHours({ timeZone: "UTC", week: office }, options as { readonly whenSeveral: "last" })).toThrow(refused(named));
    });
    it.each<readonly [string, (hours: BusinessHours) => unknown, string]>([
      ["reversed times", (hours) => hours.between(1, 0), "`to`"],
      ["a time that is none", (hours) => hours.between("soon", 0), "`from`"],
      ["an end that is none", (hours) => hours.between(0, "2026-02-30"), "`to`"],
      ["NaN", (hours) => hours.between(0, Number.NaN), "`to`"],
      ["infinity", (hours) => hours.nextOpen(Number.POSITIVE_INFINITY), "`at`"],
      ["a year that no calendar holds", (hours) => hours.isOpen(8e15), "`at`"],
      ["a Date", (hours) => hours.isOpen(new Date(0) as unknown as string), "`at`"],
      ["nothing", (hours) => hours.nextOpen(undefined as unknown as string), "`at`"],
      ["less than nothing", (hours) => hours.add(0, -1), "`ms`"],
      ["NaN to add", (hours) => hours.add(0, Number.NaN), "`ms`"],
      ["a text to add", (hours) => hours.add(0, "1" as unknown as number), "`ms`"],
    ])("refuses %s in its questions", (_what, ask, named) => {
      expect(() => ask(copenhagen())).toThrow(refused(named));
    });
  });
});

describe("metrics", () => {
  describe("businessHours", () => {
    it.each([
      ["a time", { timeZone: "Europe/Copenhagen", week: { mon: [[5n, "17:00"]] } }],
      ["a date", { timeZone: "Europe/Copenhagen", week: {}, holidays: [5n] }],
      ["an interval", { timeZone: "Europe/Copenhagen", week: { mon: [[{}, "17:00"]] } }],
    ])("refuses %s of a kind that no file holds, in words", (_what, schedule) => {
      expect(() => businessHours(schedule as never)).toThrow(expect.objectContaining({ code: "invalid-request" }) as Error);
    });
  });
});
