/**
 * Persistence: durable and transactional, six verbs.
 * Host code calls none of them. One contract suite holds every implementation to what is said here.
 * @module
 */
import type { ChangeType, Origin } from "../model/change.js";
import type { CollectionName, Collections } from "./collections.js";
import type { Coordinator } from "./coordinator.js";
import type { ErrorInfo } from "../model/error-info.js";
import type { Key } from "../model/keys.js";
import type { MessageKind } from "../model/message.js";
import type { Timestamp } from "../model/ref.js";
import type { TokenStore } from "./token-store.js";

/** A stored value with its version. */
export interface Versioned<T> {
  /** The value. A copy or frozen: what a caller does to it never reaches the store. */
  readonly value: T;
  /** Starts at 1, grows by 1 with each write. */
  readonly version: number;
}

/**
 * One write of a batch. Expectations are held against what was there before the batch.
 * What is stored is what `JSON.parse(JSON.stringify(value))` gives. A claimable row that is deleted takes its progress along.
 */
export type Write = {
  [C in CollectionName]: {
    /** Where it belongs. */
    readonly collection: C;
    /** Storage key, see `Collections`. */
    readonly key: string;
    /** What is written; `null` deletes, and deleting what is not there changes nothing. */
    readonly value: Collections[C] | null;
    /** The version that must be there; `"absent"` inserts once. @defaultValue anything goes */
    readonly expect?: number | "absent";
  };
}[CollectionName];

/** Whether a batch was written. */
export type WriteResult =
  | {
      /** All of it was. */
      readonly ok: true;
    }
  | {
      /** Nothing was written. */
      readonly ok: false;
      /** Every expectation that did not hold. */
      readonly conflicts: readonly WriteConflict[];
    };

/** An expectation that did not hold. */
export interface WriteConflict {
  /** Of the write in the batch, from 0. */
  readonly index: number;
  /** What was found there. */
  readonly version: number | "absent";
}

/**
 * A storage prefix: matches the key itself and every key that goes on with `:`;
 * one that ends in `/` (a tenant) matches every key that goes on at all.
 */
export type Below = string;

/** Fields that every store indexes, in the collections that have them. Each takes values of which any may fit. */
export interface IndexedFields {
  /** Of a message. */
  readonly kind?: readonly string[];
  /** The network's own word, of a message; the list, of a cursor. */
  readonly surface?: readonly string[];
  /** Inbound or outbound. */
  readonly direction?: readonly string[];
  /** Key of the conversation. */
  readonly conversation?: readonly string[];
  /** Key of the post. */
  readonly post?: readonly string[];
  /** Key of the author, of a message or post; of anybody who takes part, of a conversation. */
  readonly author?: readonly string[];
  /** Of a workflow. */
  readonly status?: readonly string[];
  /** Of a workflow. */
  readonly assignee?: readonly string[];
  /** Any of the labels of a workflow. */
  readonly label?: readonly string[];
  /** Of an outbox entry. */
  readonly state?: readonly string[];
  /** Of an observation. */
  readonly subject?: readonly string[];
  /** Of an observation. */
  readonly metric?: readonly string[];
  /** Of an audit entry. */
  readonly action?: readonly string[];
  /** Key of what was done something to, of an audit or outbox entry. */
  readonly target?: readonly string[];
  /** Id of the actor, of an audit or outbox entry. */
  readonly by?: readonly string[];
}

/** The name of a field that every store indexes. */
export type IndexedField = keyof IndexedFields;

/** Filters on indexed fields only. Text filters run above the store, so that every store answers alike. */
export interface StoreQuery {
  /** Absent = everything. */
  readonly below?: readonly Below[];
  /** Fields are and, values of one field are or. */
  readonly where?: IndexedFields;
  /** Inclusive. Leaves out what has no time. */
  readonly since?: Timestamp;
  /** Exclusive. */
  readonly until?: Timestamp;
  /** Only what may no longer be kept at this instant: a `retainUntil` that has come. */
  readonly expiredAt?: Timestamp;
  /**
   * By time, then key: total. The time of a row is its `createdAt`, else its `at`, else its `lastInboundAt`;
   * rows without one are the oldest. @defaultValue "oldest"
   */
  readonly order?: "oldest" | "newest";
  /** Most items of one page. At least 1. */
  readonly limit: number;
  /** `next` of the page before. Opaque; good for the same query only. */
  readonly after?: string;
}

/** One page of a listing. */
export interface StorePage<C extends CollectionName = CollectionName> {
  /** In the order that was asked for. */
  readonly items: readonly Versioned<Collections[C]>[];
  /** What `after` takes for the next page. Absent at the end. */
  readonly next?: string;
}

/** Collections whose entries are worked off. */
export type Claimable = "change" | "outbox";

/** Which entries of the journal a consumer wants. The outbox knows no such filter. */
export interface ClaimMatch {
  /** Any of these. Absent = all. */
  readonly types?: readonly ChangeType[];
  /** Changes that carry a message of one of these kinds. Absent = all changes. */
  readonly kinds?: readonly MessageKind[];
  /** Any of these. Absent = all. */
  readonly origins?: readonly Origin[];
}

/** Who wants to work, on what, and for how long. */
export interface ClaimRequest<F extends Claimable = Claimable> {
  /** The journal or the outbox. */
  readonly from: F;
  /** A named reader; each has its own progress. */
  readonly consumer: string;
  /** Only entries below one of these. Absent = all. */
  readonly below?: readonly Below[];
  /** Entries that do not match are passed over: they neither block nor wait. */
  readonly match?: ClaimMatch;
  /** Most claims at once. */
  readonly limit: number;
  /** How long they are ours; after that another worker may have them. Above 0. */
  readonly leaseMs: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** An entry that is ours for a time. */
export interface Claim<T> {
  /** Storage key. */
  readonly key: string;
  /** The entry. */
  readonly value: T;
  /** 1 on the first delivery. */
  readonly attempt: number;
  /** Grows with each claim of the same entry; a settle with an old fence changes nothing. */
  readonly fence: number;
}

/** How a claim ends. */
export interface Settlement {
  /** As claimed. */
  readonly from: Claimable;
  /** As claimed. */
  readonly consumer: string;
  /** As claimed. */
  readonly key: string;
  /** As claimed. */
  readonly fence: number;
  /**
   * `dead` is never handed out again; its neighbours go on. The row in `dead` is one of the writes of the same settle.
   * `retry` leaves the entry with its fence until somebody claims it: whoever still works on it asks for more time with a `retryAt`
   * to come, and may settle again.
   */
  readonly as: "done" | "retry" | "dead";
  /** When the entry is free again. Milliseconds since 1970. @defaultValue at once */
  readonly retryAt?: number;
  /** Why it is `retry` or `dead`. */
  readonly error?: ErrorInfo;
}

/** Durable, transactional. Six verbs. */
export interface Store {
  /** Reads by key, in the order asked; `undefined` where there is nothing. */
  read<C extends CollectionName>(collection: C, keys: readonly string[]): Promise<readonly (Versioned<Collections[C]> | undefined)[]>;
  /**
   * Writes all or nothing. A page of messages, its journal entries and its cursor are one batch.
   * Of writers that race for one key with the same `expect` exactly one is told `ok`.
   */
  write(batch: readonly Write[]): Promise<WriteResult>;
  /**
   * Lists one collection by indexed fields. What is written meanwhile may or may not appear; nothing appears twice.
   * Rejects with `invalid-request` for a limit below 1 or a cursor that is none of this store.
   */
  query<C extends CollectionName>(collection: C, query: StoreQuery): Promise<StorePage<C>>;
  /**
   * Hands out the oldest free entries, at most one a conversation (journal) or account (outbox, states `queued` and `sending`);
   * an unfinished entry blocks those behind it. A claim costs what is unfinished, never what is finished.
   */
  claim<F extends Claimable>(request: ClaimRequest<F>): Promise<readonly Claim<Collections[F]>[]>;
  /**
   * Ends claims, with the writes that belong to them, all in one transaction or not at all.
   * When one fence is old or one write conflicts, nothing happens and every answer is false.
   * A claim whose lease ran out still counts as long as nobody else has taken the entry.
   */
  settle(settlements: readonly Settlement[], writes?: readonly Write[]): Promise<readonly boolean[]>;
  /**
   * Deletes rows and their progress, for good: all below a prefix, or the journal and outbox rows that speak of an object or author.
   * `about` carries the tenant as storage keys do (`acme/x:1:author:7`) and reaches no other tenant.
   * Shells and tombstones are the inbox's to write. Returns how many rows went.
   */
  erase(what: { readonly below: Below } | { readonly about: Key }): Promise<number>;
  /** Present when the same database also coordinates processes; used unless the host names another. */
  readonly coordinator?: Coordinator;
  /** Present when the store may hold secrets. */
  readonly tokens?: TokenStore;
  /** Lets connections and files go. Every later call rejects with `misconfigured`. */
  close(): Promise<void>;
}
