/**
 * Reads failures with a table of codes that is loaded before the first call leaves, so that making an adapter costs nothing.
 * @module
 */
import { failureByStatus } from "../../http/failure.js";
import type { GraphNetwork } from "./app-options.js";
import type { ReadFailure } from "../../http/answer.js";

/** What reads failures, and what has to be awaited before. */
export interface LateFailures {
  /** Reads a failure off an answer; by its status alone before `load`. */
  readonly read: ReadFailure;
  /** Loads the table. */
  readonly load: () => Promise<void>;
}

/**
 * Makes what reads failures once it is loaded.
 * @param network - whose answers they are
 * @param now - milliseconds since 1970: headers tell when a block ends
 */
export function lateFailures(network: GraphNetwork, now: () => number): LateFailures {
  let known: ReadFailure | undefined;
  return {
    read: (call, answer) => (known ?? failureByStatus)(call, answer),
    load: async () => {
      known ??= (await import("./errors.js")).graphFailure(network, now);
    },
  };
}
