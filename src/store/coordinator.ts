/**
 * What several processes share while they run: hot, small, and allowed to be lost.
 * @module
 */
import type { LimitObservation, LimitRule } from "../model/limit.js";

/** What one call wants from one ledger. */
export interface LedgerDemand {
  /** `network:app:rule:subject`, made by the limiter. Knows no tenant: a budget is the app's and the account's. */
  readonly ledger: string;
  /** The rule that the ledger keeps; the same data for every call. */
  readonly rule: LimitRule;
  /** In the rule's unit. 0 takes nothing and asks only whether the ledger is blocked. */
  readonly cost: number;
  /** Take up to this much more for later calls of this process, so that a server sees fewer commands. */
  readonly ahead?: number;
  /** Leave at least this much for faster lanes, in the rule's unit; never so much that the cost alone could not be had. */
  readonly keep: number;
}

/** What `reserve` says: everything was taken, or nothing. */
export type Reservation =
  | {
      /** Everything was taken. */
      readonly ok: true;
      /** How much, by ledger. */
      readonly granted: Readonly<Record<string, number>>;
      /** What nobody settles until then counts as spent. Milliseconds since 1970. */
      readonly expiresAt: number;
      /** Those of the ledgers of which a fifth or less is left now. */
      readonly low?: readonly LedgerState[];
    }
  | {
      /** Nothing was taken. */
      readonly ok: false;
      /** The first that said no. */
      readonly ledger: string;
      /** When it can say yes at the earliest. Milliseconds since 1970. */
      readonly retryAt: number;
      /** Why, where it is not for lack of budget: sentences for whoever reads the error, without secrets. */
      readonly why?: string;
    };

/** What an answer said about one ledger, and which call it answers. */
export interface LedgerObservation extends LimitObservation {
  /** `network:app:rule:subject`, made by the limiter. */
  readonly ledger: string;
  /** The rule that the ledger keeps. Absent: only a ledger that is already there learns from this. */
  readonly limitRule?: LimitRule;
  /** What the answered call had reserved here: it is no longer under way, and spent unless `cost` says otherwise. */
  readonly settled?: number;
  /** Nobody knows what became of that call: it counts, and has told nothing. */
  readonly lost?: true;
  /** When that call left. Milliseconds since 1970. Sorts answers that arrive out of order. */
  readonly sentAt?: number;
  /**
   * How far the network's clock is ahead of ours, as far as its answers told. Milliseconds. Windows and days that the network's clock
   * begins are counted by it; every instant in an observation is already in our time.
   */
  readonly skewMs?: number;
  /** When an inbound message came that begins the window anew (`restartsOn`). Milliseconds since 1970, in our time. Older ones change nothing. */
  readonly restartedAt?: number;
  /**
   * When the network counted the call, less the shortest way there, in our time: a call that leaves then or later is counted then or later.
   * So is `resetsAt` beside it: who leaves then arrives in the next window. Milliseconds since 1970.
   */
  readonly countedAt?: number;
}

/** What a ledger still allows, calls under way taken off. */
export interface LedgerState extends Omit<LimitObservation, "rule" | "cost" | "countedAt"> {
  /** `network:app:rule:subject`, made by the limiter. */
  readonly ledger: string;
  /** What was spent in the current window or period, where the rule counts money. In the rule's unit. */
  readonly spent?: number;
}

/** The right to do something alone, for a while. */
export interface Lease {
  /** Grows with each new owner. */
  readonly fence: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Hot and small; losing it costs politeness for a moment, never data. Five verbs. */
export interface Coordinator {
  /** Takes from all ledgers or from none. */
  reserve(demands: readonly LedgerDemand[], now: number): Promise<Reservation>;
  /**
   * Applies what responses said; gives back, by ledger, what was taken by a call that never left.
   * An answer that is older than what the ledger knows changes nothing but the count of calls under way.
   */
  observe(observations: readonly LedgerObservation[], unused?: Readonly<Record<string, number>>): Promise<void>;
  /** Reads the ledgers below a prefix, for `budgets()` and `can()`. */
  ledgers(prefix: string): Promise<readonly LedgerState[]>;
  /** Takes or renews a lease. `undefined` while another owner holds it. */
  acquire(name: string, owner: string, ttlMs: number): Promise<Lease | undefined>;
  /** Gives a lease back; nothing happens when it is no longer ours. */
  release(name: string, owner: string): Promise<void>;
  /** Lets go of connections and memory. */
  close(): Promise<void>;
}
