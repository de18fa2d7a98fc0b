/**
 * The database's time beside our own.
 * @module
 */
import type { Clock } from "../../clock.js";

/** Turns instants of this process into the database's and back. */
export interface BookTime {
  /**
   * Learns from one reading: the database said `now` after `since` and not after the present moment (both in our time), or would have,
   * give or take `offMs`.
   */
  learn(now: number, since: number, offMs?: number): void;
  /** An instant of ours in the database's time; never earlier than it was, as far as readings told. */
  toBook(ours: number): number;
  /** An instant of the database's in our time; never earlier than it is, as far as readings told. */
  toOurs(theirs: number): number;
  /** How much later than it was an instant of ours may seem in the database's time, at most. Milliseconds. */
  unsureMs(): number;
}

/** A reading further off than this means that a clock was set. Milliseconds. */
const jumpMs = 50;

/** Clocks drift: after this long readings begin anew. Milliseconds. */
const believedMs = 60_000;

/**
 * Makes the translation. Each reading says between which two numbers the difference lies, and the intersection of all is as exact as
 * the fastest of them.
 *
 * What left after the database granted it must never seem to have left before: so instants are translated by the greatest difference
 * that is possible, which is at least that of every reading.
 */
export function bookTime(clock: Clock): BookTime {
  let least = 0;
  let most = 0;
  let begun = -Infinity;
  return {
    learn: (now, since, offMs = 0) => {
      const ours = clock.now();
      const [low, high] = [now - offMs - ours, now + offMs - since];
      const anew = ours - begun > believedMs || ours < begun || low > most + jumpMs || high < least - jumpMs;
      if (anew) begun = ours;
      least = anew ? low : Math.max(least, low);
      // Clocks that count whole milliseconds may contradict each other by one.
      most = Math.max(least, anew ? high : Math.min(most, high));
    },
    toBook: (ours) => ours + most,
    toOurs: (theirs) => theirs - least,
    // Whole milliseconds may hide one more.
    unsureMs: () => most - least + 1,
  };
}
