/**
 * What became of a write through the inbox.
 * @module
 */
import type { ErrorInfo } from "./error-info.js";
import type { Message } from "./message.js";
import type { Post } from "./post.js";
import type { Refs, Timestamp } from "./ref.js";

/** `unknown` = nobody knows yet whether it arrived; `pending` = it waits. */
export type OutcomeStatus = "sent" | "rejected" | "unknown" | "pending";

/** One call to the network. A write that says nothing (hide, ban, delete, a like through `act`) is one `act`. */
export interface OutcomeStep {
  /** `part` says a part of the text, `like` follows the text, `private` is the private half of an escalation, `act` does what says nothing. */
  readonly step: "part" | "like" | "private" | "act";
  /** From 0, within its kind of step. */
  readonly index: number;
  /** What became of this call. `pending` = it has left or is about to, and nobody has written down what came of it. */
  readonly status: OutcomeStatus;
  /** What was said, where the network named it. */
  readonly message?: Message;
  /** Of `publishPost`. */
  readonly post?: Post;
  /** Why it is not `sent`, or why a like was left out. */
  readonly error?: ErrorInfo;
  /** What the network left behind and knows again: of a receipt that names no object, or of a call without an answer. */
  readonly refs?: Refs;
}

/** What every outcome has. */
export interface OutcomeBase {
  /** The outbox entry: the id for `approveReply`, `declineReply` and `reconcile`. */
  readonly id: string;
  /** Every call, in order: parts stop at the first not sent, the like follows the text. */
  readonly steps: readonly OutcomeStep[];
}

/** All of the text is out. */
export interface Sent extends OutcomeBase {
  /** Narrows the outcome. */
  readonly status: "sent";
}

/** The first part that is not out was refused: by the network, by `can`, by a policy or by a person. Asking again with the same key goes on there. */
export interface Rejected extends OutcomeBase {
  /** Narrows the outcome. */
  readonly status: "rejected";
  /** Why, and what to do next. */
  readonly error: ErrorInfo;
}

/** `reconcile` settles it; it can say "not sent" only from `checkAt` on. */
export interface Unknown extends OutcomeBase {
  /** Narrows the outcome. */
  readonly status: "unknown";
  /** What is known of it; the code is `outcome-unknown`. */
  readonly error: ErrorInfo;
  /** The first instant at which `reconcile` may believe that it is not there. */
  readonly checkAt?: Timestamp;
}

/** It waits: for a person, for budget, or to be taken up again by `recover` or by the same call. */
export interface Pending extends OutcomeBase {
  /** Narrows the outcome. */
  readonly status: "pending";
  /**
   * What has to happen. `resume`: ask again with the same key, or call `recover`. With a `reason` it is a pause that holds it: after
   * `inbox.resume` ask again, or approve it; `recover` leaves it alone.
   */
  readonly waitsFor: "approval" | "budget" | "resume";
  /** The policy's words, `stale` where the target was edited or deleted since, or why writes are paused. */
  readonly reason?: string;
  /** When budget is expected. */
  readonly until?: Timestamp;
}

/** The status is that of the text: `sent` when every part is out, else that of the first part that is not. A like never changes it. */
export type Outcome = Sent | Rejected | Unknown | Pending;
