/**
 * The length of Threads: characters, and emoji by their bytes.
 * @module
 */
import { countBytes, countCodePoints } from "./count.js";
import { emoji } from "./weighted.js";

/**
 * Counts code points, and for each emoji sequence the bytes that it has in UTF-8: "æ" is 1, "👍" 4, a family of four 25. The documentation
 * of Threads says of emoji that they count as bytes and of all else nothing, so letters count one each (text limits, read 2026-11).
 */
export function countEmojiBytes(text: string): number {
  let count = countCodePoints(text);
  for (const [sequence] of text.matchAll(emoji)) count += countBytes(sequence) - countCodePoints(sequence);
  return count;
}
