/**
 * Finding what the account said itself, after a write without an answer. The networks keep no key of a write, so words, place and time do.
 * @module
 */
import type { Message } from "../../model/message.js";

/** How far a network's clock may be behind ours. It tells times to the second besides. Milliseconds. */
export const skewMs = 60_000;

/** What two texts are compared by: blanks at the ends and in a row are not kept. */
export function bareWords(text: string): string {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}

/** Orders messages as they were written, the oldest first. */
export function oldestFirst(messages: readonly Message[]): readonly Message[] {
  return [...messages].sort((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
}
