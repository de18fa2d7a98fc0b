/**
 * What time it is at Redis, from the times that its answers tell.
 * @module
 */
import type { Clock } from "../../clock.js";

/** Knows the time of a server. */
export interface ServerTime {
  /** The server's time; `undefined` until it was told once. Milliseconds since 1970. */
  now(): number | undefined;
  /** How far `now` may be off at most, either way. Milliseconds. */
  offMs(): number;
  /** True when it is known as well as it can be: to a few milliseconds, or by several answers from a server that is far away. */
  near(): boolean;
  /** True when it is near and was told less than a second ago by our clock: then a clock that was set since is no further off than that. */
  sure(): boolean;
  /** Learns from an answer. `sentAt`: when the question left, in our time. */
  learn(told: number, sentAt: number): void;
}

/** How long the server need not look at its clock again. Milliseconds. */
const sureMs = 1_000;

/** Bounds that are no further apart are near. Milliseconds. */
const nearMs = 10;

/** So many answers have to do where none was so fast. */
const enough = 6;

/**
 * Follows a server's clock: each answer says within what bounds it is ahead of ours, and bounds that contradict begin anew.
 *
 * A first answer alone can be far off: a new process is busy, and its connection is new. What it decided would then be dated so much
 * later than what the others do.
 */
export function serverTime(clock: Clock): ServerTime {
  let low = -Infinity;
  let high = Infinity;
  let toldAt = -Infinity;
  let answers = 0;
  const near = (): boolean => high - low <= nearMs || answers >= enough;
  return {
    now: () => (low === -Infinity ? undefined : Math.round(clock.now() + (low + high) / 2)),
    // Whole milliseconds may be off by one.
    offMs: () => (low === -Infinity ? Infinity : (high - low) / 2 + 1),
    near,
    sure: () => near() && Math.abs(clock.now() - toldAt) < sureMs,
    learn: (told, sentAt) => {
      toldAt = clock.now();
      const atLeast = told - clock.now();
      // What it says has no fractions.
      const atMost = told + 1 - sentAt;
      if (atLeast > high || atMost < low || low === -Infinity) {
        low = atLeast;
        high = Math.max(atLeast, atMost);
        answers = 1;
      } else {
        low = Math.max(low, atLeast);
        high = Math.min(high, atMost);
        answers++;
      }
    },
  };
}
