/** Time for a chaos run: it passes as soon as everybody waits, but never while a database has still to answer. @module */
import type { Clock } from "../../src/clock.js";

/** A clock that jumps from sleeper to sleeper. */
export interface ChaosClock extends Clock {
  /** Holds time while work is under way outside this process, such as a call to a database. */
  hold<T>(work: Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** How often the loop turns before a moment counts as quiet: answers of the fakes pass through streams that need several. */
const quietTurns = 4;

/** Makes the clock. */
export function chaosClock(start: string): ChaosClock {
  let now = Date.parse(start);
  let made = 0;
  let held = 0;
  let freed: (() => void) | undefined;
  let jumping = false;
  const heap = new Map<number, Sleeper[]>();
  const instants: number[] = [];

  const add = (sleeper: Sleeper): void => {
    const same = heap.get(sleeper.at);
    if (same !== undefined) {
      same.push(sleeper);
      return;
    }
    heap.set(sleeper.at, [sleeper]);
    // Kept sorted, latest first, so that the next instant is taken off the end.
    let low = 0;
    let high = instants.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((instants[middle] ?? 0) > sleeper.at) low = middle + 1;
      else high = middle;
    }
    instants.splice(low, 0, sleeper.at);
  };
  const quiet = async (): Promise<void> => {
    for (let turns = 0; turns < quietTurns; turns += 1) {
      await turn();
      while (held > 0) {
        await new Promise<void>((resolve) => (freed = resolve));
        turns = 0;
      }
    }
  };
  const jump = async (): Promise<void> => {
    if (jumping) return;
    jumping = true;
    for (;;) {
      await quiet();
      const at = instants.at(-1);
      if (at === undefined) break;
      const [next] = heap.get(at) ?? [];
      if (next === undefined) {
        instants.pop();
        heap.delete(at);
        continue;
      }
      heap.get(at)?.shift();
      now = Math.max(now, at);
      next.wake();
    }
    jumping = false;
  };

  return {
    now: () => now,
    hold: async (work) => {
      held += 1;
      try {
        return await work;
      } finally {
        held -= 1;
        if (held === 0) freed?.();
      }
    },
    sleep: (ms, { signal } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason as Error);
          return;
        }
        // Who sleeps forever is never woken.
        if (ms === Number.POSITIVE_INFINITY) return;
        made += 1;
        const at = now + (ms > 0 ? Math.ceil(ms) : 0);
        const end = (): void => {
          const rest = heap.get(at)?.filter((one) => one !== sleeper);
          if (rest !== undefined) heap.set(at, rest);
          reject(signal?.reason as Error);
        };
        const sleeper: Sleeper = {
          at,
          order: made,
          wake: () => {
            signal?.removeEventListener("abort", end);
            resolve();
          },
        };
        signal?.addEventListener("abort", end, { once: true });
        add(sleeper);
        void jump();
      }),
  };
}
