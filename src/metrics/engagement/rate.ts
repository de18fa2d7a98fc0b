/**
 * Engagement rates. No formula is the standard, so the base is in the name.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { isObject, refuse, shown } from "../measure.js";
import { allKinds, checkKinds, type EngagementBase, type EngagementKind, type EngagementSources } from "./counts.js";
import { engagementBy } from "./engagement-by.js";
import { dailyRate, type DailyRate } from "./daily.js";
import { checkWord, type EngagementOptions, type FollowerEngagementOptions, type FollowerOptions, type RateOptions } from "./options.js";
import { measurePosts, type Ratio } from "./ratio.js";
import type { OwnReplyOptions } from "./options.js";

/** Computes an engagement rate of one post or several. */
export type EngagementRate<O = EngagementOptions> = (sources: EngagementSources, options?: O) => Measure;

/** How much each kind of reaction weighs, and against what. */
export interface FactoredOptions extends RateOptions, OwnReplyOptions, FollowerOptions {
  /** How much each kind weighs; a kind without weight does not count. Numbers from 0, such as `{ likes: 1, replies: 2, shares: 3 }`. */
  readonly weights: Readonly<Partial<Record<EngagementKind, number>>>;
  /** What it is divided by. */
  readonly base: EngagementBase;
}

/** The engagement rates by their base. */
export interface EngagementRates {
  /** Engagement by unique people reached. Facebook, Instagram, LinkedIn and TikTok tell reach. */
  readonly byReach: EngagementRate;
  /** Engagement by times shown. */
  readonly byImpressions: EngagementRate;
  /** Engagement by followers, per post. */
  readonly byFollowers: EngagementRate<FollowerEngagementOptions>;
  /** Engagement by video views; one person may view often. */
  readonly byViews: EngagementRate;
  /** Engagement of a day, on posts of any age, by followers; of several days the average day. */
  readonly daily: DailyRate;
  /** Weighted engagement by a base that the options name. Comparable with nothing but the same weights and base. */
  readonly factored: (sources: EngagementSources, options: FactoredOptions) => Measure;
}

/**
 * Computes engagement rates: reactions of the declared kinds, divided by the base in the name. Fractions, never clamped: who reacts twice
 * makes a rate above 1.
 *
 * `components` says how much of each kind was counted. A kind that a post does not tell is `missing` and the value a lower bound; a post that
 * tells no kind at all, or not its base, is left out, not in `n`, and counted in `excluded` as `unknown`. Where a network tells only
 * reactions by name, their sum stands for the likes. Without any base the value is `null`. A post that comes twice (the same key) counts
 * once. Reach or followers of several posts are no number of different people: the measure is `gross`.
 *
 * Formulas and names as in Hootsuite, "6 Ways to Calculate Engagement Rate" (blog.hootsuite.com/calculate-engagement-rate, 2019): its
 * averages over posts are `meanOfRates`.
 *
 * @throws FolkmootError `invalid-request` for what is no post, for a count that is negative or no number, for counts that name another base,
 * and for an unknown kind or option.
 *
 * @example
 * engagementRate.byReach([{ likes: 50, replies: 0, shares: 0, saves: 0, reach: 100 }]).value; // 0.5
 */
export const engagementRate: EngagementRates = {
  byReach: (sources, options) => measurePosts(engagementBy("reach", options), sources, options),
  byImpressions: (sources, options) => measurePosts(engagementBy("impressions", options), sources, options),
  byFollowers: (sources, options) => measurePosts(engagementBy("followers", options), sources, options),
  byViews: (sources, options) => measurePosts(engagementBy("views", options), sources, options),
  daily: dailyRate,
  factored: (sources, options) => measurePosts(factoredBy(options), sources, options),
};

function factoredBy(options: FactoredOptions): Ratio {
  const { weights, base }: Partial<FactoredOptions> = isObject(options) ? options : {};
  if (!isObject(weights)) refuse("weights is no object", "give a number by kind, such as { likes: 1, replies: 2 }");
  const given = Object.entries(weights).filter(([, weight]: [string, unknown]) => weight !== undefined);
  const kinds = checkKinds(given.map(([kind]) => kind) as EngagementKind[], allKinds, "weights");
  for (const [kind, weight] of given)
    if (!(typeof weight === "number" && weight >= 0 && Number.isFinite(weight)))
      refuse(`The weight of ${kind} is ${shown(weight)}`, "give a number from 0");
  if (given.every(([, weight]) => weight === 0)) refuse("Every weight is 0", "give the kinds that count a weight");
  if (base === undefined) refuse("base is missing", "name what it is divided by: reach, impressions, followers or views");
  checkWord("base", base, ["reach", "impressions", "followers", "views"]);
  return { kinds, base, unit: "fraction", weights: kinds.map((kind) => weights[kind] ?? 0) };
}
