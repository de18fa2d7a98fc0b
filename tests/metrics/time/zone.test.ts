import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zoneOf } from "../../../src/metrics/time/zone.js";
import { short, wall, wallAt } from "./wall.js";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const instants = fc.integer({ min: Date.UTC(1970, 0, 1) / 1000, max: Date.UTC(2100, 0, 1) / 1000 }).map((seconds) => seconds * 1000);
const zone = (timeZone: string): ReturnType<typeof zoneOf> => zoneOf(timeZone, "`timeZone`");

/** The instants of the changes of a zone in a year, and what the clock on the wall is before UTC from then on, in minutes. */
function changesIn(timeZone: string, from: string, to: string): readonly (readonly [string, number])[] {
  const found: (readonly [string, number])[] = [];
  const until = Date.parse(to);
  for (let at = zone(timeZone).changeAfter(Date.parse(from), until); at !== undefined; at = zone(timeZone).changeAfter(at, until))
    found.push([short(at), zone(timeZone).offsetAt(at) / minute]);
  return found;
}

describe("metrics", () => {
  describe("zoneOf", () => {
    it("shows what Intl shows, in every zone it knows", () => {
      fc.assert(
        fc.property(fc.constantFrom(...Intl.supportedValuesOf("timeZone")), instants, (timeZone, at) => {
          expect(at + zone(timeZone).offsetAt(at)).toBe(wallAt(timeZone, at));
        }),
        { numRuns: 3000 },
      );
    });
    // Source: IANA time zone database, 2025c and 2026c alike.
    it.each([
      [
        "Europe/Copenhagen",
        "2026",
        [
          ["2026-03-29T01:00", 120],
          ["2026-10-25T01:00", 60],
        ],
      ],
      [
        "America/New_York",
        "2026",
        [
          ["2026-03-08T07:00", -240],
          ["2026-11-01T06:00", -300],
        ],
      ],
      [
        "Australia/Lord_Howe",
        "2026",
        [
          ["2026-04-04T15:00", 630],
          ["2026-10-03T15:30", 660],
        ],
      ],
      // A week of summer: the shortest change there and back.
      [
        "America/Recife",
        "2000",
        [
          ["2000-02-27T02:00", -180],
          ["2000-10-08T03:00", -120],
          ["2000-10-15T02:00", -180],
        ],
      ],
      // Twelve days of winter.
      [
        "America/Argentina/Tucuman",
        "2004",
        [
          ["2004-06-01T03:00", -240],
          ["2004-06-13T04:00", -180],
        ],
      ],
      [
        "Africa/Cairo",
        "2010",
        [
          ["2010-04-29T22:00", 180],
          ["2010-08-10T21:00", 120],
          ["2010-09-09T22:00", 180],
          ["2010-09-30T21:00", 120],
        ],
      ],
      // Ramadan takes an hour away.
      [
        "Africa/Casablanca",
        "2024",
        [
          ["2024-03-10T02:00", 0],
          ["2024-04-14T02:00", 60],
        ],
      ],
      [
        "Africa/Casablanca",
        "2012",
        [
          ["2012-04-29T02:00", 60],
          ["2012-07-20T02:00", 0],
          ["2012-08-20T02:00", 60],
          ["2012-09-30T02:00", 0],
        ],
      ],
      [
        "Asia/Beirut",
        "2026",
        [
          ["2026-03-28T22:00", 180],
          ["2026-10-24T21:00", 120],
        ],
      ],
      [
        "Africa/Cairo",
        "2026",
        [
          ["2026-04-23T22:00", 180],
          ["2026-10-29T21:00", 120],
        ],
      ],
      [
        "America/Santiago",
        "2026",
        [
          ["2026-04-05T03:00", -240],
          ["2026-09-06T04:00", -180],
        ],
      ],
      [
        "America/Havana",
        "2026",
        [
          ["2026-03-08T05:00", -240],
          ["2026-11-01T05:00", -300],
        ],
      ],
      ["Asia/Kathmandu", "1986", []],
      [
        "Pacific/Apia",
        "2011",
        [
          ["2011-04-02T14:00", -660],
          ["2011-09-24T14:00", -600],
          ["2011-12-30T10:00", 840],
        ],
      ],
      ["Africa/Monrovia", "1972", [["1972-01-07T00:44:30", 0]]],
      ["UTC", "2026", []],
    ] as const)("finds every change of %s in %s, to the second", (timeZone, year, changes) => {
      expect(changesIn(timeZone, `${year}-01-01T00:00:00Z`, `${year}-12-31T23:59:59Z`)).toEqual(changes);
    });
    it("misses no change there and back within a few weeks, as around Ramadan", () => {
      for (const timeZone of ["Asia/Gaza", "Africa/Casablanca", "Africa/Cairo", "America/Noronha", "America/Boa_Vista", "America/Maceio"])
        for (let at = Date.UTC(1985, 0, 1); at < Date.UTC(2060, 0, 1); at += 3 * day)
          expect(at + zone(timeZone).offsetAt(at), `${timeZone}, ${short(at)}`).toBe(wallAt(timeZone, at));
    });
    it("finds a change at the very end of the question, and none at its beginning", () => {
      const change = Date.parse("2026-03-29T01:00:00Z");
      const changeAfter = (at: number, until: number): number | undefined => zone("Europe/Copenhagen").changeAfter(at, until);
      expect([changeAfter(change - 1, change), changeAfter(change - 1, change - 1), changeAfter(change, change + day)]).toEqual([
        change,
        undefined,
        undefined,
      ]);
    });
    it.each([
      ["a time that is shown once", "Europe/Copenhagen", "2026-03-29T12:00", "2026-03-29T10:00", "2026-03-29T10:00"],
      ["a gap of an hour", "Europe/Copenhagen", "2026-03-29T02:30", "2026-03-29T01:00", "2026-03-29T01:00"],
      ["the beginning of a gap", "Europe/Copenhagen", "2026-03-29T02:00", "2026-03-29T01:00", "2026-03-29T01:00"],
      ["the end of a gap", "Europe/Copenhagen", "2026-03-29T03:00", "2026-03-29T01:00", "2026-03-29T01:00"],
      ["an hour shown twice", "Europe/Copenhagen", "2026-10-25T02:30", "2026-10-25T00:30", "2026-10-25T01:30"],
      ["the beginning of an hour shown twice", "Europe/Copenhagen", "2026-10-25T02:00", "2026-10-25T00:00", "2026-10-25T01:00"],
      ["the end of an hour shown twice", "Europe/Copenhagen", "2026-10-25T03:00", "2026-10-25T02:00", "2026-10-25T02:00"],
      ["a gap of half an hour", "Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30", "2026-10-03T15:30"],
      ["half an hour shown twice", "Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45", "2026-04-04T15:15"],
      ["a day that was left out", "Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00", "2011-12-30T10:00"],
      ["a midnight that Beirut skips", "Asia/Beirut", "2026-03-29T00:00", "2026-03-28T22:00", "2026-03-28T22:00"],
      ["a midnight that Cairo skips", "Africa/Cairo", "2026-04-24T00:00", "2026-04-23T22:00", "2026-04-23T22:00"],
      ["a midnight that Santiago skips", "America/Santiago", "2026-09-06T00:00", "2026-09-06T04:00", "2026-09-06T04:00"],
      ["a midnight that Havana has twice", "America/Havana", "2026-11-01T00:00", "2026-11-01T04:00", "2026-11-01T05:00"],
      ["quarters of an hour", "Asia/Kathmandu", "2026-01-01T00:00", "2025-12-31T18:15", "2025-12-31T18:15"],
    ])("gives the instant of %s", (_what, timeZone, local, start, end) => {
      const sides = (["start", "end"] as const).map((side) => short(zone(timeZone).instantOf(wall(local), side)));
      expect(sides).toEqual([start, end]);
    });
    it("gives the first and the last instant at which the clock shows a time, and the end of the gap where it never does", () => {
      const changing = [
        "Europe/Warsaw",
        "America/Havana",
        "Australia/Lord_Howe",
        "Asia/Beirut",
        "Africa/Casablanca",
        "Pacific/Apia",
        "Asia/Gaza",
      ];
      const nearChanges = fc
        .tuple(fc.constantFrom(...changing), fc.integer({ min: 2005, max: 2040 }), fc.nat(9), fc.integer({ min: -12, max: 12 }))
        .map(([timeZone, year, which, quarters]) => {
          const changes = changesIn(timeZone, `${year}-01-01T00:00:00Z`, `${year + 1}-12-31T00:00:00Z`);
          const [change = `${year}-01-01T00:00`] = changes[which % Math.max(1, changes.length)] ?? [];
          return { timeZone, local: wallAt(timeZone, wall(change)) + quarters * 15 * minute };
        });
      fc.assert(
        fc.property(nearChanges, ({ timeZone, local }) => {
          const near = Array.from({ length: 4 * 60 }, (_, quarter) => local + (quarter - 120) * 15 * minute);
          const shown = near.filter((at) => wallAt(timeZone, at) === local);
          const after = near.find((at) => wallAt(timeZone, at) > local);
          const sides = (["start", "end"] as const).map((side) => zone(timeZone).instantOf(local, side));
          expect(sides).toEqual([shown[0] ?? after, shown.at(-1) ?? after]);
        }),
      );
    });
    it("takes aliases, names in lower case and offsets", () => {
      const at = Date.parse("2026-07-01T00:00:00Z");
      const names = [
        "US/Pacific",
        "us/pacific",
        "asia/calcutta",
        "Asia/Kolkata",
        "EUROPE/COPENHAGEN",
        "utc",
        "+02:00",
        "-0330",
        "+05",
        "-00:30",
      ];
      expect(names.map((name) => zone(name).offsetAt(at) / minute)).toEqual([-420, -420, 330, 330, 120, 0, 120, -210, 300, -30]);
      expect(short(zone("+02:00").instantOf(wall("2026-07-01T00:00"), "end"))).toBe("2026-06-30T22:00");
    });
    it.each([["Europe/Kopenhagen"], [""], [" Europe/Paris"], ["+24:00"], ["+2"], ["+02:60"], [undefined], [null], [2], [["Europe/Paris"]]])(
      "refuses %j, naming the field and a zone",
      (timeZone) => {
        expect(() => zoneOf(timeZone as string, "`hours.timeZone`")).toThrow(
          expect.objectContaining({
            code: "invalid-request",
            message: expect.stringMatching(/^`hours\.timeZone` is .*Europe\/Copenhagen/u) as string,
          }),
        );
      },
    );
  });
});
