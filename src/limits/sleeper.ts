/**
 * One sleeper for many instants.
 * @module
 */
import type { Clock } from "../clock.js";

/** Wakes its owner at the nearest of the instants it was given. */
export interface Sleeper {
  /** Asks to be woken at an instant (milliseconds since 1970); an earlier one that was asked for stays. */
  at(instant: number): void;
  /** Sleeps no more: a timer that nobody needs would keep the process alive. */
  stop(): void;
}

/** Nobody reads why a sleep ended early, and a ready-made reason spares the making of an error with its stack. */
const enough = "enough";

/** Timers hold 24.8 days; a month ends later than that. */
const longestMs = 86_400_000;

/**
 * Makes a sleeper. It sleeps only while somebody asked to be woken.
 *
 * @param wake - called with the instant that has come; returns the next one, Infinity for none
 */
export function sleeper(clock: Clock, wake: (now: number) => number, failed: (error: unknown) => void): Sleeper {
  let due = Infinity;
  let controller = new AbortController();

  const sleep = (): void => {
    controller = new AbortController();
    const { signal } = controller;
    clock.sleep(Math.min(Math.max(1, due - clock.now()), longestMs), { signal }).then(ring, (error: unknown) => {
      if (!signal.aborted) failed(error);
    });
  };
  const at = (instant: number): void => {
    if (instant >= due) return;
    if (due !== Infinity) controller.abort(enough);
    due = instant;
    sleep();
  };
  const ring = (): void => {
    const now = clock.now();
    if (now < due) {
      sleep();
      return;
    }
    due = Infinity;
    at(wake(now));
  };
  const stop = (): void => {
    if (due === Infinity) return;
    due = Infinity;
    controller.abort(enough);
  };
  return { at, stop };
}
