/**
 * How high a comment of ours stands among all.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import type { Message } from "../../model/message.js";
import { isObject, refuse } from "../measure.js";
import { likesOf } from "./likes.js";
import { oncePerKey } from "./once.js";
import { checkOptions, isSeen, Tally, valueOf, type MemberOptions } from "./people.js";

/** What is read of a comment. */
export type LikedComment = Pick<Message, "key" | "direction" | "counts"> & Partial<Pick<Message, "post" | "visibility" | "deletedAt">>;

/** How many comments a value takes. */
export type TopCommentOptions = Pick<MemberOptions, "minN" | "strict">;

/**
 * Computes the rank of our comment by likes among the comments given: 1 for the most liked. Comments with as many likes share a rank, and
 * leave out those after it: 1, 1, 3.
 *
 * `n` is how many comments are compared, ours with them. Comments whose likes nobody told are not compared: `likes` is missing, `coverage`
 * says how many of all are compared, and the true rank may be lower by as many as `excluded.unknown-likes`. What people cannot see and what
 * was deleted is left out, and so is what stands under another post, where both say which. Networks sort their "top comments" by more than
 * likes, so the place on the screen is another number.
 *
 * @throws FolkmootError `invalid-request` for what is no comment, and for a count that is negative or no number.
 *
 * @example
 * topCommentRank(ours, comments).value; // 2
 */
export function topCommentRank(comment: LikedComment, comments: readonly LikedComment[], options: TopCommentOptions = {}): Measure {
  checkOptions(options);
  if (!isObject(comment)) refuse("`comment` is no comment", "give one as it was read");
  const ours = likesOf(comment, "comment");
  const tally = new Tally();
  let n = 1;
  let above = 0;
  for (const other of oncePerKey(comments).list) {
    if (other.key === comment.key) continue;
    const likes = likesOf(other, other.key);
    const isElsewhere = other.post !== undefined && comment.post !== undefined && other.post !== comment.post;
    if (isElsewhere) tally.leaveOut("other-post");
    else if (other.deletedAt !== undefined) tally.leaveOut("deleted");
    else if (!isSeen(other)) tally.leaveOut("hidden");
    else if (likes === undefined) {
      tally.miss("likes");
      tally.leaveOut("unknown-likes");
    } else {
      n++;
      if (ours !== undefined && likes > ours) above++;
    }
  }
  if (ours === undefined) tally.miss("comment.likes");
  const compared = ours === undefined ? 0 : n;
  return valueOf(ours === undefined ? undefined : above + 1, "count", compared, options, tally.details(compared));
}
