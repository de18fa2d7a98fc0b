/**
 * One request: `retry( slot + budget -> ky -> observe -> body check ) -> schema`.
 * This module is loaded at the first request, because ky touches the runtime's fetch when it is imported.
 * @module
 */
import pRetry from "p-retry";
import { Again, createCall, End } from "./call.js";
import { createWatch } from "./watch.js";
import { prepare, type Sender } from "./outgoing.js";
import type { Options } from "p-retry";
import type { Caller } from "./call.js";
import type { RequestFunction } from "./request.js";

/** Everything that the requests of one adapter share. */
export interface ClientSetup extends Sender, Omit<Caller, "watch"> {}

// p-retry decides only. Its own waits use timers that no test can move, so they stay at zero and the call sleeps by itself.
const decide: Options = {
  retries: Number.POSITIVE_INFINITY,
  minTimeout: 0,
  shouldRetry: ({ error }) => error instanceof Again,
};

/**
 * Makes the function that every request of an adapter goes through.
 *
 * Reads are sent up to five times, writes once: again only when the network proves that nothing happened, or when it removes
 * duplicates itself. A rate limit is waited for (mode `wait`) up to ten times. Between sends neither a slot nor budget is held.
 */
export function createClient(setup: ClientSetup): RequestFunction {
  const caller: Caller = { ...setup, watch: createWatch(setup.runtime.clock) };
  return async (method, path, options) => {
    options.signal?.throwIfAborted();
    const outgoing = prepare(setup, method, path, options);
    const call = createCall(caller, outgoing, options);
    try {
      return await call();
    } catch (error) {
      // Nearly every call ends with its first send: p-retry is asked only when there is something to decide.
      if (!(error instanceof Again)) throw reasonOf(error);
    }
    try {
      return await pRetry(call, decide);
    } catch (error) {
      throw reasonOf(error);
    }
  };
}

/** What the caller gets of what a call ended with. */
function reasonOf(error: unknown): Error {
  return (error instanceof End ? error.reason : error) as Error;
}
