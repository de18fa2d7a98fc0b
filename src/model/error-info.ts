/**
 * What went wrong, as plain data.
 * @module
 */
import type { Timestamp } from "./ref.js";

/**
 * What went wrong, as a word of ours. `outcome-unknown`: a write was sent and nobody knows what became of it.
 * `unexpected-error`: code outside the package threw (a handler, a policy, a store); never of a request.
 */
export type ErrorCode =
  | "rate-limited"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "invalid-request"
  | "window-closed"
  | "duplicate"
  | "unsupported"
  | "unexpected-response"
  | "bad-signature"
  | "connection-failed"
  | "timeout"
  | "server-error"
  | "outcome-unknown"
  | "conflict"
  | "declined"
  | "misconfigured"
  | "unexpected-error";

/** Why an account has to log in again: its access was taken back, has run out, its token is of a kind that may not do this, or lacks a scope for it. */
export type ReauthorizeCause = "revoked" | "expired" | "wrong-token-kind" | "missing-scope";

/** The JSON form for stores and reports: no stack. */
export interface ErrorInfo {
  /** What happened, as a word of ours. */
  readonly code: ErrorCode;
  /** What failed and what to do next. */
  readonly message: string;
  /** True when the same call may succeed later. */
  readonly retryable: boolean;
  /** When to try again, as far as that is known. */
  readonly retryAt?: Timestamp;
  /** Why somebody has to log in again, where the network tells it. Of `unauthenticated` and `forbidden`. */
  readonly reauthorize?: ReauthorizeCause;
}
