/**
 * A bell: wakes those who wait for the journal, within this process.
 * @module
 */
import type { Clock } from "../clock.js";
import type { Bell } from "./context.js";

/** Makes a bell. Other processes are heard by waiting no longer than the caller says. */
export function createBell(clock: Clock): Bell {
  let waiting: (() => void)[] = [];
  let rings = 0;
  return {
    get rings() {
      return rings;
    },
    ring: () => {
      rings += 1;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    wait: async (heard, ms, signal) => {
      if (signal.aborted || rings !== heard) return;
      const rung = new AbortController();
      const wake = (): void => {
        rung.abort();
      };
      waiting.push(wake);
      try {
        await clock.sleep(ms, { signal: AbortSignal.any([signal, rung.signal]) });
      } catch {
        // Woken early, or told to stop: either way the caller looks again.
      } finally {
        waiting = waiting.filter((one) => one !== wake);
      }
    },
  };
}
