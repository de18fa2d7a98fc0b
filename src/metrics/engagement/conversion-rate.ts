/**
 * Conversions by clicks or visits.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { givenOptions, measureCounting, type CountingOptions } from "./counting.js";
import { checkWord } from "./options.js";
import { refuse } from "../measure.js";
import type { CountedContent } from "./counts.js";

/** What the host counted of one post, campaign or period. What is absent is unknown. */
export interface ConversionCounts {
  /** How many did what was hoped for. No network tells. Parts of one are allowed where several posts share the credit, but not with `counting: "one"`. */
  readonly conversions?: number;
  /** Clicks that could lead there. */
  readonly clicks?: number;
  /** Visits of the place where it happens. */
  readonly visits?: number;
}

/** Content with what was counted of it. */
export interface ConvertedContent extends Pick<CountedContent, "key" | "isAd"> {
  /** What was counted. */
  readonly counts: ConversionCounts;
}

/** What a conversion rate reads: counts, or what holds them. */
export type ConversionSource = ConversionCounts | ConvertedContent;

/** What conversions are divided by. */
export interface ConversionOptions extends CountingOptions {
  /** What they are divided by. */
  readonly base: "clicks" | "visits";
}

/**
 * Computes conversions by clicks or visits. The host brings the conversions. No share unless you say so (`counting: "one"`): who buys twice
 * after one click counts twice, and Google Ads warns that a rate of every conversion may pass 100 % (support.google.com/google-ads/answer/2684489).
 *
 * @throws FolkmootError `invalid-request` as `engagementRate`, and where `base` is missing.
 *
 * @example
 * conversionRate({ conversions: 50, clicks: 1_000 }, { base: "clicks" }).value; // 0.05
 */
export function conversionRate(sources: ConversionSource | readonly ConversionSource[], options: ConversionOptions): Measure {
  const { base } = givenOptions(options, "`base`, clicks or visits");
  if (base === undefined) refuse("base is missing", "name what conversions are divided by: clicks or visits");
  checkWord("base", base, ["clicks", "visits"]);
  return measureCounting({ kinds: ["conversions"], base, unit: "fraction" }, sources, options);
}
