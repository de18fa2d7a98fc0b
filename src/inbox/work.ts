/**
 * Work: what the host does with what arrived.
 * @module
 */
import type { AccountKey, ConversationKey, Network } from "../model/keys.js";
import type { Change, ChangeType, Origin } from "../model/change.js";
import type { DeadLetter } from "../store/collections.js";
import type { Gap } from "./intake.js";
import type { ReauthorizeCause } from "../model/error-info.js";
import type { Message, MessageKind } from "../model/message.js";
import type { Paged, Quarantined } from "../model/page.js";
import type { Timestamp } from "../model/ref.js";

/** Which changes a handler gets, and how. */
export interface HandleOptions {
  /** Each consumer has its own progress. @defaultValue "default" */
  readonly consumer?: string;
  /** What happened. @defaultValue everything */
  readonly types?: readonly ChangeType[];
  /** Kinds of message; changes that carry none are left out then. @defaultValue all */
  readonly kinds?: readonly MessageKind[];
  /** Whose changes. @defaultValue all of the inbox; with a function, all of the tenant */
  readonly accounts?: readonly AccountKey[];
  /** News, or history that was fetched. @defaultValue "live" */
  readonly origin?: Origin;
  /**
   * Hands out changes of our own messages as well: echoes of replies, and what colleagues wrote in the network's own app.
   * Off, they are passed over, so that no handler answers itself. @defaultValue false
   */
  readonly own?: boolean;
  /** Conversations at once. @defaultValue 1 */
  readonly concurrency?: number;
  /** How long a handler may take until another worker may take over. Milliseconds. @defaultValue 300,000 */
  readonly leaseMs?: number;
  /**
   * After that many the change is dead, and visible in `failed()`. Between them are about 2 s, 8 s, 32 s, 2 min, 9 min,
   * or what an error of ours names. @defaultValue 6
   */
  readonly maxAttempts?: number;
  /**
   * End when the journal is worked off, instead of waiting for more. What this call has put off counts as work that is left,
   * what other workers hold does not. @defaultValue false
   */
  readonly drain?: boolean;
  /** Ends it: what is being handled goes on to its end, or is given back when the handler throws. */
  readonly signal?: AbortSignal;
}

/** What a handler gets besides the change. */
export interface HandleContext {
  /** 1 on the first delivery. */
  readonly attempt: number;
  /** Aborted when the lease is lost or the inbox closes. */
  readonly signal: AbortSignal;
}

/** Handles one change. What it throws puts the change off; see `HandleOptions.maxAttempts`. */
export type Handler = (change: Change, context: HandleContext) => void | Promise<void>;

/** A dead letter with its change. */
export interface DeadChange extends DeadLetter {
  /** What could not be handled. */
  readonly change: Change;
}

/** Which dead changes to list. */
export interface FailedQuery {
  /** Only those of this consumer. @defaultValue all */
  readonly consumer?: string;
  /** @defaultValue all of the inbox; with a function, all of the tenant */
  readonly accounts?: readonly AccountKey[];
  /** Continues behind an earlier page of the same query: its `next`. @defaultValue the start */
  readonly after?: string;
}

/** Which list of which account. */
export interface OfSurface {
  /** Whose list. */
  readonly account: AccountKey;
  /** Which list. */
  readonly surface: string;
}

/** An account whose credentials the network refuses. */
export interface ReauthorizeNews<N extends Network = Network> {
  /** Who has to log in again. */
  readonly account: AccountKey;
  /** Where. */
  readonly network: N;
  /** Why; `revoked` where the network does not tell more. */
  readonly cause: ReauthorizeCause;
}

/** A budget that holds calls back. */
export interface ThrottledNews {
  /** Whose budget it is, where it is kept by account. */
  readonly account?: AccountKey;
  /** Id of the rule, as `budgets()` lists it. */
  readonly rule: string;
  /** When calls may leave again at the earliest, as far as is known. */
  readonly retryAt: Timestamp;
}

/** A budget of which a fifth or less is left. */
export interface BudgetLowNews {
  /** Whose budget it is, where it is kept by account. */
  readonly account?: AccountKey;
  /** Id of the rule, as `budgets()` lists it. */
  readonly rule: string;
  /** What may still be used, in the rule's unit. */
  readonly remaining: number;
  /** When all of it is back, where that is known. */
  readonly resetsAt?: Timestamp;
}

/** An account that a network pushes for and the inbox does not have. */
export interface UnroutedNews {
  /** Id of the app that it was pushed to. */
  readonly app: string;
  /** Whose news it was. */
  readonly account: AccountKey;
}

/** A reply window that closes soon. */
export interface WindowClosingNews {
  /** Where somebody waits for an answer. */
  readonly conversation: ConversationKey;
  /** When it closes: for programs, or for people too, as `can` answers. */
  readonly closesAt: Timestamp;
}

/** News for this process: listeners are not awaited, what they throw goes to the logger. Only `message` carries content. */
export interface InboxEvents<N extends Network = Network> {
  /** Somebody wrote to us, live. Never our own words, never history. */
  readonly message: Message;
  /** Somebody has to log in again. Told once an account, and anew after it has worked again. */
  readonly reauthorize: ReauthorizeNews<N>;
  /** An item could not be read or stored; its neighbours went on. Without content. Its surface is `webhook` where it was delivered. */
  readonly quarantined: Pick<Quarantined, "reason" | "path"> & OfSurface;
  /** A stretch can never be read again. */
  readonly gap: Gap & OfSurface;
  /** A consumer gave a change up. */
  readonly dead: DeadLetter;
  /**
   * A verified webhook spoke of an account that the inbox does not have: it was acknowledged, and nothing was stored. Told with each
   * delivery, once an account. To be expected where several inboxes share an app.
   */
  readonly unrouted: UnroutedNews;
  /**
   * A budget holds calls back for longer than a second, or the network refused one: they wait, or with `mode: "throw"` fail. Told once,
   * and anew when the line has been empty and `retryAt` has passed. Of a budget that accounts share, once for all of them.
   */
  readonly throttled: ThrottledNews;
  /**
   * A fifth or less of a budget is left: what is kept for replies. Told once, and anew when more was there or a new window began.
   * Not told of budgets of fewer than five units, and of those that are whole again within ten seconds.
   */
  readonly "budget-low": BudgetLowNews;
  /**
   * The time to answer a private or chat conversation ends within two hours, and somebody waits there. Told while `sync`, `listen` or
   * `stream` runs, once a window and process: after a restart, and in each process that reads, once more.
   */
  readonly "window-closing": WindowClosingNews;
}

/** Work: what the host does with what arrived. */
export interface Work<N extends Network = Network> {
  /**
   * Hands out changes one after the other: claim, handle, commit; durable. A handler that throws sees the change again, later each time.
   * In order of arrival within a conversation, no order across. Each change is handled at least once: a handler whose process died,
   * or that outlived its lease, is called again.
   * @returns when it was aborted, the inbox closed, or with `drain` nothing was left
   * @throws FolkmootError `invalid-request` for options that cannot be.
   *
   * @example
   * await inbox.handle(async (change) => {
   *   if (change.type === "message.created") await notify(change.message);
   * }, { signal });
   */
  handle(handler: Handler, options?: HandleOptions): Promise<void>;
  /**
   * Does `listen` and `handle` as one loop: asking for the next change commits the last; leaving the loop releases it, so that it comes again.
   * One change at a time, whatever `concurrency` says. With `drain` it does not listen.
   * @throws FolkmootError at once, as `handle` and `listen` do.
   */
  stream(options?: HandleOptions): AsyncIterable<Change>;
  /** Listens to news of this process. Returns the function that ends it. */
  on<E extends keyof InboxEvents<N>>(event: E, listener: (news: InboxEvents<N>[E]) => void): () => void;
  /** Lists the dead with their changes, newest first. What was forgotten since is left out. */
  failed(query?: FailedQuery): Paged<DeadChange>;
}
