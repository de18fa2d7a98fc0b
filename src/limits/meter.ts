/**
 * The part of a network's limits that is code.
 * @module
 */
import type { LimitObservation, Partition } from "../model/limit.js";

/** One call as the limiter sees it. */
export interface CallShape {
  /** Name of the operation, e.g. "reply". */
  readonly operation: string;
  /** HTTP method, upper-case. */
  readonly method: string;
  /** Path template, e.g. "/2/tweets/:id". */
  readonly route: string;
  /** What the call is about, by the words that rules are partitioned by. App, account and route have defaults. */
  readonly subject: Readonly<Partial<Record<Partition, string>>>;
  /** Query parameters, where they change the price. */
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** Text to be sent, where it changes the price. Never logged. */
  readonly text?: string;
}

/** The part of a network's limits that is code; one a network. */
export interface Meter {
  /** Cost of a call by rule id; a rule that is not named costs nothing. Guesses high where only the answer tells. */
  cost(call: CallShape): Readonly<Record<string, number>>;
  /**
   * Names anew what a call counts for, where answers have taught it: a route that shares its budget with others (Discord buckets).
   * What it leaves out stays as the call has it. @defaultValue the call's own words
   */
  subject?(call: CallShape): CallShape["subject"];
  /**
   * Reads an answer: real cost, remaining, reset, block. The body counts too (Graph, TikTok, Reddit). All in the network's own time: `now`
   * is what its clock shows, as far as its answers told, in milliseconds since 1970; instants are turned into our time by the limiter.
   */
  read(
    call: CallShape,
    response: { readonly status: number; readonly headers: Headers; readonly body: unknown },
    now: number,
  ): readonly LimitObservation[];
}
