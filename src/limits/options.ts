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
   * Fraction of each budget kept for `interactive`, from 0 to below 1. Rounded down to whole units, and never so much that a call
   * of another lane could not leave a full budget. @defaultValue 0.2
   */
  readonly reserve?: number;
}
