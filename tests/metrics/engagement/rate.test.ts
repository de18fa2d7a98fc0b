import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engagementRate, type EngagementCounts, type FollowerEngagementOptions, type RateAggregation } from "../../../src/metrics/index.js";
import { inbound } from "../../reply/message.js";

const full = { likes: 0, replies: 0, shares: 0, saves: 0 };
const two: readonly EngagementCounts[] = [
  { ...full, likes: 50, reach: 100 },
  { ...full, likes: 10, reach: 10_000 },
];

describe("metrics", () => {
  describe("engagementRate", () => {
    it.each([
      [[null], "position 0"],
      [[full, "x"], "position 1"],
      [null, "position 0"],
      [[{ counts: null }], "counts"],
    ])("refuses what is no post: %j", (sources, part) => {
      expect(() => engagementRate.byReach(sources as unknown as readonly EngagementCounts[])).toThrow(
        expect.objectContaining({
          name: "FolkmootError",
          code: "invalid-request",
          message: expect.stringContaining(part) as string,
        }),
      );
    });
    it("adds up the declared kinds and divides by the base of its name", () => {
      const counts: EngagementCounts = {
        likes: 5,
        replies: 3,
        shares: 1,
        saves: 1,
        reach: 200,
        impressions: 400,
        followers: 1_000,
        views: 50,
      };
      expect(engagementRate.byReach(counts)).toEqual({
        value: 0.05,
        unit: "fraction",
        numerator: 10,
        denominator: 200,
        n: 1,
        base: "reach",
        aggregation: "ratioOfSums",
        components: { likes: 5, replies: 3, shares: 1, saves: 1 },
        complete: true,
        missing: [],
        includesOwn: true,
      });
      expect(engagementRate.byImpressions(counts)).toMatchObject({ value: 0.025, base: "impressions" });
      expect(engagementRate.byFollowers(counts)).toMatchObject({ value: 0.01, base: "followers" });
      expect(engagementRate.byViews(counts)).toMatchObject({ value: 0.2, base: "views" });
    });

    it("names how posts became one: 0.59 % and 25.05 % are the same two posts", () => {
      expect(engagementRate.byReach(two)).toMatchObject({ numerator: 60, denominator: 10_100, n: 2 });
      expect(engagementRate.byReach(two).value).toBeCloseTo(0.0059, 4);
      const mean = engagementRate.byReach(two, { aggregation: "meanOfRates" });
      expect(mean).toMatchObject({ aggregation: "meanOfRates", n: 2 });
      expect(mean.value).toBeCloseTo(0.2505, 10);
      expect(mean).not.toHaveProperty("denominator");
      const three = [...two, { ...full, likes: 2, reach: 10 }];
      expect(engagementRate.byReach(three, { aggregation: "median" }).value).toBe(0.2);
    });

    it("counts other kinds when asked, each once", () => {
      const counts: EngagementCounts = { likes: 1, quotes: 2, clicks: 4, views: 10 };
      expect(engagementRate.byViews(counts, { kinds: ["likes", "quotes", "clicks", "likes"] })).toMatchObject({
        value: 0.7,
        complete: true,
      });
    });

    it("reads posts and messages as they are", () => {
      expect(engagementRate.byViews(inbound({ counts: { ...full, likes: 3, views: 12 } })).value).toBe(0.25);
    });

    it("takes the sum of named reactions for likes where likes are not told", () => {
      const counts: EngagementCounts = { reactions: { love: 2, "👍": 3 }, views: 10 };
      expect(engagementRate.byViews(counts, { kinds: ["likes"] })).toMatchObject({ value: 0.5, components: { likes: 5 }, complete: true });
      expect(engagementRate.byViews({ ...counts, likes: 4 }, { kinds: ["likes"] }).value).toBe(0.4);
    });

    it("does not clamp: people may react twice", () => {
      expect(engagementRate.byReach({ ...full, likes: 125, reach: 100 }).value).toBe(1.25);
    });

    describe("what is unknown", () => {
      it("makes a lower bound of a kind that is not told", () => {
        expect(engagementRate.byViews({ likes: 2, replies: 1, views: 10 })).toMatchObject({
          value: 0.3,
          complete: false,
          missing: ["shares", "saves"],
          components: { likes: 2, replies: 1 },
        });
      });

      it("adds up a kind that only some posts tell", () => {
        expect(
          engagementRate.byReach([
            { ...full, likes: 4, reach: 10 },
            { replies: 1, reach: 10 },
          ]),
        ).toMatchObject({
          value: 0.25,
          components: { likes: 4, replies: 1, shares: 0, saves: 0 },
          missing: ["likes", "shares", "saves"],
        });
      });

      it("has no value for a lower bound when strict", () => {
        expect(engagementRate.byViews({ likes: 2, views: 10 }, { strict: true })).toMatchObject({ value: null, reason: "unknown-input" });
        expect(engagementRate.byViews({ ...full, likes: 2, views: 10 }, { strict: true }).value).toBe(0.2);
      });

      it("is not zero: a post without base or without any kind is left out", () => {
        const measure = engagementRate.byReach([...two, { ...full, likes: 900 }, { reach: 5_000 }]);
        expect(measure).toMatchObject({ numerator: 60, denominator: 10_100, n: 2, complete: false });
        expect(measure.missing).toEqual(["likes", "replies", "shares", "saves", "reach"]);
      });

      it.each([
        ["nothing", [], "no-data"],
        ["a network that tells no reach", [full, full], "unknown-input"],
        ["posts that tell no reaction", [{ reach: 5 }], "unknown-input"],
        ["posts that nobody saw", [{ ...full, reach: 0 }], "zero-denominator"],
      ])("gives no value for %s, and says why", (_, sources, reason) => {
        for (const aggregation of ["ratioOfSums", "meanOfRates", "median"] as const)
          expect(engagementRate.byReach(sources, { aggregation })).toMatchObject({ value: null, reason, base: "reach" });
      });

      it("counts in a mean what nobody saw as left out, and nothing else", () => {
        const unseen = { ...full, reach: 0 };
        expect(engagementRate.byReach([...two, unseen, unseen], { aggregation: "median" }).excluded).toEqual({ "zero-base": 2 });
        expect(engagementRate.byReach(two, { aggregation: "median" })).not.toHaveProperty("excluded");
        expect(engagementRate.byReach([...two, unseen])).not.toHaveProperty("excluded");
      });

      it("leaves a post that nobody saw out of a mean", () => {
        expect(engagementRate.byReach([...two, { ...full, reach: 0 }], { aggregation: "meanOfRates" })).toMatchObject({
          n: 2,
          value: 0.2505,
        });
      });
    });

    describe("by followers", () => {
      it("takes those of the day of the post, and today's as an approximation", () => {
        const then = { counts: { ...full, likes: 10 }, followers: 100 };
        expect(engagementRate.byFollowers(then, { followers: 1_000 })).not.toHaveProperty("approximated");
        expect(engagementRate.byFollowers(then, { followers: 1_000 }).value).toBe(0.1);
        expect(engagementRate.byFollowers({ ...full, likes: 10 }, { followers: 1_000 })).toMatchObject({ value: 0.01, approximated: true });
        expect(engagementRate.byFollowers({ ...full, likes: 10 })).toMatchObject({ value: null, missing: ["followers"] });
      });
    });

    it("does not depend on the order of the posts", () => {
      const count = fc.option(fc.integer({ min: 0, max: 1e6 }), { nil: undefined });
      const post = fc
        .record({ likes: count, replies: count, shares: count, saves: count, reach: count })
        .map((counts) => Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== undefined)) as EngagementCounts);
      const aggregation = fc.constantFrom<RateAggregation[]>("ratioOfSums", "meanOfRates", "median");
      fc.assert(
        fc.property(fc.array(post, { maxLength: 12 }), aggregation, fc.nat(), (posts, how, turn) => {
          const at = posts.length === 0 ? 0 : turn % posts.length;
          const turned = [...posts.slice(at), ...posts.slice(0, at)].reverse();
          const measure = engagementRate.byReach(posts, { aggregation: how });
          expect(engagementRate.byReach(turned, { aggregation: how })).toEqual(measure);
          expect(measure.value === null || (Number.isFinite(measure.value) && measure.value >= 0)).toBe(true);
          expect(JSON.parse(JSON.stringify(measure))).toEqual(measure);
        }),
      );
    });

    it.each([
      ["a negative count", { likes: -1, reach: 1 }, {}, "likes is -1"],
      ["a count that is no number", { likes: 1, reach: Number.NaN }, {}, "reach is NaN"],
      ["an endless count", { reactions: { love: Infinity }, reach: 1 }, {}, "reactions is Infinity"],
      ["negative followers", { likes: 1 }, { followers: -5 }, "followers is -5"],
      ["no kinds", { likes: 1 }, { kinds: [] }, "kinds holds nothing"],
      ["an unknown kind among others", { likes: 1 }, { kinds: ["likes", "hugs"] }, "kinds holds nothing, or what no network counts"],
      ["an unknown kind", { likes: 1 }, { kinds: ["hugs"] }, "kinds holds nothing, or what no network counts"],
      ["an unknown aggregation", { likes: 1 }, { aggregation: "mode" as "median" }, "aggregation is none that we know"],
    ])("refuses %s", (_, counts, options, message) => {
      const base = "reach" in counts ? engagementRate.byReach : engagementRate.byFollowers;
      expect(() => base(counts, options as FollowerEngagementOptions)).toThrow(message);
    });
  });
});
