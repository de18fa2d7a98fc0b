/**
 * One virtual time for everybody: the globals that libraries ask for time and for timers are replaced, before any of the libraries is loaded.
 * Whoever is measured here is therefore imported with `await import` inside a function.
 */
import { syncBuiltinESMExports } from "node:module";
import { install } from "@sinonjs/fake-timers";

const realTurn = setImmediate;
/** Milliseconds of the machine, for whoever wants to know how long the bench itself takes. */
export const machineMs = (): number => Number(process.hrtime.bigint() / 1_000_000n);

const clock = install({
  now: 0,
  toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
  ignoreMissingTimers: true,
});
// Who imports from `node:timers` or `node:timers/promises` sees the replaced ones as well.
syncBuiltinESMExports();

/** So many turns without a timer mean that nobody will ever go on. */
const patience = 10_000;

/** Runs in virtual time: it moves to the next timer whenever nothing else is left to do. Timers that are left over at the end are dropped. */
export async function virtually<T>(start: number, work: () => Promise<T>): Promise<T> {
  clock.reset();
  clock.setSystemTime(start);
  const state = { over: false };
  const done = work().finally(() => {
    state.over = true;
  });
  // The failure is thrown below.
  done.catch(() => undefined);
  for (let idle = 0; !state.over;) {
    await new Promise((resolve) => realTurn(resolve));
    if (clock.countTimers() > 0) {
      idle = 0;
      clock.next();
    } else if (++idle > patience) throw new Error("Everybody waits, and nobody for time.");
  }
  return done;
}
