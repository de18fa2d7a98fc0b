import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  amplification,
  applause,
  clickThroughRate,
  commentToLikeRatio,
  conversation,
  costPerEngagement,
  earnedMediaValue,
  engagementRate,
  impressionsPerReach,
  interactionsPer1k,
  reachRate,
  viralityRate,
  type EngagementSource,
  type Measure,
  type RateOptions,
} from "../../../src/metrics/index.js";
import { post, postShell, type CountedPost } from "./content.js";
import { expectRefused } from "./refused.js";

const money = { amountMicros: 1_000_000, currency: "EUR" };
const rates = { likes: money, reach: money };

/** Every calculator of posts, asked the same way. */
type Calculator = (sources: EngagementSource | readonly EngagementSource[], options?: RateOptions) => Measure;
const calculators: readonly (readonly [string, Calculator])[] = [
  ["engagementRate.byReach", engagementRate.byReach],
  ["engagementRate.byImpressions", engagementRate.byImpressions],
  ["engagementRate.byFollowers", engagementRate.byFollowers],
  ["engagementRate.byViews", engagementRate.byViews],
  [
    "engagementRate.factored",
    (list, options) => engagementRate.factored(list, { ...options, weights: { likes: 0.7, replies: 1.3 }, base: "reach" }),
  ],
  ["interactionsPer1k", interactionsPer1k],
  ["commentToLikeRatio", commentToLikeRatio],
  ["clickThroughRate", clickThroughRate],
  ["costPerEngagement", (list, options) => costPerEngagement(list, { ads: "exclude", ...options, spend: [money] })],
  ["earnedMediaValue", (list, options) => earnedMediaValue(list, { ...options, rates })],
  ["reachRate", reachRate],
  ["impressionsPerReach", impressionsPerReach],
  ["viralityRate.byImpressions", viralityRate.byImpressions],
  ["viralityRate.byReach", viralityRate.byReach],
  ...Object.entries(amplification).map(([name, call]) => [`amplification.${name}`, call as Calculator] as const),
  ...Object.entries(applause).map(([name, call]) => [`applause.${name}`, call as Calculator] as const),
  ...Object.entries(conversation).map(([name, call]) => [`conversation.${name}`, call as Calculator] as const),
];

const counts = { likes: 3, replies: 2, shares: 1, saves: 4, clicks: 5, views: 50, reach: 20, impressions: 40, followers: 200 };
const boots = post("boots", { counts });

describe("metrics", () => {
  describe.each(calculators)("%s", (id, calculate) => {
    it("tells where its value comes from, in plain JSON", () => {
      const measure = calculate(boots);
      expect(measure).toMatchObject({ n: 1, complete: true, missing: [] });
      expect(Number.isFinite(measure.value)).toBe(true);
      expect(measure.base).toBeDefined();
      expect(JSON.parse(JSON.stringify(measure))).toEqual(measure);
    });

    it("leaves paid posts out unless asked, and counts them as left out", () => {
      const paid = post("paid", { counts: { ...counts, likes: 60, replies: 50, shares: 40, clicks: 30 }, isAd: true });
      expect(calculate([boots, paid], { ads: "exclude" })).toEqual({ ...calculate(boots), excluded: { ad: 1 } });
      expect(calculate([boots, paid], { ads: "only" })).toEqual({ ...calculate(paid, { ads: "include" }), excluded: { organic: 1 } });
      expect(calculate([boots, paid], { ads: "include" })).toMatchObject({ n: 2 });
      expect(calculate([paid], { ads: "exclude" })).toMatchObject({ value: null, reason: "no-data", excluded: { ad: 1 } });
    });

    it("counts a post that comes twice once: the reading that was told later", () => {
      const older = post("boots", { counts: { ...counts, likes: 9, asOf: "2026-03-11T00:00:00.000Z" } });
      const newer = post("boots", { counts: { ...counts, asOf: "2026-03-12T00:00:00.000Z" } });
      const once = calculate(newer);
      expect(calculate([older, newer])).toEqual({ ...once, excluded: { duplicate: 1 } });
      expect(calculate([newer, older])).toEqual({ ...once, excluded: { duplicate: 1 } });
      expect(calculate([boots, newer])).toEqual({ ...once, excluded: { duplicate: 1 } });
    });

    it("has no value for nothing, for posts that tell nothing, and for shells", () => {
      expect(calculate([])).toMatchObject({ value: null, reason: "no-data", n: 0 });
      expect(calculate([{}])).toMatchObject({ value: null, reason: "unknown-input", complete: false, excluded: { unknown: 1 } });
      const shell = postShell({ ...boots, counts: { likes: 3 } }, "2026-04-01T00:00:00.000Z");
      expect(calculate([shell])).toMatchObject({ value: null, reason: "unknown-input" });
      expect(calculate([shell, post("b", { counts })])).toMatchObject({ n: 1, complete: false, excluded: { unknown: 1 } });
    });

    it("takes a least number of posts", () => {
      expect(calculate(boots, { minN: 2 })).toMatchObject({ value: null, reason: "insufficient-sample", n: 1 });
      expect(calculate([boots, post("b", { counts })], { minN: 2 }).value).not.toBeNull();
    });

    it("has no value for a lower bound when strict", () => {
      const dumb = post("dumb");
      expect(calculate([boots, dumb]).value).toBe(calculate(boots).value);
      expect(calculate([boots, dumb], { strict: true })).toMatchObject({ value: null, reason: "unknown-input", complete: false });
      expect(calculate(boots, { strict: true })).toEqual(calculate(boots));
    });

    it("does not depend on the order of the posts, is never less than nothing, and is plain JSON", () => {
      const number = fc.option(fc.oneof(fc.integer({ min: 0, max: 1_000_000 }), fc.double({ min: 0.5, max: 1e6, noNaN: true })), {
        nil: undefined,
        freq: 6,
      });
      const any = fc.record({
        id: fc.constantFrom("a", "b", "c", undefined),
        isAd: fc.constantFrom(true, false, undefined),
        account: fc.constantFrom("instagram:1", "x:2"),
        told: fc.record({
          likes: number,
          replies: number,
          shares: number,
          saves: number,
          clicks: number,
          views: number,
          reach: number,
          impressions: number,
          followers: number,
        }),
      });
      const aggregation = fc.constantFrom("ratioOfSums" as const, "meanOfRates" as const, "median" as const);
      const spread = id.endsWith(".byFollowers") && !id.startsWith("engagementRate");
      fc.assert(
        fc.property(fc.array(any, { maxLength: 9 }), aggregation, fc.nat(), (list, how, turn) => {
          const posts = list.map(({ id, isAd, account, told }): CountedPost | EngagementSource => {
            const known = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
            return id === undefined ? known : post(id, { counts: known, ...(isAd !== undefined && { isAd }) }, account);
          });
          const at = posts.length === 0 ? 0 : turn % posts.length;
          const turned = [...posts.slice(at), ...posts.slice(0, at)].reverse();
          const options = spread ? {} : { aggregation: how };
          const measure = calculate(posts, options);
          expect(calculate(turned, options)).toEqual(measure);
          expect(measure.value === null || (Number.isFinite(measure.value) && measure.value >= 0)).toBe(true);
          expect(JSON.parse(JSON.stringify(measure))).toEqual(measure);
        }),
        { numRuns: 60 },
      );
    });

    it.each([
      ["what is no post", [null], {}, "`sources` has no post at position 0"],
      ["a list in the list", [[boots]], {}, "`sources` holds a list"],
      ["counts that are none", [{ counts: null }], {}, "counts of a post"],
      ["a negative count", [{ ...counts, likes: -1, replies: -1, shares: -1, clicks: -1, reach: -1, impressions: -1 }], {}, "is -1"],
      [
        "NaN",
        [
          {
            ...counts,
            likes: Number.NaN,
            replies: Number.NaN,
            shares: Number.NaN,
            clicks: Number.NaN,
            reach: Number.NaN,
            impressions: Number.NaN,
          },
        ],
        {},
        "is NaN",
      ],
      [
        "a count that is a text",
        [{ ...counts, likes: "3", replies: "3", shares: "3", clicks: "3", reach: "3", impressions: "3" }],
        {},
        'is "3"',
      ],
      [
        "more than anybody can count",
        [{ ...counts, likes: 1e300, replies: 1e300, shares: 1e300, clicks: 1e300, reach: 1e300, impressions: 1e300 }],
        {},
        "is 1e+300",
      ],
      ["a key that is no text", [{ ...boots, key: 7 }], {}, "key of a post is no text"],
      ["isAd that is neither true nor false", [{ ...boots, isAd: "no" }], {}, "isAd is neither true nor false"],
      ["asOf that is no time", [{ counts: { ...counts, asOf: "now" } }], {}, "asOf is no time"],
      ["a base that nobody knows", [{ counts, base: "hearts" }], {}, "base of a post is none that we know"],
      ["an unknown choice of ads", [boots], { ads: "some" }, "ads is none that we know"],
      ["strict that is neither true nor false", [boots], { strict: "yes" }, "strict is neither true nor false"],
      ["a sample of half a post", [boots], { minN: 0.5 }, "minN is no whole number"],
    ])("refuses %s", (_, sources, options, part) => {
      expectRefused(() => calculate(sources as readonly EngagementSource[], options as RateOptions), part);
    });
  });

  it.each([null, [], "strict", 7])("refuses options that are %j", (options) => {
    for (const calculate of [engagementRate.byReach, engagementRate.daily, interactionsPer1k, reachRate, conversation.byFollowers])
      expectRefused(() => calculate([], options as RateOptions), "`options` is no object");
  });

  describe("mixed bases", () => {
    const named = [
      { counts, base: "reach" as const },
      { counts, base: "views" as const },
    ];

    it("are refused in one aggregate", () => {
      expectRefused(() => engagementRate.byReach(named), "A post names the base views, but the rate is by reach");
      expectRefused(() => engagementRate.byViews(named), "A post names the base reach, but the rate is by views");
      expectRefused(() => engagementRate.factored({ ...counts, base: "reach" }, { weights: { likes: 1 }, base: "views" }), "base reach");
      expect(engagementRate.byReach(named.slice(0, 1)).value).toBe(0.5);
    });

    it("say nothing where each post counts as one", () => {
      expect(amplification.perPost(named).value).toBe(1);
      expect(commentToLikeRatio(named).value).toBe(2 / 3);
    });
  });

  describe("the network's own total", () => {
    it("is read only when asked for, and is nothing of kinds", () => {
      const told = { ...counts, engagements: 14 };
      expect(engagementRate.byReach(told)).toMatchObject({ numerator: 10 });
      expect(engagementRate.byReach(told, { countedBy: "network" })).toMatchObject({
        value: 0.7,
        components: { engagements: 14 },
        includesOwn: true,
      });
      expect(engagementRate.byReach(counts, { countedBy: "network" })).toMatchObject({ value: null, missing: ["engagements"] });
      expectRefused(() => engagementRate.byReach(told, { countedBy: "network", kinds: ["likes"] }), "kinds says nothing");
      expectRefused(() => engagementRate.byReach(told, { countedBy: "us" as "kinds" }), "countedBy is none that we know");
    });
  });

  describe("people who were added up", () => {
    const two = [boots, post("b", { counts }, "facebook:2")];
    it.each([
      ["engagementRate.byReach", engagementRate.byReach],
      ["engagementRate.byFollowers", engagementRate.byFollowers],
      ["reachRate", reachRate],
      ["impressionsPerReach", impressionsPerReach],
      ["viralityRate.byReach", viralityRate.byReach],
      ["amplification.byFollowers", amplification.byFollowers],
      ["applause.perThousandFollowers", applause.perThousandFollowers],
      ["earnedMediaValue", (list: readonly EngagementSource[]) => earnedMediaValue(list, { rates })],
    ])("make %s gross", (_, calculate) => {
      expect(calculate(two)).toMatchObject({ gross: true });
      expect(calculate(two.slice(0, 1))).not.toHaveProperty("gross");
    });

    it("are not in rates of impressions and views, nor in means of rates", () => {
      expect(engagementRate.byImpressions(two)).not.toHaveProperty("gross");
      expect(engagementRate.byViews(two)).not.toHaveProperty("gross");
      expect(engagementRate.byReach(two, { aggregation: "median" })).not.toHaveProperty("gross");
    });
  });

  it("adds up more posts than a call takes arguments", () => {
    const many = Array.from({ length: 200_000 }, (_, at) => ({ likes: at % 10, replies: 1, shares: 0, saves: 0, reach: 100 }));
    expect(engagementRate.byReach(many)).toMatchObject({ value: 0.055, n: 200_000 });
    expect(engagementRate.byReach(many, { aggregation: "median" }).value).toBe(0.055);
  });
});
