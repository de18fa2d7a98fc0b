import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  amplification,
  engagementRate,
  reachRate,
  type FollowerEngagementOptions,
  type ObservedValue,
} from "../../../src/metrics/index.js";
import { inbound } from "../../reply/message.js";
import { post } from "./content.js";
import { expectRefused } from "./refused.js";

const counts = { likes: 10, replies: 0, shares: 0, saves: 0 };
const followers = (value: number, at: string, subject = "instagram:1"): ObservedValue => ({ subject, metric: "followers", value, at });
const day = (date: number, month = 3): string => new Date(Date.UTC(2026, month - 1, date)).toISOString();
const boots = post("boots", { counts });

describe("metrics", () => {
  describe("followers of the day of a post", () => {
    it("are those that the post tells, whatever else is given", () => {
      const told = { ...boots, followers: 500 };
      const measure = engagementRate.byFollowers(told, { followers: [followers(1_000, day(10))] });
      expect(measure).toMatchObject({ value: 0.02 });
      expect(measure).not.toHaveProperty("approximated");
    });

    it("are a number of another day where only that is given", () => {
      expect(engagementRate.byFollowers(boots, { followers: 2_000 })).toMatchObject({ value: 0.005, approximated: true });
    });

    it("make the measure approximated where they are of another day for one post of several", () => {
      expect(engagementRate.byFollowers([{ ...boots, followers: 500 }, post("b", { counts })], { followers: 100 })).toMatchObject({
        n: 2,
        approximated: true,
      });
    });

    it("are the last observed at or before the post", () => {
      const series = [followers(1_000, day(9)), followers(2_000, "2026-03-10T12:00:00.000Z"), followers(4_000, "2026-03-10T12:00:00.001Z")];
      const measure = engagementRate.byFollowers(boots, { followers: series });
      expect(measure).toMatchObject({ value: 0.005, denominator: 2_000, complete: true });
      expect(measure).not.toHaveProperty("approximated");
      expect(reachRate(post("a", { counts: { reach: 500 } }), { followers: series })).toMatchObject({ value: 0.25 });
    });

    it("are an approximation from the nearest where the last is older than 7 days, or there is none before", () => {
      const old = (at: string): FollowerEngagementOptions => ({ followers: [followers(1_000, at), followers(4_000, day(30))] });
      expect(engagementRate.byFollowers(boots, old("2026-03-03T12:00:00.000Z"))).not.toHaveProperty("approximated");
      expect(engagementRate.byFollowers(boots, old("2026-03-03T11:59:59.999Z"))).toMatchObject({ denominator: 1_000, approximated: true });
      expect(engagementRate.byFollowers(boots, old(day(1, 1)))).toMatchObject({ denominator: 4_000, approximated: true });
      expect(engagementRate.byFollowers(boots, { followers: [followers(4_000, day(30))] })).toMatchObject({
        denominator: 4_000,
        approximated: true,
      });
      const between = [followers(1_000, day(1, 3)), followers(4_000, "2026-03-20T00:00:00.000Z")];
      expect(engagementRate.byFollowers(boots, { followers: between })).toMatchObject({ denominator: 1_000 });
    });

    it("are those of its own account", () => {
      const other = post("boots", { counts }, "facebook:2");
      const series = [followers(1_000, day(9)), followers(500, day(9), "facebook:2")];
      expect(engagementRate.byFollowers([boots, other], { followers: series, aggregation: "meanOfRates" })).toMatchObject({
        value: (0.01 + 0.02) / 2,
        complete: true,
      });
      expect(engagementRate.byFollowers([boots, post("a", { counts }, "x:3")], { followers: series })).toMatchObject({
        n: 1,
        complete: false,
        missing: ["followers"],
        excluded: { unknown: 1 },
      });
    });

    it("are looked up by keys whose parts are escaped", () => {
      const bluesky = { key: "bluesky:did%3Aplc%3Abrandx:post:3k", createdAt: day(10), counts };
      expect(engagementRate.byFollowers(bluesky, { followers: [followers(100, day(10), "bluesky:did%3Aplc%3Abrandx")] }).value).toBe(0.1);
    });

    it("are those of the only observed account where a post says not whose it is", () => {
      const anonymous = { counts, createdAt: day(10) };
      expect(engagementRate.byFollowers(anonymous, { followers: [followers(1_000, day(9))] }).value).toBe(0.01);
      const two = [followers(1_000, day(9)), followers(1_000, day(9), "x:2")];
      expect(engagementRate.byFollowers(anonymous, { followers: two })).toMatchObject({ value: null, reason: "unknown-input" });
      expect(engagementRate.byFollowers({ counts }, { followers: [followers(1_000, day(9))] })).toMatchObject({ value: null });
    });

    it("are the author's where the post is somebody else's", () => {
      const author = { key: "instagram:1:author:7", isOwn: false, followers: 50 };
      const theirs = post("theirs", { counts, isOwn: false, author });
      const ofUs = [followers(1_000, day(9))];
      expect(engagementRate.byFollowers(theirs, { followers: ofUs })).toMatchObject({ value: 0.2, approximated: true });
      expect(engagementRate.byFollowers(theirs, { followers: 1_000 })).toMatchObject({ value: 0.2, approximated: true });
      const then = engagementRate.byFollowers(theirs, { followers: [...ofUs, followers(100, day(9), author.key)] });
      expect(then).toMatchObject({ value: 0.1 });
      expect(then).not.toHaveProperty("approximated");
      const comment = inbound({ key: "instagram:1:message:c", counts, createdAt: day(10) });
      expect(engagementRate.byFollowers(comment, { followers: ofUs })).toMatchObject({ value: null, missing: ["followers"] });
      expect(engagementRate.byFollowers(comment, { followers: 100 })).toMatchObject({ value: 0.1, approximated: true });
    });

    it("are what the author had when last read, where nothing else is known", () => {
      const author = { key: "instagram:1:author:1", isOwn: true, followers: 200 };
      const own = post("own", { counts, author });
      expect(engagementRate.byFollowers(own)).toMatchObject({ value: 0.05, approximated: true });
      expect(engagementRate.byFollowers(own, { followers: 100 })).toMatchObject({ value: 0.1, approximated: true });
    });

    it("are not other numbers that were observed", () => {
      const likes = { subject: "instagram:1", metric: "likes", value: 1, at: day(10) };
      expect(engagementRate.byFollowers(boots, { followers: [likes, followers(1_000, day(9))] }).value).toBe(0.01);
      expect(engagementRate.byFollowers(boots, { followers: [likes] })).toMatchObject({ value: null, reason: "unknown-input" });
    });

    it("are no value where there were none", () => {
      expect(engagementRate.byFollowers(boots, { followers: 0 })).toMatchObject({ value: null, reason: "zero-denominator" });
      expect(amplification.byFollowers({ shares: 1, followers: 0 })).toMatchObject({ value: null, reason: "zero-denominator" });
    });

    it("are gross where those of several posts were added up", () => {
      expect(engagementRate.byFollowers(boots, { followers: 100 })).not.toHaveProperty("gross");
      expect(engagementRate.byFollowers([boots, post("b", { counts })], { followers: 100 })).toMatchObject({ gross: true });
      const mean = engagementRate.byFollowers([boots, post("b", { counts })], { followers: 100, aggregation: "meanOfRates" });
      expect(mean).not.toHaveProperty("gross");
    });

    it("do not depend on the order of the observations", () => {
      const observation = fc.record({
        subject: fc.constantFrom("instagram:1", "facebook:2"),
        metric: fc.constantFrom("followers", "likes"),
        value: fc.integer({ min: 0, max: 1_000 }),
        at: fc.integer({ min: 1, max: 28 }).map((date) => day(date)),
      });
      const posts = [boots, post("b", { counts, createdAt: day(20) }), post("c", { counts }, "facebook:2")];
      fc.assert(
        fc.property(fc.array(observation, { maxLength: 15 }), fc.nat(), (series, turn) => {
          const at = series.length === 0 ? 0 : turn % series.length;
          const turned = [...series.slice(at), ...series.slice(0, at)].reverse();
          expect(engagementRate.byFollowers(posts, { followers: turned })).toEqual(
            engagementRate.byFollowers(posts, { followers: series }),
          );
        }),
      );
    });

    it.each([
      ["neither number nor list", "1000", "followers is neither a number nor a list"],
      ["a negative number", -1, "followers is -1"],
      ["a number that is none", Number.NaN, "followers is NaN"],
      ["a hole in the list", [null], "`followers` has no observation at position 0"],
      ["an observation without a value", [{ subject: "x:1", metric: "followers", at: day(1) }], "An observation of followers has no value"],
      ["an observation without a time", [followers(1, "soon")], "at of an observation is no time"],
      ["an observation of nobody", [{ ...followers(1, day(1)), subject: undefined }], "no `subject`"],
      ["an observation of fewer than none", [followers(-1, day(1))], "followers is -1"],
    ])("refuse %s", (_, given, part) => {
      expectRefused(() => engagementRate.byFollowers(boots, { followers: given as number }), part);
    });

    it("refuse a post whose time is none", () => {
      expectRefused(
        () => engagementRate.byFollowers({ ...boots, createdAt: "today" }, { followers: [] }),
        "createdAt of a post is no time",
      );
    });
  });
});
