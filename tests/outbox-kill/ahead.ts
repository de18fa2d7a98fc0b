/** The machine's clock, moved by a test: all processes see the same instants. @module */
import { systemClock, type Clock } from "../../src/clock.js";

/** A clock that is so far ahead of the machine's, in milliseconds, at the moment it is asked. Waits take as long as ever. */
export const clockAhead = (aheadMs: () => number): Clock => ({
  now: () => systemClock.now() + aheadMs(),
  sleep: async (ms, options) => systemClock.sleep(ms, options),
});

/** The same clock, whose waits end when its own time has come: a jump ends them early. */
export const clockThatJumps = (aheadMs: () => number): Clock => {
  const now = (): number => systemClock.now() + aheadMs();
  return {
    now,
    sleep: async (ms, options) => {
      const end = now() + ms;
      while (now() < end) await systemClock.sleep(Math.min(end - now(), 20), options);
    },
  };
};
