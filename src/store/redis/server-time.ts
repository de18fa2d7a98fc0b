/**
 * What time it is at Redis, from the times that its answers tell.
 * @module
 */
import type { Clock } from "../../clock.js";

/** Knows the time of a server. */
export interface ServerTime {
  /** The server's time; `undefined` until it was told once. Milliseconds since 1970. */
  now(): number | undefined;
  /** True when it was told less than a second ago by our clock: then a clock that was set since is no further off than that. */
  sure(): boolean;
  /** Learns from an answer. `sentAt`: when it was asked for, in our time. */
  learn(told: number, sentAt: number): void;
}

/** How long the server need not look at its clock again. Milliseconds. */
const sureMs = 1_000;

/** Follows a server's clock: each answer says within what bounds it is ahead of ours, and bounds that contradict begin anew. */
export function serverTime(clock: Clock): ServerTime {
  let low = -Infinity;
  let high = Infinity;
  let toldAt = -Infinity;
  return {
    now: () => (low === -Infinity ? undefined : Math.round(clock.now() + (low + high) / 2)),
    sure: () => Math.abs(clock.now() - toldAt) < sureMs,
    learn: (told, sentAt) => {
      toldAt = clock.now();
      const atLeast = told - clock.now();
      // What it says has no fractions.
      const atMost = told + 1 - sentAt;
      if (atLeast > high || atMost < low || low === -Infinity) {
        low = atLeast;
        high = Math.max(atLeast, atMost);
      } else {
        low = Math.max(low, atLeast);
        high = Math.min(high, atMost);
      }
    },
  };
}
