/**
 * How many items and pages of a newest-first list lie above an instant, by what was seen of it.
 * @module
 */

/** What was seen of a list. */
export interface Seen {
  /** When its items happened, as they are listed; NaN where the list does not tell. Milliseconds since 1970. */
  readonly times: readonly number[];
  /** True when that was all of it. */
  readonly all: boolean;
}

/** How far a list reaches. */
export interface Reach {
  /** Items that happened at the instant or later. */
  readonly items: number;
  /** The mean time between two of them. Milliseconds. Absent where there are too few to tell. */
  readonly everyMs?: number;
}

/**
 * Counts what was seen, and takes what was not to be as dense.
 * @returns `undefined` where nobody can tell: nothing was seen, or no time.
 */
export function reachOf({ times, all }: Seen, from: number): Reach | undefined {
  const known = times.filter((at) => !Number.isNaN(at));
  const oldest = known.at(-1);
  const newest = known.reduce((latest, at) => Math.max(latest, at), -Infinity);
  const spanMs = oldest === undefined ? 0 : newest - oldest;
  const everyMs = known.length > 1 && spanMs > 0 ? spanMs / (known.length - 1) : undefined;
  const density = everyMs === undefined ? {} : { everyMs };
  // What has no time cannot be left out by time.
  const within = times.filter((at) => !(at < from)).length;
  // The end of what was seen decides: networks pin old things to the top.
  if (all || (oldest !== undefined && oldest < from)) return { items: within, ...density };
  if (everyMs === undefined || oldest === undefined) return undefined;
  return { items: within + (oldest - from) / everyMs, ...density };
}
