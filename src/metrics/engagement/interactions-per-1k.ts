/**
 * Interactions per thousand followers.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { engagementBy } from "./engagement-by.js";
import { measurePosts } from "./ratio.js";
import type { EngagementSources } from "./counts.js";
import type { FollowerEngagementOptions } from "./options.js";

/**
 * Computes interactions per thousand followers, per post: the engagement rate by followers times 1,000, so that small numbers can be read.
 *
 * Emplifi, formerly Socialbakers, calls it "Interactions per 1k followers" and takes the followers at the time of the post
 * (support.socialbakers.com, "Engagement Rate", 2020).
 *
 * @throws FolkmootError `invalid-request` as `engagementRate`.
 *
 * @example
 * interactionsPer1k({ likes: 8, replies: 1, shares: 1, saves: 0, followers: 800 }).value; // 12.5
 */
export function interactionsPer1k(sources: EngagementSources, options?: FollowerEngagementOptions): Measure {
  return measurePosts({ ...engagementBy("followers", options), unit: "per-1000", per: 1000 }, sources, options);
}
