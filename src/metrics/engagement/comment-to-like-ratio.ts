/**
 * Comments by likes.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { measurePosts } from "./ratio.js";
import type { EngagementSources } from "./counts.js";
import type { OwnReplyOptions, RateOptions } from "./options.js";

/**
 * Computes how many comments there are for each like. No share: much-discussed posts pass 1. Without likes, or where they are hidden, there
 * is no value.
 *
 * @throws FolkmootError `invalid-request` as `engagementRate`.
 *
 * @example
 * commentToLikeRatio({ likes: 200, replies: 10 }).value; // 0.05
 */
export function commentToLikeRatio(sources: EngagementSources, options?: RateOptions & OwnReplyOptions): Measure {
  return measurePosts({ kinds: ["replies"], base: "likes", unit: "fraction" }, sources, options);
}
