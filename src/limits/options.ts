/**
 * How the limiter behaves.
 * @module
 */

/** How a limiter behaves. */
export interface LimiterOptions {
  /** Waits for budget, or throws `rate-limited` at once where there is none. @defaultValue "wait" */
  readonly mode?: "wait" | "throw";
  /** Longest wait of one call over all its attempts. Milliseconds. @defaultValue no limit */
  readonly maxWaitMs?: number;
  /**
   * Fraction of each budget, and of the calls under way at once, kept for `interactive`, from 0 to below 1. Rounded down to whole units,
   * and never so much that a call of another lane could not leave a full budget. @defaultValue 0.2
   */
  readonly reserve?: number;
  /**
   * The host's own numbers by id of a rule, e.g. `{ "x.money": 20 }`: a tier that the network does not tell, or a cap on what may be used
   * or spent. In the rule's unit, above 0. It wins over the rule's number; a lower one that the network tells wins over it.
   * One set serves all networks: ids of others are passed over, but an id that begins as this network's rules do (`x.`) and names none of
   * them is refused as `misconfigured` with the first request. @defaultValue the rules' own
   */
  readonly capacities?: Readonly<Record<string, number>>;
}
