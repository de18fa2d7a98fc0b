/**
 * Time limits of many sends at once, on one sleeper: a timer and an abort controller for each cost as much as a fifth of the request.
 * @module
 */
import { sleeper } from "../limits/sleeper.js";
import type { Clock } from "../clock.js";

/** Says when time is up. */
export interface Watch {
  /**
   * Calls back once after a time, unless stopped before.
   * @param ms - from now, in milliseconds
   * @returns the function that stops it
   */
  start(ms: number, over: () => void): () => void;
}

/** Makes a watch. It sleeps only while something is under way, so it never keeps a process alive. */
export function createWatch(clock: Clock): Watch {
  const running = new Set<{ readonly at: number; readonly over: () => void }>();
  const timer = sleeper(
    clock,
    (now) => {
      let next = Number.POSITIVE_INFINITY;
      for (const one of running)
        if (one.at > now) next = Math.min(next, one.at);
        else {
          running.delete(one);
          one.over();
        }
      return next;
    },
    // A clock that fails wakes nobody: then sends end with their answer only.
    () => undefined,
  );
  return {
    start: (ms, over) => {
      const one = { at: clock.now() + ms, over };
      running.add(one);
      timer.at(one.at);
      return () => {
        if (running.delete(one) && running.size === 0) timer.stop();
      };
    },
  };
}
