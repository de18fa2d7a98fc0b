/**
 * What came back, and what an adapter makes of it.
 * @module
 */
import type { CallShape } from "../limits/meter.js";
import type { ErrorCode, ReauthorizeCause } from "../model/error-info.js";

/** An answer as the wire gave it. `body` is parsed JSON, else the text, else `undefined`; it is not checked yet. */
export interface WireAnswer {
  /** HTTP status. */
  readonly status: number;
  /** Response headers. */
  readonly headers: Headers;
  /** Parsed JSON, else the text, else `undefined`. */
  readonly body: unknown;
}

/** Why an answer is no success. */
export interface Failure {
  /** Our word for it. */
  readonly code: ErrorCode;
  /** What failed and what to do next: no secret, no text of a message, no name. The network and operation are put in front of it. */
  readonly message: string;
  /** True when the same call may succeed later. @defaultValue true for `rate-limited`, `server-error`, `timeout`, `connection-failed` */
  readonly retryable?: boolean;
  /** Wait named by the network. Milliseconds. */
  readonly retryAfterMs?: number;
  /** True when the network proves that nothing happened, so that a write may be sent again. @defaultValue true below status 500 */
  readonly nothingHappened?: boolean;
  /** True of a rate limit that the meter reads off this very answer: then no other budget of the call is held back. @defaultValue false */
  readonly metered?: boolean;
  /** True when the credentials are stale: they are renewed once, then the call is sent again. */
  readonly stale?: boolean;
  /** Why somebody has to log in again, where the answer tells it. */
  readonly reauthorize?: ReauthorizeCause;
}

/** Reads an answer of any status: `undefined` when it is a success. Success status is not success: the body counts too. */
export type ReadFailure = (call: CallShape, answer: WireAnswer) => Failure | undefined;
