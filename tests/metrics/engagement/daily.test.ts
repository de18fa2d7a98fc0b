import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engagementRate, type DailyCounts, type DailyOptions, type ObservedValue } from "../../../src/metrics/index.js";
import { messageShell, ours, post } from "./content.js";
import { expectRefused } from "./refused.js";

const full = { likes: 0, replies: 0, shares: 0, saves: 0 };
const on = (date: number, likes: number, fields: Partial<DailyCounts> = {}): DailyCounts => ({
  ...full,
  day: `2026-03-${String(date).padStart(2, "0")}`,
  likes,
  followers: 1_000,
  ...fields,
});

describe("metrics", () => {
  describe("engagementRate.daily", () => {
    it("divides what happened on a day by followers; of X days all of it by X times followers", () => {
      expect(engagementRate.daily([on(2, 30), on(3, 10), on(4, 20)])).toEqual({
        value: 0.02,
        unit: "fraction",
        numerator: 60,
        denominator: 3_000,
        n: 3,
        base: "followers",
        aggregation: "ratioOfSums",
        components: { likes: 60, replies: 0, shares: 0, saves: 0 },
        complete: true,
        missing: [],
        timeZone: "UTC",
      });
    });

    it("weighs days alike where it is asked for, which differs when followers change", () => {
      const days = [on(2, 10, { followers: 100 }), on(3, 10, { followers: 1_000 })];
      expect(engagementRate.daily(days).value).toBeCloseTo(20 / 1_100, 12);
      expect(engagementRate.daily(days, { aggregation: "meanOfRates" }).value).toBeCloseTo(0.055, 12);
      expect(engagementRate.daily([...days, on(4, 500)], { aggregation: "median" }).value).toBe(0.1);
    });

    it("takes a number for followers, as an approximation, and observations of the end of each day", () => {
      const day = { ...full, day: "2026-03-02", likes: 10 };
      expect(engagementRate.daily([day], { followers: 100 })).toMatchObject({ value: 0.1, approximated: true });
      const at = (time: string, value: number): ObservedValue => ({ subject: "x:1", metric: "followers", value, at: time });
      const series = [at("2026-03-02T08:00:00.000Z", 50), at("2026-03-02T22:30:00.000Z", 200), at("2026-03-02T23:30:00.000Z", 400)];
      expect(engagementRate.daily([day], { followers: series })).toMatchObject({ denominator: 400, timeZone: "UTC" });
      expect(engagementRate.daily([day], { followers: series })).not.toHaveProperty("approximated");
      const midnight = [...series, at("2026-03-03T00:00:00.000Z", 800)];
      expect(engagementRate.daily([day], { followers: midnight })).toMatchObject({ denominator: 400 });
      expect(engagementRate.daily([day], { followers: series, timeZone: "Europe/Copenhagen" })).toMatchObject({
        denominator: 200,
        timeZone: "Europe/Copenhagen",
      });
      expect(engagementRate.daily([{ ...day, bucketTimeZone: "Europe/Copenhagen" }], { followers: series })).toMatchObject({
        denominator: 200,
        timeZone: "Europe/Copenhagen",
      });
      expect(engagementRate.daily([day], {})).toMatchObject({ value: null, reason: "unknown-input", missing: ["followers"] });
    });

    it("adds the days of several accounts up, each by its own followers", () => {
      const days = [on(2, 10, { account: "x:1" }), on(2, 90, { account: "facebook:2", followers: 9_000 })];
      expect(engagementRate.daily(days)).toMatchObject({ value: 0.01, n: 2, gross: true });
      const zones = [on(2, 1, { account: "x:1" }), on(2, 1, { account: "facebook:2", bucketTimeZone: "America/Los_Angeles" })];
      expect(engagementRate.daily(zones)).not.toHaveProperty("timeZone");
    });

    it("is a lower bound where a day does not tell a kind, and says that our replies are in it", () => {
      const day = { day: "2026-03-02", likes: 10, replies: 0, shares: 0, followers: 1_000 };
      expect(engagementRate.daily([day, on(3, 10, { replies: 5 })])).toMatchObject({
        value: 0.0125,
        complete: false,
        missing: ["saves"],
        includesOwn: true,
      });
      expect(engagementRate.daily([day], { strict: true })).toMatchObject({ value: null, reason: "unknown-input" });
      expect(engagementRate.daily([on(2, 1)], { minN: 2 })).toMatchObject({ value: null, reason: "insufficient-sample" });
      expect(engagementRate.daily([])).toMatchObject({ value: null, reason: "no-data" });
      const period = { from: "2026-03-02T00:00:00.000Z", to: "2026-03-03T00:00:00.000Z" };
      expect(engagementRate.daily([], period)).toMatchObject({ value: null, reason: "no-data" });
    });

    it("takes our replies below our posts off the day on which we wrote them", () => {
      const boots = post("boots");
      const at = (id: string, createdAt: string, fields = {}): ReturnType<typeof ours> => ours(id, boots, { createdAt, ...fields });
      const days = [on(2, 0, { replies: 5, account: "instagram:1" }), on(3, 0, { replies: 5, account: "instagram:1" })];
      const excludeOwn = [
        at("a", "2026-03-01T23:59:59.999Z"),
        at("b", "2026-03-02T00:00:00.000Z"),
        at("c", "2026-03-02T23:59:59.999Z"),
        at("d", "2026-03-03T00:00:00.000Z"),
        at("e", "2026-03-03T10:00:00.000Z", { kind: "mention" }),
        at("f", "2026-03-03T10:00:00.000Z", { key: "instagram:2:message:f" }),
      ];
      expect(engagementRate.daily(days, { excludeOwn })).toMatchObject({
        components: { replies: 7 },
        excluded: { own: 3 },
        complete: true,
      });
      expect(engagementRate.daily(days, { excludeOwn })).not.toHaveProperty("includesOwn");
      const gone = messageShell(at("b", "2026-03-02T08:00:00.000Z"), "2026-03-02T09:00:00.000Z");
      expect(engagementRate.daily(days, { excludeOwn: [gone] })).toMatchObject({ components: { replies: 9 }, missing: ["replies"] });
      const few = [on(2, 4, { replies: 1, account: "instagram:1" })];
      expect(engagementRate.daily(few, { excludeOwn })).toMatchObject({ numerator: 4, complete: false, missing: ["replies"] });
      expect(engagementRate.daily(few, { excludeOwn })).not.toHaveProperty("includesOwn");
      const skies = post("skies", {}, "bluesky:1");
      const sky = [on(2, 0, { replies: 5, account: "bluesky:1" })];
      const [direct, nested] = [{}, { parent: "bluesky:1:message:theirs" }].map((fields, index) =>
        ours(String(index), skies, { createdAt: "2026-03-02T08:00:00.000Z", ...fields }),
      );
      expect(engagementRate.daily(sky, { excludeOwn: [direct!, nested!] })).toMatchObject({
        components: { replies: 4 },
        excluded: { own: 1 },
      });
      const unnamed = engagementRate.daily([on(2, 0, { replies: 5 })], { excludeOwn });
      expect(unnamed).toMatchObject({ components: { replies: 5 }, includesOwn: true });
    });

    it("does not depend on the order of the days", () => {
      const count = fc.integer({ min: 0, max: 99 });
      const list = fc.uniqueArray(fc.record({ date: fc.integer({ min: 1, max: 28 }), likes: count, followers: count }), {
        selector: ({ date }) => date,
        maxLength: 9,
      });
      const how = fc.constantFrom("ratioOfSums" as const, "meanOfRates" as const, "median" as const);
      fc.assert(
        fc.property(list, how, (given, aggregation) => {
          const days = given.map(({ date, likes, followers }) => on(date, likes, { followers }));
          expect(engagementRate.daily(days.toReversed(), { aggregation })).toEqual(engagementRate.daily(days, { aggregation }));
        }),
      );
    });

    it.each([
      ["what is no list", on(2, 1), {}, "`days` is no list"],
      ["a hole in the list", [null], {}, "`days` has no day at position 0"],
      ["a day that is no date", [on(2, 1, { day: "Monday" })], {}, "day is no date"],
      ["a day that does not exist", [on(2, 1, { day: "2026-02-30" })], {}, "day is no date"],
      ["an instant for a day", [on(2, 1, { day: "2026-03-02T00:00:00.000Z" })], {}, "day is no date"],
      ["no day", [{ likes: 1 }], {}, "day is no date"],
      ["a day that is there twice", [on(2, 1), on(2, 1)], {}, "A day is there twice"],
      ["a negative count", [on(2, -1)], {}, "likes is -1"],
      ["an unknown zone", [on(2, 1)], { timeZone: "Mars/Olympus" }, "timeZone is"],
      ["an unknown zone of a day", [on(2, 1, { bucketTimeZone: "Mars/Olympus" })], {}, "timeZone is"],
      ["an account that is a number", [{ ...on(2, 1), account: 1 }], {}, "account of a day is no text"],
      ["an unknown kind", [on(2, 1)], { kinds: ["hugs"] }, "kinds holds nothing"],
      ["a period for counts by day", [on(2, 1)], { from: "2026-03-02T00:00:00.000Z" }, "from, to and posts say nothing"],
      ["days and observations in one", [on(2, 1), { subject: "x:1", metric: "likes" }], {}, "`days` holds days and observations"],
    ])("refuses %s", (_, days, options, part) => {
      expectRefused(() => engagementRate.daily(days as readonly DailyCounts[], options as DailyOptions), part);
    });
  });

  describe("engagementRate.daily from observations", () => {
    const key = "instagram:1:post:boots";
    const from = "2026-03-02T00:00:00.000Z";
    const to = "2026-03-05T00:00:00.000Z";
    const period = { from, to, kinds: ["likes", "replies"] } as const;
    const seen = (metric: string, value: number, at: string, subject = key): ObservedValue => ({
      subject,
      metric,
      value,
      at: at.length === 24 ? at : `2026-03-${at}:00:00.000Z`,
    });
    const followers = [seen("followers", 1_000, "02T06", "instagram:1"), seen("followers", 2_000, "04T06", "instagram:1")];
    const likes = [seen("likes", 100, "01T20"), seen("likes", 130, "03T20"), seen("likes", 160, to), seen("likes", 900, "05T01")];
    const replies = [seen("replies", 4, "01T20"), seen("replies", 14, "04T20")];

    it("counts what was added between both ends, by the followers of each day", () => {
      expect(engagementRate.daily([...likes, ...replies, ...followers], period)).toEqual({
        value: 70 / 4_000,
        unit: "fraction",
        numerator: 70,
        denominator: 4_000,
        n: 3,
        base: "followers",
        aggregation: "ratioOfSums",
        components: { likes: 60, replies: 10 },
        complete: true,
        missing: [],
        includesOwn: true,
        timeZone: "UTC",
      });
    });

    it("takes the reading that was made just at an end", () => {
      const exact = [seen("likes", 90, "01T20"), seen("likes", 100, from), seen("likes", 160, to), ...replies, ...followers];
      expect(engagementRate.daily(exact, period)).toMatchObject({ components: { likes: 60 }, complete: true });
    });

    it("takes followers from the options as well", () => {
      expect(engagementRate.daily([...likes, ...replies], { ...period, followers })).toMatchObject({ denominator: 4_000 });
      expect(engagementRate.daily([...likes, ...replies], { ...period, followers: 100 })).toMatchObject({
        denominator: 300,
        approximated: true,
      });
      expect(engagementRate.daily([...likes, ...replies], period)).toMatchObject({ value: null, missing: ["followers"] });
    });

    it("counts a post that appeared meanwhile from 0, where its time is given, and else from its first reading", () => {
      const young = [seen("likes", 10, "03T12"), seen("likes", 50, "04T22"), seen("replies", 2, "04T22"), ...followers];
      const posts = [{ key, createdAt: "2026-03-03T11:00:00.000Z" }];
      expect(engagementRate.daily(young, { ...period, posts })).toMatchObject({ components: { likes: 50, replies: 2 }, complete: true });
      expect(engagementRate.daily(young, period)).toMatchObject({
        components: { likes: 40 },
        complete: false,
        missing: ["likes", "replies"],
      });
      const old = [{ key, createdAt: "2026-03-01T11:00:00.000Z" }];
      expect(engagementRate.daily([...likes, ...replies, ...followers], { ...period, posts: old })).toMatchObject({
        components: { likes: 60, replies: 10 },
        complete: true,
      });
      const once = [seen("likes", 10, "03T12"), ...replies, ...followers];
      expect(engagementRate.daily(once, period)).toMatchObject({ components: { replies: 10 }, missing: ["likes"] });
      expect(engagementRate.daily(once, period)).not.toHaveProperty("components.likes");
      const later = [{ key, createdAt: "2026-03-05T00:00:00.000Z" }];
      expect(engagementRate.daily(young, { ...period, posts: later })).toMatchObject({ value: null, reason: "no-data" });
    });

    it("knows nothing of a count that fell, and of a post that was not read in the period", () => {
      const fell = [seen("likes", 100, "01T20"), seen("likes", 90, "04T20"), ...replies, ...followers];
      expect(engagementRate.daily(fell, period)).toMatchObject({ components: { replies: 10 }, complete: false, missing: ["likes"] });
      expect(engagementRate.daily(fell, period)).not.toHaveProperty("approximated");
      const still = [seen("likes", 5, from), ...replies, ...followers];
      expect(engagementRate.daily(still, period)).toMatchObject({ components: { replies: 10 }, missing: ["likes"] });
      const unread = [seen("likes", 5, "01T10", "instagram:1:post:old"), ...likes, ...replies, ...followers];
      expect(engagementRate.daily(unread, period)).toMatchObject({ components: { likes: 60 }, missing: ["likes", "replies"] });
    });

    it("is approximated where a reading is more than a day from its end", () => {
      const early = [seen("likes", 100, "2026-02-28T23:59:59.999Z"), seen("likes", 160, "04T20"), ...replies, ...followers];
      expect(engagementRate.daily(early, period)).toMatchObject({ numerator: 70, approximated: true, complete: true });
      const ended = [seen("likes", 100, "01T20"), seen("likes", 160, "03T23"), ...replies, ...followers];
      expect(engagementRate.daily(ended, period)).toMatchObject({ approximated: true });
      const justInTime = [seen("likes", 100, "01T00"), seen("likes", 160, "04T00"), ...replies, ...followers];
      expect(engagementRate.daily(justInTime, period)).not.toHaveProperty("approximated");
    });

    it("adds reactions by name up where likes are not observed", () => {
      const named = [seen("reactions.love", 1, "01T20"), seen("reactions.love", 4, "04T20"), seen("reactions.👍", 0, "01T20")];
      const all = [...named, seen("reactions.👍", 2, "04T20"), ...replies, ...followers];
      expect(engagementRate.daily(all, period)).toMatchObject({ components: { likes: 5, replies: 10 }, complete: true });
      expect(engagementRate.daily(all, period)).not.toHaveProperty("approximated");
      expect(engagementRate.daily([...all, ...likes], period)).toMatchObject({ components: { likes: 60 } });
      const young = [seen("reactions.haha", 1, "03T20"), seen("reactions.haha", 2, "04T20")];
      expect(engagementRate.daily([...all, ...young], period)).toMatchObject({ components: { likes: 6 }, missing: ["likes"] });
      const stale = [seen("reactions.wow", 0, "2026-02-20T00:00:00.000Z"), seen("reactions.wow", 1, "04T20")];
      expect(engagementRate.daily([...all, ...stale], period)).toMatchObject({ components: { likes: 6 }, approximated: true });
    });

    it("takes our replies of the period off", () => {
      const boots = post("boots");
      const excludeOwn = ["2026-03-01T23:00:00.000Z", from, "2026-03-04T10:00:00.000Z", to].map((createdAt, at) =>
        ours(String(at), boots, { createdAt }),
      );
      const measure = engagementRate.daily([...likes, ...replies, ...followers], { ...period, excludeOwn });
      expect(measure).toMatchObject({ components: { likes: 60, replies: 8 }, excluded: { own: 2 }, complete: true });
      expect(measure).not.toHaveProperty("includesOwn");
      const every = Array.from({ length: 10 }, (_, at) => ours(`e${at}`, boots, { createdAt: from }));
      expect(engagementRate.daily([...likes, ...replies, ...followers], { ...period, excludeOwn: every })).toMatchObject({
        components: { likes: 60, replies: 0 },
        complete: true,
      });
      const many = Array.from({ length: 11 }, (_, at) => ours(`m${at}`, boots, { createdAt: from }));
      expect(engagementRate.daily([...likes, ...replies, ...followers], { ...period, excludeOwn: many })).toMatchObject({
        numerator: 60,
        missing: ["replies"],
      });
    });

    it("adds accounts up, each with its own followers, and passes over counts of accounts themselves", () => {
      const other = [
        seen("likes", 0, "01T20", "x:2:post:9"),
        seen("likes", 30, "04T20", "x:2:post:9"),
        seen("likes", 7_000, "03T20", "x:2"),
        seen("followers", 500, "02T06", "x:2"),
      ];
      const measure = engagementRate.daily([...likes, ...other, ...followers], { ...period, kinds: ["likes"] });
      expect(measure).toMatchObject({ numerator: 90, denominator: 5_500, n: 6, gross: true, complete: true });
    });

    it("cuts days of 23 hours where the clock goes forward", () => {
      const zone = { timeZone: "Europe/Copenhagen", from: "2026-03-28T23:00:00.000Z", to: "2026-03-29T22:00:00.000Z" };
      const told = [seen("likes", 5, "28T22"), seen("likes", 15, "29T21"), seen("followers", 100, "28T23", "instagram:1")];
      expect(engagementRate.daily(told, { ...zone, kinds: ["likes"] })).toMatchObject({ value: 0.1, n: 1, timeZone: "Europe/Copenhagen" });
      expectRefused(() => engagementRate.daily(told, { ...zone, timeZone: "UTC" }), "from is in the middle of a day in UTC");
      expectRefused(() => engagementRate.daily(told, { ...zone, to: "2026-03-29T23:00:00.000Z" }), "to is in the middle of a day");
    });

    it("does not depend on the order of the observations", () => {
      const all = [...likes, ...replies, ...followers, seen("likes", 161, to), seen("likes", 105, "01T10")];
      expect(engagementRate.daily(all, period)).toMatchObject({ components: { likes: 61 } });
      fc.assert(
        fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (list) => {
          expect(engagementRate.daily(list, period)).toEqual(engagementRate.daily(all, period));
        }),
      );
    });

    it.each([
      ["no period", { kinds: ["likes"] }, likes, "Observations say nothing of a period"],
      ["a period without an end", { from }, likes, "Observations say nothing of a period"],
      ["a period that ends before it begins", { from: to, to: from }, likes, "from is not before to"],
      ["a period of nothing", { from, to: from }, likes, "from is not before to"],
      ["a time that is none", { from: "soon", to }, likes, "from is no time"],
      ["an unknown zone", { from, to, timeZone: "Mars" }, likes, "timeZone is"],
      ["a mean of rates, which takes each day", { ...period, aggregation: "meanOfRates" }, likes, "do not tell one day from the next"],
      ["posts that are no list", { ...period, posts: {} }, likes, "`posts` is no list"],
      ["an observation of nothing", period, [{ ...likes[0], subject: undefined }], "An observation has no `subject`"],
      ["an observation without a value", period, [{ ...likes[0], value: undefined }], "An observation has no value"],
      ["an observation of fewer than none", period, [{ ...likes[0], value: -1 }], "likes is -1"],
      ["an observation without a time", period, [{ ...likes[0], at: "soon" }], "at of an observation is no time"],
      [
        "one number of followers for two accounts",
        { ...period, followers: 5 },
        [...likes, seen("likes", 1, "03T20", "x:2:post:9")],
        "followers is one number for several accounts",
      ],
    ])("refuses %s", (_, options, list, part) => {
      expectRefused(() => engagementRate.daily(list as readonly ObservedValue[], options as DailyOptions), part);
    });
  });
});
