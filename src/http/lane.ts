/**
 * Chooses the lane of a call whose author did not.
 * @module
 */
import type { Lane } from "../model/limit.js";

const switches: ReadonlySet<string> = new Set([
  "like",
  "unlike",
  "react",
  "unreact",
  "hide",
  "unhide",
  "approve",
  "deny",
  "pin",
  "unpin",
  "ban",
  "unban",
  "mute",
  "unmute",
  "markRead",
]);

/** Gives the lane of an operation: `sync` for lists and searches, `moderation` for switches, `interactive` for the rest. */
export function laneOf(operation: string): Lane {
  if (switches.has(operation)) return "moderation";
  return /(?:^|[./])(?:list|search)(?:[A-Z]|$)/.test(operation) ? "sync" : "interactive";
}
