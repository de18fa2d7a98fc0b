/**
 * When answers travel to the book: each by itself would cost a command a call.
 * @module
 */
import type { BookTime } from "./book-time.js";
import type { OwnLedger } from "./own-ledger.js";

/** How long an answer waits for others to travel with, where it said what everybody expects. Milliseconds. */
const lingerMs = 400;

/** The same for what others wait to hear: more is left than they think. Milliseconds. */
export const hastyMs: number = 40;

/** What belongs to a window travels so long before its end: told in the next one, it would count there as well. Milliseconds. */
const beforeEndMs = 10;

/** How long an answer waits where a line asks for more meanwhile, with which it travels. Milliseconds. */
const rideMs = 600;

/** How much later than the line it travels by itself. Milliseconds. */
const missedMs = 20;

/** Says when an answer travels at the latest that is no news to the others. */
export function travelsAt({ asksAt, known }: OwnLedger, time: BookTime, now: number): number {
  const end = time.toOurs(known?.page.ledger.resetsAt ?? Infinity) - beforeEndMs;
  const at = asksAt > now && asksAt <= now + rideMs ? asksAt + missedMs : now + lingerMs;
  return end > now ? Math.min(at, end) : at;
}
