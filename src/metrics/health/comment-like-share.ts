/**
 * How a comment of ours does beside the post it stands under.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { divide } from "../engagement/counts.js";
import { isObject, known, refuse, unknown } from "../measure.js";
import { likesOf, type LikedContent } from "./likes.js";

/**
 * Computes the likes of our comment by the likes of the post above it. A ratio, not a share: people like a comment without liking the post, so
 * it may pass 1, is not clamped, and has no interval.
 *
 * Networks do not always tell the likes of posts that are not ours, TikTok and Instagram among them: without them, and without a post, there is
 * no value, `unknown-input`. A post that nobody likes gives `zero-denominator`.
 *
 * @throws FolkmootError `invalid-request` for what holds no counts, and for a count that is negative or no number.
 *
 * @example
 * commentLikeShare({ likes: 20_000 }, { likes: 66_667 }).value; // 0.29999850000749996
 */
export function commentLikeShare(comment: LikedContent, post: LikedContent | undefined): Measure {
  if (!isObject(comment)) refuse("`comment` is no comment", "give one as it was read, or its counts");
  if (post !== undefined && !isObject(post)) refuse("`post` is no post", "give one as it was read, or its counts, or leave it out");
  const numerator = likesOf(comment, "comment");
  const denominator = post === undefined ? undefined : likesOf(post, "post");
  const told = { base: "likes", ...(numerator !== undefined && { numerator }), ...(denominator !== undefined && { denominator }) };
  if (numerator === undefined || denominator === undefined) {
    const missing = [...(numerator === undefined ? ["comment.likes"] : []), ...(denominator === undefined ? ["post.likes"] : [])];
    return unknown("unknown-input", "fraction", { ...told, complete: false, missing });
  }
  if (denominator === 0) return unknown("zero-denominator", "fraction", { ...told, n: 1 });
  return known(divide(numerator, denominator), "fraction", { ...told, n: 1 });
}
