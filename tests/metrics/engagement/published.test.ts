import { describe, expect, it } from "vitest";
import {
  amplification,
  applause,
  clickThroughRate,
  conversation,
  conversionRate,
  costPerEngagement,
  earnedMediaValue,
  engagementRate,
  impressionsPerReach,
  interactionsPer1k,
  reachRate,
  viralityRate,
  type DailyCounts,
} from "../../../src/metrics/index.js";

const full = { likes: 0, replies: 0, shares: 0, saves: 0 };
const usd = (dollars: number): { readonly amountMicros: number; readonly currency: string } => ({
  amountMicros: dollars * 1_000_000,
  currency: "USD",
});

/** Figures that others have published, with who and where. */
describe("metrics", () => {
  describe("published examples of engagement", () => {
    it("average 3.4 % and 3.5 % to 3.45 % (Hootsuite, blog.hootsuite.com/calculate-engagement-rate, 2019)", () => {
      const posts = [
        { ...full, likes: 34, reach: 1_000 },
        { ...full, likes: 350, reach: 10_000 },
      ];
      expect(engagementRate.byReach(posts, { aggregation: "meanOfRates" }).value).toBeCloseTo(0.0345, 12);
    });

    it("give 0.007549471334119487 by impressions, clicks counted (LinkedIn, organizationalEntityShareStatistics, Microsoft Learn)", () => {
      const told = { clicks: 109_276, likes: 52, replies: 70, shares: 0, impressions: 14_490_816 };
      const rate = engagementRate.byImpressions(told, { kinds: ["clicks", "likes", "replies", "shares"] });
      expect(rate.value).toBe(0.007549471334119487);
    });

    it("give 10 interactions of 800 followers 1.25 %, and 100 over 7 posts of 1,250 followers 1.14 % (CrowdTangle, help.crowdtangle.com 1141064)", () => {
      expect(engagementRate.byFollowers({ ...full, likes: 10, followers: 800 }).value).toBe(0.0125);
      const posts = [40, 10, 10, 10, 10, 10, 10].map((likes) => ({ ...full, likes, followers: 1_250 }));
      expect(engagementRate.byFollowers(posts).value).toBeCloseTo(0.0114, 4);
    });

    it("give 1,000 likes and comments of 100,000 followers 1 % (Ampfluence, academy.ampfluence.com/glossary/engagement-ratio)", () => {
      const post = { likes: 900, replies: 100, followers: 100_000 };
      expect(engagementRate.byFollowers(post, { kinds: ["likes", "replies"] }).value).toBe(0.01);
    });

    it("may pass 100 %: 74 engagements of 73 people (Dennis Yu, dennisyu.com/2020/04/24/high-engagement)", () => {
      const rate = engagementRate.byReach({ clicks: 70, likes: 4, reach: 73 }, { kinds: ["clicks", "likes"] });
      expect(rate).toMatchObject({ value: 74 / 73, complete: true });
      expect(rate).not.toHaveProperty("interval");
    });

    it("give 30 reactions to 10 posts of 200 followers 1.5 % (Fanpage Karma, academy.fanpagekarma.com/en/instagram-metrics)", () => {
      const posts = Array.from({ length: 10 }, () => ({ ...full, likes: 3 }));
      expect(engagementRate.byFollowers(posts, { followers: 200 })).toMatchObject({ value: 0.015, approximated: true, n: 10 });
    });

    it("give 5 likes, 3 comments and 3 shares of 10,000 followers 0.11 % a day (Lifesight, lifesight.io/glossary/daily-engagement-rate)", () => {
      const day = { day: "2026-03-02", likes: 5, replies: 3, shares: 3, saves: 0, followers: 10_000 };
      expect(engagementRate.daily([day]).value).toBeCloseTo(0.0011, 12);
    });

    it("average a week's days to 0.613 %, in print 0.62 % of rounded days (Fanpage Karma, blog.fanpagekarma.com/2014/07/01/social-media-kpis-explained)", () => {
      const told = [
        [20, 3_500],
        [0, 3_590],
        [37, 3_700],
        [100, 3_750],
        [0, 3_755],
        [0, 3_780],
        [2, 3_783],
      ];
      const days = told.map(([likes, followers], at) => ({ ...full, day: `2014-06-0${at + 1}`, likes, followers })) as DailyCounts[];
      const rate = engagementRate.daily(days, { aggregation: "meanOfRates" });
      expect(rate).toMatchObject({ n: 7, complete: true });
      expect(rate.value).toBeCloseTo((20 / 3_500 + 37 / 3_700 + 100 / 3_750 + 2 / 3_783) / 7, 12);
      expect(rate.value).toBeCloseTo((0.0057 + 0.01 + 0.027 + 0.00053) / 7, 4);
    });

    it("weigh 3 likes, a comment and 5 shares 20, with weights 1, 2 and 3 (brnrd.me/weight-for-actions)", () => {
      const weights = { likes: 1, replies: 2, shares: 3 };
      expect(engagementRate.factored({ likes: 3, replies: 1, shares: 5, reach: 100 }, { weights, base: "reach" })).toMatchObject({
        numerator: 20,
        value: 0.2,
      });
    });

    it("tell 12.5 interactions per 1,000 followers where the rate is 1.25 % (Socialbakers, support.socialbakers.com 360011775119)", () => {
      expect(interactionsPer1k({ ...full, likes: 10, followers: 800 })).toMatchObject({ value: 12.5, unit: "per-1000" });
    });

    it("give 5 clicks of 1,000 impressions 0.5 % (Google, support.google.com/adsense/answer/32720)", () => {
      expect(clickThroughRate({ clicks: 5, impressions: 1_000 }).value).toBe(0.005);
    });

    it("give 50 conversions of 1,000 clicks 5 %, and may pass 100 % (Google, support.google.com/google-ads/answer/2684489)", () => {
      expect(conversionRate({ conversions: 50, clicks: 1_000 }, { base: "clicks" }).value).toBe(0.05);
      expect(conversionRate({ conversions: 1_200, clicks: 1_000 }, { base: "clicks" }).value).toBe(1.2);
    });

    it("divide $10,000 by 3,000 engagements (calculator.academy) and $700 by 1,400 (morningdough.com/online-advertising/what-is-cpe)", () => {
      const cost = (dollars: number, likes: number): number | null =>
        costPerEngagement({ ...full, likes }, { spend: [usd(dollars)] }).value;
      expect(cost(10_000, 3_000)).toBeCloseTo(3.33, 2);
      expect(cost(700, 1_400)).toBe(0.5);
    });

    it("value 1,000 likes at $0.10 as $100 (Sprout Social, sproutsocial.com/insights/earned-media-value)", () => {
      expect(earnedMediaValue({ likes: 1_000 }, { rates: { likes: usd(0.1) } })).toMatchObject({ value: 100, unit: "USD" });
    });
  });

  describe("published examples of visibility", () => {
    it("give 2,500 of 10,000 followers 25 % (thesocialcat.com/glossary/reach-rate)", () => {
      expect(reachRate({ reach: 2_500, followers: 10_000 }).value).toBe(0.25);
    });

    it("give 1,000 impressions of 200 people 5 each (bit1024.com), 100,000 of 1,000 people 100 (calculator.academy)", () => {
      expect(impressionsPerReach({ impressions: 1_000, reach: 200 }).value).toBe(5);
      expect(impressionsPerReach({ impressions: 100_000, reach: 1_000 }).value).toBe(100);
    });

    it("give 240 shares of 12,000 impressions 2 % (socialk.it), 200 of 5,000 4 % (bizway.io/kpi/virality-rate)", () => {
      expect(viralityRate.byImpressions({ shares: 240, impressions: 12_000 }).value).toBe(0.02);
      expect(viralityRate.byImpressions({ shares: 200, impressions: 5_000 }).value).toBe(0.04);
    });

    it("give 5 where each post was shared, commented on, or liked 5 times on average (Kaushik; truesocialmetrics.com/university)", () => {
      expect(amplification.perPost([{ shares: 2 }, { shares: 8 }])).toMatchObject({ value: 5, unit: "count", base: "posts", n: 2 });
      expect(conversation.perPost([{ replies: 5 }, { replies: 5 }]).value).toBe(5);
      expect(applause.perPost([{ likes: 1 }, { likes: 9 }]).value).toBe(5);
    });

    it("give 5 likes a post and 1,000 followers, rather than 0.005 a follower (truesocialmetrics.com, relative metrics)", () => {
      const posts = [{ likes: 5 }, { likes: 5 }];
      expect(applause.perThousandFollowers(posts, { followers: 1_000 })).toMatchObject({ value: 5, unit: "per-1000" });
      expect(applause.byFollowersPerPost(posts, { followers: 1_000 }).value).toBe(0.005);
    });

    it("give 50 shares of 10,000 followers 0.5 % and 15,000 likes of 100,000 15 % (shno.co), 100 shares of 500 20 % (Lifesight)", () => {
      expect(amplification.byFollowers({ shares: 50, followers: 10_000 }).value).toBe(0.005);
      expect(applause.byFollowers({ likes: 15_000, followers: 100_000 }).value).toBe(0.15);
      expect(amplification.byFollowers({ shares: 100, followers: 500 }).value).toBe(0.2);
    });

    it("add the shares of a period up before dividing by followers (HSMAI, academy.hsmai.org/glossary/amplification-rate)", () => {
      const posts = [{ shares: 20 }, { shares: 30 }];
      expect(amplification.byFollowers(posts, { followers: 10_000 }).value).toBe(0.005);
      expect(amplification.byFollowersPerPost(posts, { followers: 10_000 }).value).toBe(0.0025);
    });

    it("give 150 comments of 15,000 followers 1 %, the talk rate (Lifesight, lifesight.io/glossary/talk-rate)", () => {
      expect(conversation.byFollowers({ replies: 150, followers: 15_000 }).value).toBe(0.01);
    });
  });
});
