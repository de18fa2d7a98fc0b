/**
 * The likes of a post or comment.
 * @module
 */
import type { Counts } from "../../model/counts.js";
import { readNumber } from "../engagement/counts.js";
import { isObject, refuse } from "../measure.js";

/** How often something was liked. */
export type LikeCounts = Pick<Counts, "likes" | "reactions">;

/** Something that holds counts, such as a post or message. */
export interface LikeCounted {
  /** What the network told. */
  readonly counts: LikeCounts;
}

/** Anything that holds counts, or the counts themselves. */
export type LikedContent = LikeCounts | LikeCounted;

/** Reads how many likes something has; nothing when the network does not tell. Where it tells reactions by name only, their sum stands for them. */
export function likesOf(content: LikedContent, name: string): number | undefined {
  const counts = "counts" in content ? content.counts : content;
  if (!isObject(counts)) refuse(`\`counts\` of ${name} is nothing that counts`, "leave it out, or give an object");
  const { likes, reactions } = counts;
  const told = readNumber(likes, `likes of ${name}`);
  if (told !== undefined || reactions === undefined) return told;
  if (!isObject(reactions)) refuse(`\`reactions\` of ${name} is nothing that counts`, "leave it out, or give an object");
  return Object.values(reactions).reduce((sum, count) => sum + (readNumber(count, `reactions of ${name}`) ?? 0), 0);
}
