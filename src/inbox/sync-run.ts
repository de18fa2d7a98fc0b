/**
 * One reading of one surface of one account, and how a list describes itself to it.
 * @module
 */
import type { AccountKey } from "../model/keys.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { Gap } from "./intake.js";
import type { InboxContext } from "./context.js";
import type { Keeps } from "./gap.js";
import type { ListQuery } from "../adapter/operations.js";
import type { Paged, StoppedBy } from "../model/page.js";
import type { SyncCursor } from "../store/collections.js";
import type { Timestamp } from "../model/ref.js";

/** How far behind the last reading a list is read again: servers index late, and clocks differ. Milliseconds. */
export const overlapMs: number = 10 * 60_000;

/** How far back the first reading of a list goes. Milliseconds. */
export const firstDepthMs: number = 30 * 24 * 3_600_000;

/** What one reading goes by. */
export interface SyncRun {
  readonly context: InboxContext;
  readonly adapter: AnyAdapter;
  readonly account: AccountKey;
  /** Ends waiting and reading. */
  readonly signal: AbortSignal;
  /** True when no further page may be asked for. */
  outOfTime(): boolean;
  /** Keeps the list ours. False = another process has it now. */
  renew(): Promise<boolean>;
  /** Reports an item that could not be read or stored. */
  quarantine(reason: string, path?: string): void;
  /** Tells that a stretch can never be read again. It is stored by then. */
  gap(gap: Gap): void;
  /** Reports something that a person may want to know. */
  warn(what: string): void;
  /** News came at this instant, so a list counts as read only if it was asked since. Milliseconds since 1970. Absent = no news is known of. */
  readonly newsAt?: number;
}

/** What becomes of a page: stored; another process moved the cursor first; or a part is missing and it has to be read again. */
export type Kept = "kept" | "overtaken" | "again";

/** What is written with a page. */
export interface PageMark {
  readonly cursor: { readonly key: string; readonly value: SyncCursor; readonly expect: number | "absent" };
  /** What was created before is history. */
  readonly historyBefore: Timestamp;
  /** Keys of what is news whatever time its author claims, because the network listed it above what was known. */
  readonly news: ReadonlySet<string>;
  /** True in the first reading of a list. */
  readonly first: boolean;
  /** To what was created before, nobody waits for an answer any more. */
  readonly waitsFrom: Timestamp;
  /** True for a page of a backfill. */
  readonly backfill?: boolean;
}

/** A newest-first list of messages, posts or conversations. */
export interface ListSource<T> {
  /** How its cursor is called: `mentions`, or `messages:<conversation>`. */
  readonly name: string;
  /** When the surface was connected, where that was not the first reading of this list. */
  readonly connectedAt?: Timestamp;
  /** True when `since` may be left to the network. */
  readonly filtersSince: boolean;
  /** True for a queue: no timeline, read to its end each time. */
  readonly whole?: boolean;
  /** How far the network tells of it, where that is not as far as there is anything. */
  readonly keeps?: Keeps;
  /** Asks the network. */
  read(query: ListQuery): Paged<T>;
  /** When an item happened; `undefined` when the list does not tell. */
  timeOf(item: T): Timestamp | undefined;
  /** Names an item. */
  keyOf(item: T): string;
  /** Says why an item cannot be stored; `undefined` when it can. */
  unfit(item: T): string | undefined;
  /** Says which items were stored before. */
  known(items: readonly T[]): Promise<ReadonlySet<string>>;
  /** Stores items and cursor in one transaction. */
  keep(items: readonly T[], mark: PageMark): Promise<Kept>;
  /** Reads items as another tenant has them, in this order; those that it has no longer are left out. Absent = never asked for. */
  ofTenant?(tenant: string, keys: readonly string[]): Promise<readonly T[]>;
}

/** How a list was read. */
export interface ListOutcome {
  /** Items read, known ones included. */
  readonly fetched: number;
  /** Why it ended. */
  readonly stoppedBy: StoppedBy;
  /** Where reading goes on; absent when nothing is open. */
  readonly cursor?: string;
  /** True when nothing up to now is missing. */
  readonly complete: boolean;
}
