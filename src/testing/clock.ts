/**
 * Time for tests: moves only when it is told to, or as soon as everybody waits.
 * @module
 */
import type { Clock } from "../clock.js";
import { misuse } from "./misuse.js";

/** A clock that a test moves. */
export interface VirtualClock extends Clock {
  /** Moves time forward by so many milliseconds, a fraction rounded up, waking sleepers in order. Resolves when the last of them has run. */
  advance(ms: number): Promise<void>;
  /** How many wait now. */
  readonly sleeping: number;
}

/** How a virtual clock starts and moves. */
export interface VirtualClockOptions {
  /** Where it starts, in ISO 8601. @defaultValue "2026-01-01T00:00:00.000Z" */
  readonly start?: string;
  /** Jumps to the next sleeper by itself as soon as the process has nothing else to do. @defaultValue false */
  readonly auto?: boolean;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Lets everything run that is ready, in-process answers included. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/**
 * Makes a clock for tests. A 15-minute wait passes in the time that the code around it needs.
 * It counts whole milliseconds, as the system's does: what sleeps for half of one wakes with the next.
 *
 * @throws FolkmootError `invalid-request` for a `start` that is no time.
 *
 * @example
 * const clock = virtualClock({ auto: true });
 * await clock.sleep(15 * 60_000);
 */
export function virtualClock(options: VirtualClockOptions = {}): VirtualClock {
  let now = startOf(options);
  let sleepers: Sleeper[] = [];
  let jumping = false;

  const wakeNext = (until: number): boolean => {
    const next = sleepers.reduce<Sleeper | undefined>((first, one) => (first === undefined || one.at < first.at ? one : first), undefined);
    // Who sleeps forever is never woken.
    if (next === undefined || next.at > until || next.at === Number.POSITIVE_INFINITY) return false;
    sleepers = sleepers.filter((one) => one !== next);
    now = Math.max(now, next.at);
    next.wake();
    return true;
  };
  const jump = async (): Promise<void> => {
    if (jumping) return;
    jumping = true;
    do await turn();
    while (wakeNext(Number.POSITIVE_INFINITY));
    jumping = false;
  };

  return {
    now: () => now,
    get sleeping() {
      return sleepers.length;
    },
    sleep: (ms, { signal } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason as Error);
          return;
        }
        const end = (): void => {
          sleepers = sleepers.filter((one) => one !== sleeper);
          reject(signal?.reason as Error);
        };
        const sleeper: Sleeper = {
          at: now + wholeMs(ms),
          wake: () => {
            signal?.removeEventListener("abort", end);
            resolve();
          },
        };
        sleepers.push(sleeper);
        signal?.addEventListener("abort", end, { once: true });
        if (options.auto === true) void jump();
      }),
    advance: async (ms) => {
      if (!(ms >= 0 && Number.isFinite(ms))) misuse("`ms` is no time to move forward by", "give a number of milliseconds from 0");
      const until = now + wholeMs(ms);
      await turn();
      while (wakeNext(until)) await turn();
      now = until;
    },
  };
}

function startOf({ start = "2026-01-01T00:00:00.000Z" }: VirtualClockOptions): number {
  const at = Date.parse(start);
  if (Number.isNaN(at)) misuse("`start` is no time", "give ISO 8601 in UTC, such as 2026-01-01T00:00:00.000Z");
  return at;
}

/** A wait in whole milliseconds: never shorter than it was asked for, and none where it is no wait. */
const wholeMs = (ms: number): number => (ms > 0 ? Math.ceil(ms) : 0);
