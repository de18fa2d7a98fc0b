/**
 * Reach by followers.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { measurePosts } from "./ratio.js";
import type { EngagementSources } from "./counts.js";
import type { FollowerOptions, RateOptions } from "./options.js";

/**
 * Computes reach by followers, per post. Whoever sees a post need not follow, so it may pass 1.
 *
 * @throws FolkmootError `invalid-request` as `engagementRate`.
 *
 * @example
 * reachRate({ reach: 2_500, followers: 10_000 }).value; // 0.25
 */
export function reachRate(sources: EngagementSources, options?: RateOptions & FollowerOptions): Measure {
  return measurePosts({ kinds: ["reach"], base: "followers", unit: "fraction" }, sources, options);
}
