/**
 * Impressions by reach.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { measurePosts } from "./ratio.js";
import type { EngagementSources } from "./counts.js";
import type { RateOptions } from "./options.js";

/**
 * Computes how often each person who was reached saw it, on average: the frequency. Of several posts together it is a lower bound for a
 * person who saw more than one, for whom reach counts twice: the measure is `gross`.
 *
 * @throws FolkmootError `invalid-request` as `engagementRate`.
 *
 * @example
 * impressionsPerReach({ impressions: 1_000, reach: 200 }).value; // 5
 */
export function impressionsPerReach(sources: EngagementSources, options?: RateOptions): Measure {
  return measurePosts({ kinds: ["impressions"], base: "reach", unit: "count" }, sources, options);
}
