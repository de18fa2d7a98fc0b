/**
 * One kind of reaction by posts and by followers: what amplification, applause and conversation have in common.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { isObject, known, refuse, unknown } from "../measure.js";
import { mean, sortNumbers } from "../percentile.js";
import { atLeast } from "../proportion.js";
import { checkKinds, divide, total, type CountName, type EngagementSources } from "./counts.js";
import { measurePosts, sumReadings, type Ratio } from "./ratio.js";
import { readPosts, type Reading } from "./readings.js";
import type { FollowerOptions, PostOptions, RateOptions } from "./options.js";

/** What counts as passing on. */
export interface SharingOptions {
  /** What counts as passing on. Quotes are what people pass on with words of their own. @defaultValue ["shares"] */
  readonly kinds?: readonly ("shares" | "quotes")[];
}

/** The schools of one rate. `Extra` are the options that only this one has. */
export interface SpreadRates<Extra = object> {
  /** By posts: how many a post gets on average. Avinash Kaushik, TrueSocialMetrics. */
  readonly perPost: (sources: EngagementSources, options?: RateOptions & Extra) => Measure;
  /**
   * By followers: all of the period by the followers of the account. Hootsuite, HSMAI, shno.co. Where the followers changed it is by their
   * mean over the posts; those of several accounts are added up, and the measure is `gross`. Grows with the number of posts.
   */
  readonly byFollowers: (sources: EngagementSources, options?: PostOptions & FollowerOptions & Extra) => Measure;
  /** By followers, per post: each post by the followers of its day. */
  readonly byFollowersPerPost: (sources: EngagementSources, options?: RateOptions & FollowerOptions & Extra) => Measure;
  /** Per post and thousand followers. TrueSocialMetrics calls it relative. */
  readonly perThousandFollowers: (sources: EngagementSources, options?: RateOptions & FollowerOptions & Extra) => Measure;
}

/** Makes the schools of a rate. */
export function spreadRates<Extra>(kindsOf: (options: unknown) => readonly CountName[]): SpreadRates<Extra> {
  return {
    perPost: (sources, options) => measurePosts({ kinds: kindsOf(options), base: "posts", unit: "count" }, sources, options),
    byFollowers: (sources, options) => byFollowers(kindsOf(options), sources, options),
    byFollowersPerPost: (sources, options) =>
      measurePosts({ kinds: kindsOf(options), base: "followers", unit: "fraction" }, sources, options),
    perThousandFollowers: (sources, options) =>
      measurePosts({ kinds: kindsOf(options), base: "followers", unit: "per-1000", per: 1000 }, sources, options),
  };
}

/** Reads what counts as passing on. */
export function sharingKinds(options: unknown): readonly CountName[] {
  const { kinds = ["shares"] }: SharingOptions = isObject(options) ? options : {};
  return checkKinds(kinds, ["shares", "quotes"]);
}

function byFollowers(kinds: readonly CountName[], sources: EngagementSources, options: RateOptions & FollowerOptions = {}): Measure {
  const ratio: Ratio = { kinds, base: "followers", unit: "fraction" };
  const read = readPosts(ratio, sources, options);
  const { aggregation = "ratioOfSums", strict } = options;
  if (aggregation !== "ratioOfSums") refuse("byFollowers has no rate of each post", "use byFollowersPerPost, or leave out `aggregation`");
  const { usable, numerator, details: all } = sumReadings(ratio, read);
  const details = { ...all, aggregation };
  if (read.readings.length === 0) return unknown("no-data", "fraction", details);
  if (usable.length === 0 || (strict === true && !all.complete)) return unknown("unknown-input", "fraction", details);
  const audiences = followersByAccount(usable);
  const denominator = total(audiences);
  const sums = { ...details, numerator, denominator, ...(audiences.length > 1 && { gross: true }) };
  if (denominator === 0) return unknown("zero-denominator", "fraction", sums);
  return atLeast(known(divide(numerator, denominator), "fraction", sums), options);
}

/** The followers of each account, on the average of its posts. What names no account is taken for one. */
function followersByAccount(readings: readonly Reading[]): readonly number[] {
  const found = new Map<string, number[]>();
  for (const { account = "", below } of readings) {
    const list = found.get(account);
    if (list === undefined) found.set(account, [below ?? 0]);
    else list.push(below ?? 0);
  }
  return [...found.values()].map((list) => mean(sortNumbers(list)) ?? 0);
}
