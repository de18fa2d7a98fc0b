/**
 * Rate limits as data.
 * @module
 */
import type { AccountKey } from "./keys.js";
import type { Timestamp } from "./ref.js";

/** What is counted. A network may bring a word of its own. */
export type LimitUnit =
  "requests" | "points" | "units" | "percent" | "bytes" | "messages" | "objects" | "usd" | "connections" | (string & {});

/** What a ledger is kept for; several words are a product (`route` and `account`: one ledger a pair). */
export type Partition = "app" | "account" | "ip" | "route" | "resource" | "conversation" | "author";

/** All of it back at the end of a window. */
export interface WindowRefill {
  /** Says which refill this is. */
  readonly kind: "window";
  /** How long a window lasts. Milliseconds. */
  readonly windowMs: number;
  /**
   * True: each call counts for `windowMs` from its own moment. False: a window opens with the first call and ends for all of them at once.
   * Where a network does not say, `true` is the safe answer.
   */
  readonly rolling: boolean;
  /** Windows start at multiples of `windowMs` since 1970. */
  readonly aligned?: boolean;
  /** Every inbound message of the conversation starts it anew. */
  readonly restartsOn?: "inbound";
}

/** Back little by little: the whole capacity in `perMs`. */
export interface BucketRefill {
  /** Says which refill this is. */
  readonly kind: "bucket";
  /** How long an empty bucket takes to fill. Milliseconds. */
  readonly perMs: number;
}

/** All of it back at midnight, or on the first of the month, in an IANA zone. */
export interface CalendarRefill {
  /** Says which refill this is. */
  readonly kind: "calendar";
  /** At midnight, or on the first of the month. */
  readonly every: "day" | "month";
  /** IANA name, e.g. "America/Los_Angeles". */
  readonly timeZone: string;
}

/** Back as soon as the call, the connection or whatever was counted has ended: a limit on what is open at once. */
export interface ReleaseRefill {
  /** Says which refill this is. */
  readonly kind: "release";
}

/** One limit of a network: pure data, so that the catalog and the docs print it. */
export interface LimitRule {
  /** The network's initials and what is limited, e.g. "bs.writes.hour". Unique in its network. */
  readonly id: string;
  /** What one ledger is kept for. */
  readonly partition: readonly Partition[];
  /** What is counted. */
  readonly unit: LimitUnit;
  /** How much a full budget holds. Absent when only the server knows; 100 where the unit is percent. */
  readonly capacity?: number;
  /** How it comes back. */
  readonly refill: WindowRefill | BucketRefill | CalendarRefill | ReleaseRefill;
  /**
   * The network's answers say what is left of it. Then the first call goes ahead alone, because whoever ran before us may have used some of it,
   * and the others follow when its answer is there, whatever that says. @defaultValue it is counted here, and only refusals tell more
   */
  readonly told?: true;
  /** How long the network locks out after a breach. Milliseconds. */
  readonly penaltyMs?: number;
  /** How far a breach reaches: this rule, or every call in the partition, whether the rule prices it or not. @defaultValue "rule" */
  readonly pauses?: "rule" | "partition";
  /** Where the number was read, with its date. */
  readonly source: string;
}

/** What a response said about a rule. Wins over our own counting. */
export interface LimitObservation {
  /** Id of the rule. */
  readonly rule: string;
  /** Real cost, when it differs from the guess. */
  readonly cost?: number;
  /** How much a full budget holds. */
  readonly limit?: number;
  /** What was left after this call. */
  readonly remaining?: number;
  /** How much of the budget is used, where only that is told. From 0 to 1. */
  readonly usedFraction?: number;
  /** When the window ends. Milliseconds since 1970. */
  readonly resetsAt?: number;
  /** Nobody calls in this ledger before then. Milliseconds since 1970. */
  readonly blockedUntil?: number;
  /**
   * When the network counted the call, by its own clock, where answers tell that to the millisecond; `resetsAt` beside it is by the same
   * clock. Milliseconds since 1970.
   */
  readonly countedAt?: number;
}

/** Fastest first. */
export type Lane = "interactive" | "moderation" | "sync";

/** What a rule still allows: one line of `inbox.budgets()`. */
export interface Budget {
  /** Id of the rule. */
  readonly rule: string;
  /** What this budget is kept for. */
  readonly partition: readonly Partition[];
  /** Whose budget it is, where it is kept by account. */
  readonly account?: AccountKey;
  /** What is counted. */
  readonly unit: LimitUnit;
  /** How much a full budget holds. Absent when nobody knows. */
  readonly limit?: number;
  /** What may still be used, calls under way taken off. Absent when nobody knows; 0 while the network has locked us out. */
  readonly remaining?: number;
  /** When all of it is back, or when a lock ends. */
  readonly resetsAt?: Timestamp;
  /** Where the network charges. ISO 4217. */
  readonly money?: BudgetMoney;
}

/** What a budget costs so far. */
export interface BudgetMoney {
  /** In whole units of the currency, with fractions. */
  readonly spent: number;
  /** ISO 4217, e.g. "USD". */
  readonly currency: string;
}
