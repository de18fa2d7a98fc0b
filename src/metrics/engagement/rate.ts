/**
 * Engagement rates. No formula is the standard, so the base is in the name.
 * @module
 */
import type { Counts } from "../../model/counts.js";
import type { Measure } from "../../model/measure.js";
import { checkCount, checkList, isObject, known, refuse, unknown, type MeasureDetails } from "../measure.js";
import { mean, percentile, sortNumbers } from "../percentile.js";

/** A kind of reaction that may count as engagement, by its name in the counts. */
export type EngagementKind = "likes" | "replies" | "shares" | "quotes" | "saves" | "clicks" | "views" | "dislikes";

/** How the rates of several posts become one. */
export type RateAggregation = "ratioOfSums" | "meanOfRates" | "median";

/** What was counted of one post. `Counts` and `Insights` are such; what is absent is unknown. */
export interface EngagementCounts extends Counts {
  /** Unique people. */
  readonly reach?: number;
  /** Times shown. */
  readonly impressions?: number;
  /** Clicks on links, media or the name. */
  readonly clicks?: number;
  /** Followers of the account when the post appeared. */
  readonly followers?: number;
}

/** Anything that holds counts, such as a post or message. */
export interface CountedContent {
  /** What was counted. */
  readonly counts: EngagementCounts;
  /** Followers of the account when it appeared. */
  readonly followers?: number;
}

/** What an engagement rate reads of one post: its counts or insights, or what holds them. */
export type EngagementSource = EngagementCounts | CountedContent;

/** What an engagement rate counts. */
export interface EngagementOptions {
  /** What counts as engagement. @defaultValue ["likes", "replies", "shares", "saves"] */
  readonly kinds?: readonly EngagementKind[];
  /**
   * How several posts become one. `ratioOfSums`: all engagement by all of the base, so large posts weigh more. `meanOfRates` and `median`:
   * each post weighs the same. @defaultValue "ratioOfSums"
   */
  readonly aggregation?: RateAggregation;
  /** True refuses a lower bound: no value as soon as one count is unknown. @defaultValue false */
  readonly strict?: boolean;
}

/** What an engagement rate by followers counts. */
export interface FollowerEngagementOptions extends EngagementOptions {
  /** Followers of the account now, for posts that do not tell those of their day. The measure is then `approximated`. */
  readonly followers?: number;
}

/** Computes an engagement rate of one post or several. */
export type EngagementRate<O = EngagementOptions> = (sources: EngagementSource | readonly EngagementSource[], options?: O) => Measure;

/** The engagement rates by their base. */
export interface EngagementRates {
  /** Engagement by unique people reached. Facebook, Instagram and LinkedIn tell reach. */
  readonly byReach: EngagementRate;
  /** Engagement by times shown. */
  readonly byImpressions: EngagementRate;
  /** Engagement by followers, per post. */
  readonly byFollowers: EngagementRate<FollowerEngagementOptions>;
  /** Engagement by video views; one person may view often. */
  readonly byViews: EngagementRate;
}

/**
 * Computes engagement rates: reactions of the declared kinds, divided by the base in the name. Fractions, never clamped: who reacts twice
 * makes a rate above 1.
 *
 * `components` says how much of each kind was counted. A kind that a post does not tell is `missing` and the value a lower bound; a post that
 * tells no kind at all, or not its base, is left out and not in `n`. Where a network tells only reactions by name, their sum stands for the
 * likes. Without any base the value is `null`.
 *
 * @throws FolkmootError `invalid-request` for what is no post, for a count that is negative or no number, and for an unknown kind.
 *
 * @example
 * engagementRate.byReach([{ likes: 50, replies: 0, shares: 0, saves: 0, reach: 100 }]).value; // 0.5
 */
export const engagementRate: EngagementRates = {
  byReach: (sources, options) => compute("reach", sources, options),
  byImpressions: (sources, options) => compute("impressions", sources, options),
  byFollowers: (sources, options) => compute("followers", sources, options),
  byViews: (sources, options) => compute("views", sources, options),
};

const defaultKinds: readonly EngagementKind[] = ["likes", "replies", "shares", "saves"];
const allKinds: readonly EngagementKind[] = [...defaultKinds, "quotes", "clicks", "views", "dislikes"];

type Base = "reach" | "impressions" | "followers" | "views";

/** One post, read. Absent parts are unknown. */
interface Reading {
  readonly parts: ReadonlyMap<EngagementKind, number>;
  readonly denominator: number | undefined;
  readonly approximated: boolean;
}

function compute(base: Base, sources: EngagementSource | readonly EngagementSource[], options: FollowerEngagementOptions = {}): Measure {
  const kinds = checkKinds(options.kinds ?? defaultKinds);
  const aggregation = checkAggregation(options.aggregation ?? "ratioOfSums");
  const list = isList(sources) ? sources : [sources];
  checkList(list, "sources", "post");
  const readings = list.map((source) => read(source, base, kinds, options.followers));
  if (readings.length === 0) return unknown("no-data", "fraction", { base, aggregation });

  const usable = readings.filter(({ parts, denominator }) => parts.size > 0 && denominator !== undefined);
  const missing = [
    ...kinds.filter((kind) => readings.some(({ parts }) => !parts.has(kind))),
    ...(readings.some(({ denominator }) => denominator === undefined) ? [base] : []),
  ];
  const details: MeasureDetails = {
    base,
    aggregation,
    n: usable.length,
    complete: missing.length === 0,
    missing,
    ...(usable.length > 0 && { components: sumParts(usable) }),
    ...(usable.some(({ approximated }) => approximated) && { approximated: true }),
  };
  if (usable.length === 0 || (options.strict === true && missing.length > 0)) return unknown("unknown-input", "fraction", details);
  return aggregate(usable, aggregation, details);
}

function aggregate(usable: readonly Reading[], aggregation: RateAggregation, details: MeasureDetails): Measure {
  if (aggregation === "ratioOfSums") {
    const numerator = total(usable.map(engagement));
    const denominator = total(usable.map((reading) => reading.denominator ?? 0));
    if (denominator === 0) return unknown("zero-denominator", "fraction", { ...details, numerator, denominator });
    return known(numerator / denominator, "fraction", { ...details, numerator, denominator });
  }
  // A post that nobody saw has no rate of its own.
  const seen = usable.filter(({ denominator }) => denominator !== 0);
  const rates = sortNumbers(seen.map((reading) => engagement(reading) / (reading.denominator ?? 1)));
  const value = aggregation === "median" ? percentile(rates, 0.5) : mean(rates);
  const among = { ...details, n: rates.length };
  return value === undefined ? unknown("zero-denominator", "fraction", among) : known(value, "fraction", among);
}

function read(source: EngagementSource, base: Base, kinds: readonly EngagementKind[], followersNow: number | undefined): Reading {
  const counts = "counts" in source ? source.counts : source;
  if (!isObject(counts)) refuse("counts of a post is nothing that counts", "leave the post out, or give an object");
  const parts = new Map<EngagementKind, number>();
  for (const kind of kinds) {
    const value = checkCount(counts[kind], kind) ?? (kind === "likes" ? sumReactions(counts) : undefined);
    if (value !== undefined) parts.set(kind, value);
  }
  if (base !== "followers") return { parts, denominator: checkCount(counts[base], base), approximated: false };
  const then = checkCount(source.followers ?? counts.followers, base);
  return { parts, denominator: then ?? checkCount(followersNow, base), approximated: then === undefined };
}

function sumReactions({ reactions }: Counts): number | undefined {
  return reactions === undefined ? undefined : total(Object.values(reactions).map((count) => checkCount(count, "reactions") ?? 0));
}

function sumParts(readings: readonly Reading[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { parts } of readings) for (const [kind, value] of parts) sums[kind] = (sums[kind] ?? 0) + value;
  return sums;
}

const engagement = ({ parts }: Reading): number => total([...parts.values()]);
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const isList = (sources: EngagementSource | readonly EngagementSource[]): sources is readonly EngagementSource[] => Array.isArray(sources);

function checkKinds(kinds: readonly EngagementKind[]): readonly EngagementKind[] {
  if (kinds.length === 0 || !kinds.every((kind) => allKinds.includes(kind)))
    refuse("kinds holds nothing, or what no network counts", `use some of ${allKinds.join(", ")}`);
  return [...new Set(kinds)];
}

function checkAggregation(aggregation: RateAggregation): RateAggregation {
  if (!["ratioOfSums", "meanOfRates", "median"].includes(aggregation))
    refuse("aggregation is none that we know", "use ratioOfSums, meanOfRates or median");
  return aggregation;
}
