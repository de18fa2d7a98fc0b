/**
 * How often, and how long to wait in between, when the network does not say.
 * @module
 */

/** Sends of one call, the first included, that may end in a transient failure. */
export const maxSends: number = 5;

/** Answers of one call that may say `rate-limited`: more than that is no politeness any more. */
export const maxRefusals: number = 10;

const first = 500;
const longest = 30_000;

/**
 * Gives the wait before the next send: doubling from half a second to 30 s, with half of it left to chance,
 * so that callers that failed together do not come back together.
 * @param failures - how many sends have failed, at least 1
 * @param random - from 0 to below 1
 * @returns milliseconds
 */
export function backoffMs(failures: number, random: () => number): number {
  const full = Math.min(longest, first * 2 ** (failures - 1));
  return Math.round(full / 2 + (full / 2) * random());
}
