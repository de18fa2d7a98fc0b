import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageShell } from "../../../src/inbox/shell.js";
import { mentionSeries, type MentionBucket, type MentionSeriesOptions } from "../../../src/metrics/index.js";
import type { Message } from "../../../src/model/message.js";
import { refusal } from "./followers.js";
import { by, ownPost, said } from "./said.js";

const on = (createdAt: string, fields: Partial<Message> = {}): Message => said({ createdAt, ...fields });
const counts = (buckets: readonly MentionBucket[]): readonly (number | null)[] => buckets.map(({ count }) => count.value);
const week: MentionSeriesOptions = { timeZone: "UTC", every: "day", from: "2026-03-02T00:00:00.000Z", to: "2026-03-09T00:00:00.000Z" };

describe("metrics", () => {
  describe("mentionSeries", () => {
    it("counts by day, and gives an empty day 0", () => {
      const messages = ["2026-03-02T10:00:00.000Z", "2026-03-02T23:00:00.000Z", "2026-03-05T00:00:00.000Z"].map((time) => on(time));
      const days = mentionSeries(messages, week);
      expect(counts(days)).toEqual([2, 0, 0, 1, 0, 0, 0]);
      expect(days[0]).toEqual({
        start: "2026-03-02T00:00:00.000Z",
        end: "2026-03-03T00:00:00.000Z",
        hours: 24,
        count: { value: 2, unit: "count", n: 2, timeZone: "UTC", complete: true, missing: [] },
      });
    });

    it("takes the first instant of a bucket in, and the first after it not", () => {
      const edges = ["2026-03-01T23:59:59.999Z", "2026-03-02T00:00:00.000Z", "2026-03-08T23:59:59.999Z", "2026-03-09T00:00:00.000Z"];
      expect(
        counts(
          mentionSeries(
            edges.map((time) => on(time)),
            week,
          ),
        ),
      ).toEqual([1, 0, 0, 0, 0, 0, 1]);
    });

    // The clocks of Copenhagen went forward on 29 March and go back on 25 October 2026, those of New York on 8 March and 1 November.
    it.each([
      ["Europe/Copenhagen", "2026-03-29", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z", 23],
      ["Europe/Copenhagen", "2026-10-25", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z", 25],
      ["America/New_York", "2026-03-08", "2026-03-08T05:00:00.000Z", "2026-03-09T04:00:00.000Z", 23],
      ["America/New_York", "2026-11-01", "2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z", 25],
      ["Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30:00.000Z", "2026-10-04T13:00:00.000Z", 23.5],
      ["Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00.000Z", "2026-04-05T13:30:00.000Z", 24.5],
    ])("knows how long the day is in %s on %s", (timeZone, _day, start, end, hours) => {
      const [from, to] = [-1, 1].map((days) => new Date(Date.parse(days < 0 ? start : end) + days * 3_600_000).toISOString());
      const last = new Date(Date.parse(end) - 1).toISOString();
      const days = mentionSeries([on(start), on(last), on(end)], { timeZone, every: "day", from: from ?? "", to: to ?? "" });
      expect(days.map((one) => one.hours)).toEqual([1, hours, 1]);
      expect(days[1]).toMatchObject({ start, end, count: { value: 2, timeZone } });
      expect(counts(days)).toEqual([0, 2, 1]);
    });

    it("makes two of the hour that the clock shows twice, and none of the one that it skips", () => {
      const options: MentionSeriesOptions = {
        timeZone: "Europe/Copenhagen",
        every: "hour",
        from: "2026-10-24T22:00:00.000Z",
        to: "2026-10-25T23:00:00.000Z",
      };
      const autumn = mentionSeries([on("2026-10-25T00:30:00.000Z"), on("2026-10-25T01:30:00.000Z")], options);
      expect(autumn).toHaveLength(25);
      expect(counts(autumn).slice(0, 5)).toEqual([0, 0, 1, 1, 0]);
      const spring = mentionSeries([], { ...options, from: "2026-03-28T23:00:00.000Z", to: "2026-03-29T22:00:00.000Z" });
      expect(spring).toHaveLength(23);
    });

    it("counts by week, from Monday or as the host says, and by month", () => {
      const messages = [on("2026-03-01T12:00:00.000Z"), on("2026-03-02T12:00:00.000Z"), on("2026-03-08T12:00:00.000Z")];
      const options: MentionSeriesOptions = { ...week, every: "week", from: "2026-02-23T00:00:00.000Z" };
      expect(counts(mentionSeries(messages, options))).toEqual([1, 2]);
      const sundays = mentionSeries(messages, {
        ...options,
        from: "2026-02-22T00:00:00.000Z",
        to: "2026-03-15T00:00:00.000Z",
        weekStartsOn: 7,
      });
      expect(sundays.map(({ start, count }) => [start.slice(0, 10), count.value])).toEqual([
        ["2026-02-22", 0],
        ["2026-03-01", 2],
        ["2026-03-08", 1],
      ]);
      const months = mentionSeries(messages, {
        timeZone: "Europe/Copenhagen",
        every: "month",
        from: "2026-01-31T23:00:00.000Z",
        to: "2026-03-31T22:00:00.000Z",
      });
      expect(months.map(({ start, end, hours, count }) => [start, end, hours, count.value])).toEqual([
        ["2026-01-31T23:00:00.000Z", "2026-02-28T23:00:00.000Z", 672, 0],
        ["2026-02-28T23:00:00.000Z", "2026-03-31T22:00:00.000Z", 743, 3],
      ]);
    });

    it("cuts the first and the last bucket at the period, and says how long they are", () => {
      const messages = [on("2026-03-02T05:00:00.000Z"), on("2026-03-02T07:00:00.000Z"), on("2026-03-03T07:00:00.000Z")];
      const days = mentionSeries(messages, { ...week, from: "2026-03-02T06:00:00.000Z", to: "2026-03-03T06:00:00.000Z" });
      expect(days.map(({ start, hours, count }) => [start, hours, count.value])).toEqual([
        ["2026-03-02T06:00:00.000Z", 18, 1],
        ["2026-03-03T00:00:00.000Z", 6, 0],
      ]);
      expect(mentionSeries(messages, { ...week, to: week.from })).toEqual([]);
    });

    describe("a stretch that was not read", () => {
      const gaps = [{ from: "2026-03-03T00:00:00.000Z", to: "2026-03-04T18:00:00.000Z" }];
      const messages = [on("2026-03-02T12:00:00.000Z"), on("2026-03-04T20:00:00.000Z")];

      it("has no count where it fills the bucket, and that is not 0", () => {
        const days = mentionSeries(messages, { ...week, gaps });
        expect(counts(days)).toEqual([1, null, 1, 0, 0, 0, 0]);
        expect(days[1]?.count).toMatchObject({ value: null, reason: "unknown-input", missing: ["messages"], complete: false, coverage: 0 });
      });

      it("makes a lower bound of what was read in part, or nothing when strict", () => {
        expect(mentionSeries(messages, { ...week, gaps })[2]?.count).toEqual({
          value: 1,
          unit: "count",
          n: 1,
          timeZone: "UTC",
          complete: false,
          missing: ["messages"],
          coverage: 0.25,
        });
        expect(counts(mentionSeries(messages, { ...week, gaps, strict: true }))).toEqual([1, null, null, 0, 0, 0, 0]);
      });

      it("still counts what came from it by another way", () => {
        const found = mentionSeries([on("2026-03-03T12:00:00.000Z")], { ...week, gaps });
        expect(found[1]?.count).toMatchObject({ value: 1, complete: false, coverage: 0 });
      });

      it("may begin before everything, overlap another, come in any order, or be empty", () => {
        const many = [
          { from: "2026-03-05T18:00:00.000Z", to: "2026-03-06T00:00:00.000Z" },
          { to: "2026-03-03T00:00:00.000Z" },
          { from: "2026-03-05T00:00:00.000Z", to: "2026-03-05T12:00:00.000Z" },
          { from: "2026-03-05T06:00:00.000Z", to: "2026-03-05T20:00:00.000Z" },
          { from: "2026-03-05T07:00:00.000Z", to: "2026-03-05T08:00:00.000Z" },
          { from: "2026-03-07T07:00:00.000Z", to: "2026-03-07T07:00:00.000Z" },
        ];
        for (const all of [many, many.toReversed()])
          expect(counts(mentionSeries([], { ...week, gaps: all }))).toEqual([null, 0, 0, null, 0, 0, 0]);
        expect(mentionSeries([], { ...week, gaps: many.slice(2, 5) })[3]?.count.coverage).toBeCloseTo(4 / 24, 12);
      });
    });

    it("keeps bots in the volume unless told, and leaves out our own and notes", () => {
      const noon = "2026-03-02T12:00:00.000Z";
      const messages = [
        on(noon, by("anna")),
        on(noon, by("bot", { isBot: true })),
        on(noon, by("feed")),
        on(noon, { direction: "outbound" }),
        on(noon, { visibility: "internal" }),
        ownPost({ createdAt: noon }),
        on("2026-03-04T12:00:00.000Z", by("bot", { isBot: true })),
      ];
      const options: MentionSeriesOptions = { ...week, isBot: ({ key }) => key.endsWith("feed") };
      const days = mentionSeries(messages, options);
      expect(counts(days).slice(0, 3)).toEqual([3, 0, 1]);
      expect(counts(mentionSeries(messages, { ...options, includeBots: false })).slice(0, 3)).toEqual([1, 0, 0]);
      expect(counts(mentionSeries(messages, { ...options, includeOwn: true }))[0]).toBe(5);
    });

    it("says in each bucket what was left out of it", () => {
      const messages = [
        on("2026-03-02T12:00:00.000Z", { direction: "outbound" }),
        on("2026-03-04T12:00:00.000Z", by("bot", { isBot: true })),
        on("2026-02-04T12:00:00.000Z", by("bot", { isBot: true })),
      ];
      const days = mentionSeries(messages, { ...week, includeBots: false });
      expect(days.map(({ count }) => count.excluded)).toEqual([
        { own: 1 },
        undefined,
        { bot: 1 },
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
    });

    it("asks the host which messages are mentions", () => {
      const messages = [on("2026-03-02T12:00:00.000Z", { mentionsUs: true }), on("2026-03-02T12:00:00.000Z")];
      expect(counts(mentionSeries(messages, { ...week, isMention: ({ mentionsUs }) => mentionsUs === true }))[0]).toBe(1);
    });

    it("counts copies once and shells as what they were", () => {
      const message = on("2026-03-02T12:00:00.000Z", { mentionsUs: true });
      const shell = messageShell(message, "2026-04-01T00:00:00.000Z");
      expect(counts(mentionSeries([message, { ...message }, shell], week))[0]).toBe(1);
      expect(counts(mentionSeries([shell], week))[0]).toBe(1);
      for (const messages of [
        [message, shell],
        [shell, message],
      ])
        expect(counts(mentionSeries(messages, { ...week, isMention: ({ mentionsUs }) => mentionsUs === true }))[0]).toBe(1);
    });

    it("takes the earlier of two times that copies tell", () => {
      const message = on("2026-03-02T12:00:00.000Z");
      const moved = { ...message, createdAt: "2026-03-03T12:00:00.000Z" };
      for (const messages of [
        [message, moved],
        [moved, message],
      ])
        expect(counts(mentionSeries(messages, week)).slice(0, 2)).toEqual([1, 0]);
    });

    it.each([
      ["no list", null, week, "`messages`"],
      ["a message that is nothing", [null], week, "position 0"],
      ["a message without a key", [{ createdAt: week.from }], week, "key"],
      ["a message without a time", [{ key: "x:1:message:1" }], week, "createdAt of x:1:message:1"],
      ["no options", [], undefined, "`options`"],
      ["no zone", [], { ...week, timeZone: undefined }, "timeZone"],
      ["an unknown zone", [], { ...week, timeZone: "Mars/Base" }, "timeZone"],
      ["an unknown bucket", [], { ...week, every: "fortnight" }, "every"],
      ["an unknown first day", [], { ...week, every: "week", weekStartsOn: 0 }, "weekStartsOn"],
      ["a from that is no time", [], { ...week, from: "monday" }, "from"],
      ["a to that is missing", [], { ...week, to: undefined }, "to"],
      ["a reversed period", [], { ...week, from: week.to, to: week.from }, "from is later than to"],
      ["gaps that are no list", [], { ...week, gaps: {} }, "`gaps`"],
      ["a gap that is nothing", [], { ...week, gaps: [null] }, "`gaps`"],
      ["a reversed gap", [], { ...week, gaps: [{ from: week.to, to: week.from }] }, "Gap 0"],
      ["a gap without an end", [], { ...week, gaps: [{ from: week.to }] }, "to of gap 0"],
      ["a test for mentions that is none", [], { ...week, isMention: true }, "isMention"],
      ["a test for bots that is none", [], { ...week, isBot: true }, "isBot"],
    ])("refuses %s", (_what, messages, options, words) => {
      expect(() => mentionSeries(messages as readonly Message[], options as MentionSeriesOptions)).toThrow(refusal(words));
    });

    it("puts every message of the period into one bucket, whatever the zone, bucket and order", () => {
      const from = Date.parse("2026-03-20T00:00:00.000Z");
      const anyTime = fc.integer({ min: -5, max: 24 * 40 + 5 }).map((hours) => from + hours * 3_600_000 + (hours % 7) * 599_999);
      const zones = fc.constantFrom("UTC", "Europe/Copenhagen", "Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York");
      fc.assert(
        fc.property(
          fc.array(anyTime, { maxLength: 30 }),
          zones,
          fc.constantFrom("hour", "day", "week", "month"),
          fc.integer({ min: 0, max: 960 }),
          (times, timeZone, every, hours) => {
            const to = from + hours * 3_600_000;
            const options = { timeZone, every, from: new Date(from).toISOString(), to: new Date(to).toISOString() } as const;
            const messages = times.map((time) => on(new Date(time).toISOString()));
            const buckets = mentionSeries(messages, options);
            expect(mentionSeries(messages.toReversed(), options)).toEqual(buckets);
            const sum = buckets.reduce((all, { count }) => all + (count.value ?? Number.NaN), 0);
            expect(sum).toBe(times.filter((time) => time >= from && time < to).length);
            expect(buckets.reduce((all, one) => all + one.hours, 0)).toBeCloseTo(hours, 9);
            for (const [index, bucket] of buckets.entries()) expect(bucket.start).toBe(buckets[index - 1]?.end ?? options.from);
          },
        ),
      );
    });
  });
});
