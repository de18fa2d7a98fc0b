import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { audienceGrowth, type AudienceGrowthOptions, type ObservedValue } from "../../../src/metrics/index.js";
import { account, at, daily, day, hour, over, refusal, series } from "./followers.js";

describe("metrics", () => {
  describe("audienceGrowth", () => {
    it("tells net, rate and what a day brought", () => {
      const growth = audienceGrowth(daily([1000, 1010, 1005, 1030, 1060]), over(4));
      expect(growth.start).toEqual({ value: 1000, unit: "count", n: 1, complete: true, missing: [] });
      expect(growth.end).toMatchObject({ value: 1060, unit: "count" });
      expect(growth.net).toEqual({ value: 60, unit: "count", n: 5, complete: true, missing: [] });
      expect(growth.rate).toEqual({
        value: 0.06,
        unit: "fraction",
        base: "followers",
        n: 5,
        numerator: 60,
        denominator: 1000,
        complete: true,
        missing: [],
      });
      expect(growth.perDay).toMatchObject({ value: 15, unit: "per-day", numerator: 60, denominator: 4 });
      expect(growth.gaps).toEqual([]);
    });

    it("tells a loss as below 0", () => {
      const { net, rate, perDay } = audienceGrowth(daily([400, 350, 300]), over(2));
      expect([net.value, rate.value, perDay.value]).toEqual([-100, -0.25, -50]);
    });

    // Published examples, read November 2026; all divide by the followers at the start.
    it.each([
      ["shno.co, What is Audience Growth Rate", 10_000, 10_500, 0.05],
      ["keyhole.co, How Do I Calculate Follower Growth Rate, company A", 1000, 1100, 0.1],
      ["keyhole.co, the same page, company B", 10_000, 10_100, 0.01],
      ["woopsocial.com, glossary, Audience Growth Rate", 1000, 1100, 0.1],
      ["mytimecalculators.com, Follower Growth Rate Calculator", 5000, 5750, 0.15],
      ["costcalculator.calculator.city, Followers Growth Calculator: 100 on 200", 200, 300, 0.5],
    ])("reproduces %s", (_source, first, last, rate) => {
      expect(audienceGrowth(series({ 0: first, 30: last }), over(30)).rate.value).toBeCloseTo(rate, 12);
    });

    it("is another number than growth by the audience of today", () => {
      const { rate } = audienceGrowth(daily([100, 200]), over(1));
      expect(rate.value).toBe(1);
      expect(rate.value).not.toBe(100 / 200);
    });

    it("has no rate when nobody followed at the start, but a net", () => {
      const { net, rate, grossRate, churnRate } = audienceGrowth(daily([0, 40]), { ...over(1), gained: 40, lost: 0 });
      expect(net.value).toBe(40);
      for (const one of [rate, grossRate, churnRate])
        expect(one).toMatchObject({ value: null, reason: "zero-denominator", denominator: 0 });
    });

    describe("the ends of the period", () => {
      it("are told by the nearest reading, and then approximated", () => {
        const values = series({ [-0.5]: 990, 0.25: 1000, 3.9: 1040, 4.2: 1050 });
        const { start: first, end, net, rate, perDay } = audienceGrowth(values, over(4));
        expect(first).toMatchObject({ value: 1000, approximated: true });
        expect(end).toMatchObject({ value: 1040, approximated: true });
        expect(net).toMatchObject({ value: 40, approximated: true });
        expect(rate).toMatchObject({ value: 0.04, approximated: true });
        expect(perDay.value).toBeCloseTo(40 / 3.65, 10);
      });

      it("are the earlier of two readings that are as near", () => {
        expect(audienceGrowth(series({ [-1]: 10, 1: 15, 5: 20, 9: 40, 11: 70 }), over(10)).net.value).toBe(30);
      });

      it("are exact when the readings are", () => {
        for (const measure of [audienceGrowth(daily([1, 2]), over(1)).net, audienceGrowth(daily([1, 2]), over(1)).start])
          expect(measure).not.toHaveProperty("approximated");
      });

      it.each([
        ["start", series({ 5: 100, 6: 101, 7: 103, 8: 103, 9: 103, 10: 104 })],
        ["end", series({ 0: 100, 1: 101, 2: 103, 3: 103, 4: 103, 5: 104 })],
      ])("are unknown without a reading near the %s", (missing, values) => {
        const growth = audienceGrowth(values, over(10));
        for (const measure of [growth.net, growth.rate, growth.perDay])
          expect(measure).toMatchObject({ value: null, reason: "unknown-input", complete: false, missing: [missing] });
        expect(growth.start.value).toBe(missing === "start" ? null : 100);
        expect(growth.end.value).toBe(missing === "end" ? null : 104);
      });

      it("are never told by one reading: it cannot tell a difference", () => {
        const early = audienceGrowth(series({ 0.4: 100 }), over(1));
        expect(early).toMatchObject({
          start: { value: 100 },
          end: { value: null, missing: ["end"] },
          net: { value: null, missing: ["end"] },
        });
        const late = audienceGrowth(series({ 0.6: 100 }), over(1));
        expect(late).toMatchObject({ start: { value: null, missing: ["start"] }, end: { value: 100 }, net: { missing: ["start"] } });
      });

      it("are told by one reading at the end that is nearer, however far readings may lie", () => {
        const far = { ...over(1), nearMs: 5 * day };
        expect(audienceGrowth(series({ 0.4: 100 }), far)).toMatchObject({ start: { value: 100 }, net: { value: null, missing: ["end"] } });
        expect(audienceGrowth(series({ 0.6: 100 }), far)).toMatchObject({ end: { value: 100 }, net: { value: null, missing: ["start"] } });
        expect(audienceGrowth(series({ 0.5: 100 }), far)).toMatchObject({ start: { value: 100 }, net: { value: null, missing: ["end"] } });
      });

      it("may lie 48 hours away, or as far as the host says, or half of the period", () => {
        const near = series({ 2: 100, 5: 100, 8: 110 });
        expect(audienceGrowth(near, over(10)).net.value).toBe(10);
        const far = series({ 2.1: 100, 5: 100, 8: 110 });
        expect(audienceGrowth(far, over(10)).net).toMatchObject({ value: null, missing: ["start"] });
        expect(audienceGrowth(far, { ...over(10), nearMs: 3 * day }).net.value).toBe(10);
        expect(audienceGrowth(far, { ...over(10), maxGapMs: 3 * day }).net.value).toBe(10);
        expect(audienceGrowth(near, { ...over(10), maxGapMs: 3 * day, nearMs: hour }).net.missing).toEqual(["start", "end"]);
        expect(audienceGrowth(far, { ...over(10), maxGapMs: Infinity }).net.missing).toEqual(["start"]);
        expect(audienceGrowth(series({ [-1]: 100, 2: 200 }), over(1)).net).toMatchObject({ value: null, missing: ["start", "end"] });
      });
    });

    describe("a hole inside", () => {
      const holed = daily([100, 101, 102, 103]).concat(series({ 9: 109, 10: 110 }));

      it("takes growth away, and says where it is", () => {
        const growth = audienceGrowth(holed, over(10));
        for (const measure of [growth.net, growth.rate, growth.perDay])
          expect(measure).toMatchObject({ value: null, reason: "unknown-input", complete: false, missing: ["between"] });
        expect([growth.start.value, growth.end.value]).toEqual([100, 110]);
        expect(growth.gaps).toEqual([{ from: at(3), to: at(9) }]);
      });

      it("is one from three times the usual step on, and from 48 hours on", () => {
        expect(audienceGrowth(series({ 0: 1, 1: 2, 2: 3, 5: 4 }), over(5)).net.value).toBe(3);
        expect(audienceGrowth(series({ 0: 1, 1: 2, 2: 3, 5.1: 4 }), over(5.1)).net.value).toBeNull();
        const hourly = (last: number): readonly ObservedValue[] => series({ 0: 1, [1 / 24]: 2, [2 / 24]: 3, [last]: 4 });
        expect(audienceGrowth(hourly(2 + 2 / 24), over(2 + 2 / 24)).net.value).toBe(3);
        expect(audienceGrowth(hourly(2 + 3 / 24), over(2 + 3 / 24)).net.value).toBeNull();
        expect(audienceGrowth(series({ 0: 1, 30: 5 }), over(30)).net.value).toBe(4);
      });

      it("is what the host says", () => {
        expect(audienceGrowth(holed, { ...over(10), maxGapMs: 6 * day }).net.value).toBe(10);
        expect(audienceGrowth(holed, { ...over(10), maxGapMs: 6 * day - 1 }).net.value).toBeNull();
        expect(audienceGrowth(holed, { ...over(10), maxGapMs: Infinity }).net.value).toBe(10);
      });

      it("does not matter outside the period", () => {
        expect(audienceGrowth(holed, { from: at(0), to: at(3) }).net.value).toBe(3);
        expect(audienceGrowth(holed, { from: at(9), to: at(10) }).net.value).toBe(1);
      });
    });

    describe("who came and who went", () => {
      const hundred = daily([1000, 1100]);

      it("is unknown where the network does not tell", () => {
        const { grossRate, churnRate } = audienceGrowth(hundred, over(1));
        expect(grossRate).toMatchObject({ value: null, reason: "unknown-input", missing: ["gained"], complete: false });
        expect(churnRate).toMatchObject({ value: null, reason: "unknown-input", missing: ["lost"], complete: false });
      });

      it("is measured against the start", () => {
        const { grossRate, churnRate } = audienceGrowth(hundred, { ...over(1), gained: 130, lost: 30 });
        expect(grossRate).toMatchObject({ value: 0.13, numerator: 130, denominator: 1000, base: "followers" });
        expect(churnRate).toMatchObject({ value: 0.03, numerator: 30, denominator: 1000, base: "followers" });
        expect(churnRate).not.toHaveProperty("interval");
      });

      it("follows from net and lost, but who went not from who came", () => {
        expect(audienceGrowth(hundred, { ...over(1), lost: 50 }).grossRate).toMatchObject({ value: 0.15, numerator: 150 });
        expect(audienceGrowth(hundred, { ...over(1), gained: 150 }).churnRate).toMatchObject({ value: null, missing: ["lost"] });
        expect(audienceGrowth(daily([1000, 900]), { ...over(1), lost: 50 }).grossRate).toMatchObject({ value: null, missing: ["gained"] });
      });

      it("is known over a hole, for that the network itself counted", () => {
        const { grossRate, churnRate } = audienceGrowth(series({ 0: 100, 1: 100, 2: 100, 20: 104 }), { ...over(20), gained: 9, lost: 5 });
        expect([grossRate.value, churnRate.value]).toEqual([0.09, 0.05]);
      });

      it("needs the start", () => {
        expect(audienceGrowth(series({ 9: 100, 10: 104 }), { ...over(10), lost: 5 }).churnRate).toMatchObject({
          value: null,
          missing: ["start"],
        });
        expect(audienceGrowth(series({ 0.5: 100, 10: 104 }), { ...over(10), lost: 5 }).churnRate).toMatchObject({ approximated: true });
      });
    });

    it("has nothing to say of nothing", () => {
      const growth = audienceGrowth([], over(1));
      for (const one of [growth.start, growth.end, growth.net, growth.rate, growth.perDay])
        expect(one).toMatchObject({ value: null, reason: "no-data" });
    });

    it("gives no growth on too few readings, when asked", () => {
      const { net, rate, perDay } = audienceGrowth(daily([1, 2, 3]), { ...over(2), minN: 4 });
      for (const one of [net, rate, perDay]) expect(one).toMatchObject({ value: null, reason: "insufficient-sample", n: 3 });
      expect(audienceGrowth(daily([1, 2, 3]), { ...over(2), minN: 3 }).net.value).toBe(2);
    });

    it("measures something else when it is named", () => {
      const members = daily([10, 20]).map((one) => ({ ...one, metric: "members" }));
      expect(audienceGrowth(members, { ...over(1), metric: "members" }).rate).toMatchObject({ value: 1, base: "members" });
    });

    it.each([
      ["no list", null, over(1), "`series`"],
      ["an observation that is nothing", [null], over(1), "position 0"],
      ["no subject", [{ ...daily([1])[0], subject: undefined }], over(1), "subject"],
      ["no value", [{ ...daily([1])[0], value: undefined }], over(1), "value"],
      ["a negative value", daily([-1]), over(1), "followers is -1"],
      ["NaN", daily([Number.NaN]), over(1), "followers is NaN"],
      ["Infinity", daily([Infinity]), over(1), "followers is Infinity"],
      ["a value that is text", [{ ...daily([1])[0], value: "1" }], over(1), 'followers is "1"'],
      ["another metric", daily([1]).map((one) => ({ ...one, metric: "likes" })), over(1), "likes"],
      ["several accounts", [...daily([1, 2]), ...daily([3, 4], "mastodon:x")], over(1), "2 accounts"],
      ["two values at one instant", [...series({ 0: 1 }), ...series({ 0: 2 })], over(1), "two values"],
      ["a time that is none", [{ ...daily([1])[0], at: "yesterday" }], over(1), "at of an observation"],
      ["no options", [], undefined, "`options`"],
      ["a period that is none", [], { from: "now", to: at(1) }, "from"],
      ["a period without an end", [], { from: at(0) }, "to"],
      ["a reversed period", [], { from: at(1), to: at(0) }, "from is not earlier"],
      ["a period of no length", [], { from: at(1), to: at(1) }, "from is not earlier"],
      ["maxGapMs of 0", [], { ...over(1), maxGapMs: 0 }, "maxGapMs"],
      ["maxGapMs that is NaN", [], { ...over(1), maxGapMs: Number.NaN }, "maxGapMs"],
      ["maxGapMs that is text", [], { ...over(1), maxGapMs: "48h" }, "maxGapMs"],
      ["nearMs below 0", [], { ...over(1), nearMs: -1 }, "nearMs"],
      ["nearMs without end", [], { ...over(1), nearMs: Infinity }, "nearMs"],
      ["a negative gain", daily([1, 2]), { ...over(1), gained: -1 }, "gained"],
      ["a negative loss", daily([1, 2]), { ...over(1), lost: -1 }, "lost"],
      ["a metric without a name", [], { ...over(1), metric: "" }, "metric"],
      ["a least sample that is none", [], { ...over(1), minN: -1 }, "minN"],
    ])("refuses %s", (_what, values, options, words) => {
      expect(() => audienceGrowth(values as readonly ObservedValue[], options as AudienceGrowthOptions)).toThrow(refusal(words));
    });

    const anySeries = fc.uniqueArray(fc.record({ at: fc.integer({ min: -60, max: 300 }), value: fc.nat(5000) }), {
      selector: (one) => one.at,
      maxLength: 40,
    });
    const hours = (points: readonly { readonly at: number; readonly value: number }[]): readonly ObservedValue[] =>
      points.map((one) => ({ subject: account, metric: "followers", value: one.value, at: at(one.at / 24) }));

    it("does not depend on the order of the readings, nor on copies", () => {
      fc.assert(
        fc.property(anySeries, fc.infiniteStream(fc.nat()), (points, numbers) => {
          const readings = hours(points);
          const shuffled = readings.map((one) => [numbers.next().value, one] as const).sort(([one], [other]) => one - other);
          const again = [...shuffled.map(([, one]) => one), ...readings.slice(0, 3)];
          expect(audienceGrowth(again, { ...over(10), lost: 3 })).toEqual(audienceGrowth(readings, { ...over(10), lost: 3 }));
        }),
      );
    });

    it("adds up over periods that touch, when nothing is missing", () => {
      fc.assert(
        fc.property(fc.array(fc.nat(5000), { minLength: 11, maxLength: 11 }), fc.integer({ min: 1, max: 9 }), (values, cut) => {
          const readings = daily(values);
          const first = audienceGrowth(readings, { from: at(0), to: at(cut) }).net.value ?? Number.NaN;
          const second = audienceGrowth(readings, { from: at(cut), to: at(10) }).net.value ?? Number.NaN;
          expect(first + second).toBe(audienceGrowth(readings, over(10)).net.value);
        }),
      );
    });

    it("gives a number or a reason, whatever the series", () => {
      fc.assert(
        fc.property(anySeries, fc.option(fc.nat(100), { nil: undefined }), (points, lost) => {
          const { gaps, ...measures } = audienceGrowth(hours(points), { ...over(10), ...(lost !== undefined && { lost }) });
          for (const one of Object.values(measures)) expect(one.value === null ? one.reason : Number.isFinite(one.value)).toBeTruthy();
          expect(gaps.length > 0).toBe(measures.net.missing.includes("between"));
        }),
      );
    });
  });
});
