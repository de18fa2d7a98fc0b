/**
 * In: how things arrive. Page, journal entries and cursor are one transaction.
 * @module
 */
import type { AccountKey } from "../model/keys.js";
import type { ErrorInfo } from "../model/error-info.js";
import type { StoppedBy } from "../model/page.js";
import type { Timestamp } from "../model/ref.js";

/** What `sync` asks, and for how long. */
export interface SyncOptions {
  /** Whom to ask for. Required when `createInbox` got a function. @defaultValue all */
  readonly accounts?: readonly AccountKey[];
  /**
   * Which lists: `posts`, `comments`, `mentions`, `messages`, `reviews`, `held`, `threads`. An account without one of them is passed
   * over; where no account has it, the line of each says so (`unsupported`). @defaultValue all that the account has
   */
  readonly surfaces?: readonly string[];
  /**
   * Stops asking for more after this time; what is half read goes on next time. Milliseconds, above 0. A list that has been begun
   * reads one page of its top and one of what is still open, however short the time is.
   * @defaultValue no end
   */
  readonly deadlineMs?: number;
  /** Ends waiting and reading as a deadline does: the report says what was read by then. Aborted before the call, the call rejects. */
  readonly signal?: AbortSignal;
}

/** A stretch that can never be read again: an outage where the network cannot be asked. */
export interface Gap {
  /** Where it begins. Absent = since the account was connected. */
  readonly from?: Timestamp;
  /** Where it ends. */
  readonly to: Timestamp;
}

/** How one list of one account was read. */
export interface SurfaceReport {
  /** Whose list. */
  readonly account: AccountKey;
  /** Which list; `account` for what failed before any list was asked. */
  readonly surface: string;
  /** Items read, known ones included. */
  readonly fetched: number;
  /** Where reading goes on next time; absent when nothing is open. */
  readonly cursor?: string;
  /** `end` or `since` = nothing up to now is missing, `more` = time was up. Absent when `error` ended it. */
  readonly stoppedBy?: StoppedBy;
  /** What can never be read again. */
  readonly gap?: Gap;
  /**
   * Why it failed. What was read before is stored. When the network knows nobody's login any more (`unauthenticated`), the lists that
   * would follow are not asked in this sync, and say the same.
   */
  readonly error?: ErrorInfo;
  /** When asking again makes sense, as far as the network said it. */
  readonly retryAt?: Timestamp;
}

/** One line an account and surface; a failing account never fails the rest. */
export interface SyncReport {
  /** True when no line has an error. */
  readonly ok: boolean;
  /** In the order of the accounts. */
  readonly surfaces: readonly SurfaceReport[];
}

/** In: how things arrive. */
export interface Intake {
  /**
   * Asks every surface for what is new, eight accounts at a time. Page, journal entries and cursor are one transaction: nothing is lost
   * or stored twice, whoever else syncs and wherever it is cut off.
   *
   * The first sync of an account reads 30 days back; everything older than that moment has `origin: "backfill"`.
   * @returns a line for each account and surface; a failing account never fails the rest
   * @throws FolkmootError `invalid-request` for options that cannot be, `misconfigured` for an account that the inbox does not have.
   * @throws the signal's reason when it was aborted before the call.
   */
  sync(options?: SyncOptions): Promise<SyncReport>;
  /**
   * Runs sockets and polls until aborted; what arrives goes into the journal. Each account is asked as often as its adapter's
   * `pollEveryMs` says, and a poll ends before the next one begins. Failures go to the logger and are tried again.
   * @throws FolkmootError `misconfigured` when it has to be told which accounts, and was not.
   */
  listen(options: { readonly accounts?: readonly AccountKey[]; readonly signal: AbortSignal }): Promise<void>;
}
