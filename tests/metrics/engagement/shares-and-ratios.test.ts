import { describe, expect, it } from "vitest";
import {
  amplification,
  clickThroughRate,
  commentToLikeRatio,
  conversionRate,
  impressionsPerReach,
  viralityRate,
  type ConversionOptions,
} from "../../../src/metrics/index.js";
import { post } from "./content.js";
import { expectRefused } from "./refused.js";

describe("metrics", () => {
  describe("commentToLikeRatio", () => {
    it("may pass 1, and has no value where nobody likes or likes are hidden", () => {
      expect(commentToLikeRatio({ likes: 2, replies: 5 })).toMatchObject({ value: 2.5, base: "likes", includesOwn: true });
      expect(commentToLikeRatio({ likes: 0, replies: 5 })).toMatchObject({ value: null, reason: "zero-denominator" });
      expect(commentToLikeRatio({ replies: 5 })).toMatchObject({ value: null, reason: "unknown-input", missing: ["likes"] });
      expect(commentToLikeRatio({ replies: 5, reactions: { love: 4, haha: 6 } }).value).toBe(0.5);
    });
  });

  describe("clickThroughRate", () => {
    const posts = [
      { clicks: 30, impressions: 1_000 },
      { clicks: 20, impressions: 4_000 },
    ];

    it("is no share: one who was shown it may click often", () => {
      expect(clickThroughRate({ clicks: 12, impressions: 10 })).toMatchObject({ value: 1.2, n: 1 });
      expect(clickThroughRate(posts)).not.toHaveProperty("interval");
      expect(clickThroughRate(posts, { aggregation: "meanOfRates" }).value).toBeCloseTo(0.0175, 12);
    });

    it("is a share with an interval where each counts once at most", () => {
      const share = clickThroughRate(posts, { counting: "one" });
      expect(share).toMatchObject({
        value: 0.01,
        numerator: 50,
        denominator: 5_000,
        n: 5_000,
        base: "impressions",
        aggregation: "ratioOfSums",
        components: { clicks: 50 },
        interval: { level: 0.95, method: "wilson" },
      });
      // Wilson 95 % of 50 in 5,000 (Newcombe 1998, method 3).
      expect(share.value === null ? undefined : share.interval?.low).toBeCloseTo(0.0076, 4);
      expect(share.value === null ? undefined : share.interval?.high).toBeCloseTo(0.0132, 4);
    });

    it("takes the least sample of a share from the impressions", () => {
      expect(clickThroughRate(posts, { counting: "one", minN: 5_001 })).toMatchObject({
        value: null,
        reason: "insufficient-sample",
        n: 5_000,
      });
      expect(clickThroughRate(posts, { counting: "one", minN: 5_000 }).value).toBe(0.01);
    });

    it("keeps what is missing, and no value is no share", () => {
      const half = clickThroughRate([...posts, { impressions: 5 }], { counting: "one" });
      expect(half).toMatchObject({ value: 0.01, complete: false, missing: ["clicks"], excluded: { unknown: 1 } });
      expect(clickThroughRate({ clicks: 0, impressions: 0 }, { counting: "one" })).toMatchObject({
        value: null,
        reason: "zero-denominator",
      });
      const median = clickThroughRate(posts, { counting: "one", aggregation: "median" });
      expect(median.value).toBeCloseTo(0.0175, 12);
      expect(median).not.toHaveProperty("interval");
    });

    it("refuses more clicks than impressions where each counts once, though all together have fewer", () => {
      const two = [...posts, { clicks: 3, impressions: 2 }];
      expectRefused(() => clickThroughRate(two, { counting: "one" }), "A post has more clicks than impressions");
      expectRefused(() => clickThroughRate(posts, { counting: "all" as "one" }), "counting is none that we know");
    });
  });

  describe("conversionRate", () => {
    const spring = { conversions: 12, clicks: 240, visits: 200 };

    it("names its base in the options and in the result", () => {
      expect(conversionRate(spring, { base: "clicks" })).toMatchObject({ value: 0.05, base: "clicks", components: { conversions: 12 } });
      expect(conversionRate(spring, { base: "visits" })).toMatchObject({ value: 0.06, base: "visits" });
      expect(conversionRate([{ counts: spring, key: "x:1:post:1" }, spring], { base: "visits" })).toMatchObject({ value: 0.06, n: 2 });
    });

    it("takes parts of a conversion, but not of one that counts once", () => {
      expect(conversionRate({ conversions: 0.5, clicks: 10 }, { base: "clicks" }).value).toBe(0.05);
      expect(conversionRate(spring, { base: "clicks", counting: "one" })).toMatchObject({ n: 240, interval: { method: "wilson" } });
      expectRefused(() => conversionRate({ conversions: 0.5, clicks: 10 }, { base: "clicks", counting: "one" }), "parts of one");
    });

    it("has no value where the host said no conversions", () => {
      expect(conversionRate({ clicks: 5 }, { base: "clicks" })).toMatchObject({ value: null, missing: ["conversions"] });
      expect(conversionRate({ conversions: 5, clicks: 5 }, { base: "visits" })).toMatchObject({ value: null, missing: ["visits"] });
    });

    it.each([
      ["no options", undefined, "`options` is missing"],
      ["no base", {}, "base is missing"],
      ["another base", { base: "impressions" }, "base is none that we know"],
    ])("refuses %s", (_, options, part) => {
      expectRefused(() => conversionRate(spring, options as unknown as ConversionOptions), part);
    });
  });

  describe("viralityRate", () => {
    it("is another rate by reach than by impressions", () => {
      const told = { shares: 10, quotes: 5, impressions: 500, reach: 200 };
      expect(viralityRate.byImpressions(told)).toMatchObject({ value: 0.02, base: "impressions" });
      expect(viralityRate.byReach(told)).toMatchObject({ value: 0.05, base: "reach" });
      expect(viralityRate.byReach(told, { kinds: ["shares", "quotes"] })).toMatchObject({
        value: 0.075,
        components: { shares: 10, quotes: 5 },
      });
    });

    it("counts nothing but what is passed on", () => {
      expectRefused(() => viralityRate.byReach({}, { kinds: ["likes" as "shares"] }), "kinds holds nothing, or what no network counts");
      expectRefused(() => amplification.perPost({}, { kinds: "shares" as unknown as ["shares"] }), "kinds is no list");
    });
  });

  describe("impressionsPerReach", () => {
    it("is a number of times", () => {
      expect(
        impressionsPerReach([
          { impressions: 10, reach: 5 },
          { impressions: 5, reach: 5 },
        ]),
      ).toMatchObject({ value: 1.5, unit: "count" });
    });
  });

  describe("amplification", () => {
    const at = (id: string, shares: number, followers: number, account = "instagram:1"): ReturnType<typeof post> =>
      post(id, { counts: { shares, followers } as object }, account);

    it("has four schools of four numbers", () => {
      const posts = [at("a", 30, 1_000), at("b", 10, 3_000)];
      expect(amplification.perPost(posts)).toMatchObject({ value: 20, base: "posts", denominator: 2 });
      expect(amplification.byFollowers(posts)).toMatchObject({ value: 0.02, numerator: 40, denominator: 2_000, base: "followers" });
      expect(amplification.byFollowersPerPost(posts)).toMatchObject({ value: 0.01, denominator: 4_000 });
      expect(amplification.perThousandFollowers(posts)).toMatchObject({ value: 10, unit: "per-1000" });
      expect(amplification.byFollowersPerPost(posts, { aggregation: "meanOfRates" }).value).toBeCloseTo((0.03 + 0.01 / 3) / 2, 12);
    });

    it("adds the followers of several accounts up, each once", () => {
      const posts = [at("a", 30, 1_000), at("b", 10, 3_000), at("c", 20, 500, "x:2")];
      expect(amplification.byFollowers(posts)).toMatchObject({ value: 60 / 2_500, denominator: 2_500, gross: true, n: 3 });
    });

    it("by followers of a period has no rate of each post", () => {
      const options = { followers: 10, aggregation: "median" } as const;
      expectRefused(() => amplification.byFollowers([{ shares: 1 }], options), "byFollowers has no rate of each post");
    });

    it("takes the median of posts, so that one that went round the world does not hide the others", () => {
      const posts = [{ shares: 1 }, { shares: 2 }, { shares: 3_000 }];
      expect(amplification.perPost(posts, { aggregation: "median" }).value).toBe(2);
      expect(amplification.perPost(posts).value).toBe(1_001);
    });
  });
});
