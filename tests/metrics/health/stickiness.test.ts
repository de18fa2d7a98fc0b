import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stickiness, type MemberMessage, type StickinessOptions } from "../../../src/metrics/index.js";
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

const days = (count: number): StickinessOptions => ({ timeZone: "UTC", from: at(0), to: at(count * day) });
/** Messages of so many people on each of so many days; on each day the next ones in a ring of `all`. */
const ring = (all: number, daily: number, count: number): readonly MemberMessage[] =>
  Array.from({ length: count }, (_, on) =>
    Array.from({ length: daily }, (_, person) => said(`person-${(on * daily + person) % all}`, on * day + 12 * hour)),
  ).flat();

describe("metrics", () => {
  describe("stickiness", () => {
    // acho.io, DAU/MAU ratio: a DAU of 100 and a MAU of 400 are 25 %. usedaymark.io, stickiness: an average DAU of 5,000 in March and a MAU of
    // 20,000 are 25 %; here a thousandth of it.
    it.each([
      [400, 100, 30],
      [20, 5, 31],
    ])("gives the published quarter of %i people with %i a day", (all, daily, count) => {
      const { dau, mau, dauToMau } = stickiness(ring(all, daily, count), days(count));
      expect(dau).toMatchObject({ value: daily, unit: "count", n: count, aggregation: "mean" });
      expect(mau).toMatchObject({ value: all, timeZone: "UTC" });
      expect(dauToMau).toMatchObject({ value: 0.25, unit: "fraction", numerator: daily, denominator: all, n: all, complete: true });
      expect(dauToMau).not.toHaveProperty("interval");
    });

    // runfutureproof.com, DAU/MAU: at 50 % the average user comes on 15 days of a month, at 10 % on 3.
    it.each([
      [15, 0.5],
      [3, 0.1],
    ])("is what it is said to be of who comes on %i days of 30", (count, value) => {
      const messages = Array.from({ length: count }, (_, on) => said("anna", on * 2 * day));
      expect(stickiness(messages, days(30)).dauToMau.value).toBeCloseTo(value, 12);
    });

    it("counts people once a day, and days without anybody", () => {
      const { dau, dauToMau } = stickiness([said("anna", 0), said("anna", hour), said("bo", hour), said("anna", day)], days(4));
      expect(dau.value).toBe(0.75);
      expect(dauToMau.value).toBe(0.375);
    });

    it("averages whole weeks from the beginning, and leaves the rest out of both sides", () => {
      const messages = [said("anna", 0), said("anna", 6 * day), said("anna", 7 * day), said("bo", 13 * day), said("cleo", 14 * day)];
      const { wau, wauToMau, mau } = stickiness(messages, days(16));
      expect(wau).toMatchObject({ value: 1.5, n: 2 });
      expect(wauToMau).toMatchObject({ value: 0.75, denominator: 2 });
      expect(mau.value).toBe(3);
      expect(stickiness(messages, days(6))).toMatchObject({ wau: { value: null, reason: "no-data" }, wauToMau: { reason: "no-data" } });
    });

    describe("days of a zone", () => {
      it("are cut at its midnight", () => {
        const messages = [said("anna", -hour), said("anna", 0)];
        const from = at(-day);
        const utc = stickiness(messages, { timeZone: "UTC", from, to: at(day) });
        expect(utc.dau.value).toBe(1);
        const copenhagen = stickiness(messages, { timeZone: "Europe/Copenhagen", from: at(-day - hour), to: at(day - hour) });
        expect(copenhagen).toMatchObject({ dau: { value: 0.5, n: 2, complete: true, timeZone: "Europe/Copenhagen" } });
      });

      it("last 23 and 25 hours where the clocks change", () => {
        const zone = "Europe/Copenhagen";
        const spring = { timeZone: zone, from: "2026-03-28T23:00:00.000Z", to: "2026-03-30T22:00:00.000Z" };
        const messages = [
          said("anna", 0, { createdAt: "2026-03-29T21:59:59.999Z" }),
          said("bo", 0, { createdAt: "2026-03-29T22:00:00.000Z" }),
        ];
        expect(stickiness(messages, spring)).toMatchObject({ dau: { value: 1, n: 2, complete: true }, dauToMau: { value: 0.5 } });
        const autumn = { timeZone: zone, from: "2026-10-24T22:00:00.000Z", to: "2026-10-25T23:00:00.000Z" };
        const late = [said("anna", 0, { createdAt: "2026-10-25T22:59:59.999Z" })];
        expect(stickiness(late, autumn)).toMatchObject({ dau: { value: 1, n: 1, complete: true } });
      });

      it("are not complete where the window begins or ends within one", () => {
        const list = [said("anna", 2 * hour)];
        for (const window of [
          { from: at(hour), to: at(2 * day) },
          { from: at(0), to: at(2 * day - hour) },
        ]) {
          const half = stickiness(list, { timeZone: "UTC", ...window });
          expect(half.dauToMau).toMatchObject({ value: 0.5, complete: false, missing: ["whole-day"] });
          expect(stickiness(list, { timeZone: "UTC", ...window, strict: true })).toMatchObject({
            dau: { value: null },
            dauToMau: { value: null },
          });
        }
        const { dauToMau, wauToMau } = stickiness(list, { timeZone: "UTC", from: at(0), to: at(8 * day - hour) });
        expect([dauToMau.complete, wauToMau.complete]).toEqual([false, true]);
        expect(stickiness(list, { timeZone: "UTC", from: at(0), to: at(7 * day - hour) }).wauToMau.complete).toBe(false);
      });
    });

    it("leaves out what is outside the window, bots, us and hidden messages, and misses shells", () => {
      const list = [
        said("anna", 0),
        said("bo", -1),
        said("bo", 7 * day),
        botSaid(0),
        weSaid(0),
        said("bo", 0, { visibility: "hidden" }),
        unsigned(said("cleo", 0)),
      ];
      const { mau, dauToMau } = stickiness(list, days(7));
      expect(mau).toMatchObject({ value: 1, complete: false, missing: ["author"], coverage: 0.5, excluded: { bot: 1, own: 1, hidden: 1 } });
      expect(dauToMau).toMatchObject({ complete: false, missing: ["author"] });
      expect(stickiness(list, { ...days(7), minN: 2 }).dauToMau).toMatchObject({ value: null, reason: "insufficient-sample" });
    });

    it("has no ratio where nobody wrote", () => {
      expect(stickiness([], days(7))).toMatchObject({
        dau: { value: 0 },
        mau: { value: 0 },
        dauToMau: { value: null, reason: "no-data" },
        wauToMau: { value: null, reason: "no-data" },
      });
    });

    it("does not depend on the order of the messages", () => {
      expectSameInAnyOrder(talk, (list) => stickiness(list, days(28)));
    });

    it("lies between one day of all and all days, and by week no lower than by day", () => {
      fc.assert(
        fc.property(talk, (messages) => {
          const { dauToMau, wauToMau } = stickiness(messages, days(28));
          if (dauToMau.value === null) return;
          expect(dauToMau.value).toBeGreaterThanOrEqual(1 / 28);
          expect(dauToMau.value).toBeLessThanOrEqual(1);
          expect(wauToMau.value).toBeGreaterThanOrEqual(dauToMau.value);
          expect(wauToMau.value).toBeLessThanOrEqual(1);
        }),
      );
    });

    it.each<Refused>([
      ...sharedRefusals(days(7)),
      ["no options", [], undefined, "`options`"],
      ["an unknown zone", [], { ...days(7), timeZone: "Europe/Atlantis" }, "timeZone"],
      ["no zone", [], { from: at(0), to: at(day) }, "timeZone"],
      ["a window of nothing", [], { ...days(7), to: at(0) }, "from is not before to"],
      ["a window without a beginning", [], { ...days(7), from: undefined }, "from"],
    ])("refuses %s", (_, messages, options, field) => {
      expectRefusal(() => stickiness(messages as readonly MemberMessage[], options as StickinessOptions), field);
    });
  });
});
