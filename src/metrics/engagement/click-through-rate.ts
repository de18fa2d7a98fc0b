/**
 * Clicks by impressions.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { measureCounting, type CountingOptions } from "./counting.js";
import type { EngagementSources } from "./counts.js";

/**
 * Computes clicks by impressions. No share unless you say so (`counting: "one"`): networks count each click, and LinkedIn and Facebook count
 * those on pictures and names as well, so that an album is clicked ten times by one person.
 *
 * @throws FolkmootError `invalid-request` as `engagementRate`; for more clicks than impressions where each counts once.
 *
 * @example
 * clickThroughRate({ clicks: 5, impressions: 1_000 }).value; // 0.005
 */
export function clickThroughRate(sources: EngagementSources, options?: CountingOptions): Measure {
  return measureCounting({ kinds: ["clicks"], base: "impressions", unit: "fraction" }, sources, options);
}
