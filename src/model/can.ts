/**
 * Whether something is allowed, now: plain data. The function is in `adapter/can.ts`.
 * @module
 */
import type { Account } from "./account.js";
import type { Actor } from "./actor.js";
import type { Conversation } from "./conversation.js";
import type { Timestamp } from "./ref.js";

/**
 * Why something is not allowed, as a word to act on. `detail` says it for a person.
 * `unsupported` the network or flavour lacks it · `missing-scope` the token lacks a right · `not-owner` it is not ours to do ·
 * `window-closed` too late · `user-must-open` the person has to write first · `not-mutual` no follow or shared place · `region` not in this country ·
 * `too-deep` nested too far · `already` done before · `budget` nothing left for now · `reauthorize` the token is dead · `tier` not in our plan ·
 * `closed` comments or thread closed · `gone` deleted or expired · `refused` the person or a block forbids it · `own` not on our own ·
 * `human-only` a program may not.
 */
export type CanReason =
  | "unsupported"
  | "missing-scope"
  | "not-owner"
  | "window-closed"
  | "user-must-open"
  | "not-mutual"
  | "region"
  | "too-deep"
  | "already"
  | "budget"
  | "reauthorize"
  | "tier"
  | "closed"
  | "gone"
  | "refused"
  | "own"
  | "human-only";

/** It is allowed, as far as is known. */
export interface Allowed {
  /** Narrows the answer. */
  readonly ok: true;
  /** When it closes. */
  readonly until?: Timestamp;
  /** `human` = only because a human acts. */
  readonly mode?: "standard" | "human";
  /** Why the network may still refuse: a fact that was not at hand. A sentence. */
  readonly unsure?: string;
}

/** It is not allowed now. */
export interface Refused {
  /** Narrows the answer. */
  readonly ok: false;
  /** Why, as a word. */
  readonly reason: CanReason;
  /** A sentence to act on. */
  readonly detail: string;
  /** When it may be allowed again, as far as that is known. */
  readonly retryAt?: Timestamp;
}

/** Whether something is allowed. `answer.ok` narrows. */
export type CanAnswer = Allowed | Refused;

/** Answers by operation. */
export type CanAnswers<O extends string = string> = { readonly [K in O]?: CanAnswer };

/** What a budget still allows, for `can`. */
export interface CanBudget {
  /** How much is left, in the rule's unit. */
  readonly remaining?: number;
  /** What the operation takes of it, in the rule's unit. @defaultValue 1 */
  readonly cost?: number;
  /** When it is full again. */
  readonly resetsAt?: Timestamp;
}

/** What an answer may rest on. Everything is handed in, so `can` is pure and synchronous. */
export interface CanFacts {
  /** Milliseconds since 1970, as `clock.now()` gives it. */
  readonly now: number;
  /** Absent = answered as for an automation. */
  readonly by?: Actor;
  /** Our account, for its scopes. */
  readonly account?: Account;
  /** The conversation of the target, for its window and state. */
  readonly conversation?: Conversation;
  /** What the tightest of the budgets that the operation takes from still allows. Absent = not known. */
  readonly budget?: CanBudget;
}
