/**
 * How soon one change follows another.
 * @module
 */

/** Knows when the next change may begin. */
export interface Pace {
  /** One begins. Returns when, as it was told. */
  begins(now: number): number;
  /** One has ended: says whether calls asked in it, and all of them were refused. */
  ended(refused: boolean): void;
  /** When the next may begin; sooner where a reply waits. */
  next(reply: boolean): number;
}

/** Calls that find nothing in stock wait for each other where a change began less than this long ago. Milliseconds. */
const pauseMs = 25;

/**
 * The same where the last change brought nothing: others were quicker, and ask again as often. Of calls on many routes below one small
 * limit that other processes use up as well, two of three changes would be such. Measured behind Discord's 50 a second with four
 * processes: 1.6 instead of 2.5 changes a call, for less than 1 % of the budget; twice as long costs 2 %, and replies wait for it. Milliseconds.
 */
const refusedMs = 100;

/** Begins at once. */
export function openPace(): Pace {
  let begunAt = -Infinity;
  let pause = pauseMs;
  return {
    begins: (now) => (begunAt = now),
    ended: (refused) => {
      pause = refused ? refusedMs : pauseMs;
    },
    next: (reply) => begunAt + (reply ? pauseMs : pause),
  };
}
