/**
 * In: how things arrive. Page, journal entries and cursor are one transaction.
 * @module
 */
import type { AccountKey } from "../model/keys.js";
import type { Envelope } from "../webhooks/envelope.js";
import type { ErrorInfo } from "../model/error-info.js";
import type { LimitUnit } from "../model/limit.js";
import type { ReceiveOptions } from "../webhooks/receiver.js";
import type { StoppedBy } from "../model/page.js";
import type { Subscription } from "../adapter/operations.js";
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
  /**
   * `end` or `since` = nothing up to now is missing, of a backfill: all of it is read; `more` = time was up; `busy` = another process
   * reads it; `budget` = a budget is used up and calls may not wait for it. Absent when `error` ended it.
   */
  readonly stoppedBy?: StoppedBy;
  /** What can never be read again. Told once, here and by the event `gap`. Of several stretches, from the first to the last. */
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

/** Reads history. Its own resumable cursor and lane; its changes have `origin: "backfill"`. */
export interface BackfillJob {
  /** The same id goes on where it stopped, in whichever process. It stands for one window and one set of lists. */
  readonly id: string;
  /** Whose history. An account that is added later is read from the start. */
  readonly accounts: readonly AccountKey[];
  /** Which lists: the words of {@link SyncOptions.surfaces}. An account without one of them is passed over. */
  readonly surfaces: readonly string[];
  /** Nothing older. */
  readonly from: Timestamp;
  /**
   * Only what is older; exclusive. A later instant than the connection counts as the connection: what came since is news, which `sync`
   * brings. @defaultValue when the account was connected
   */
  readonly to?: Timestamp;
  /** Hears how far it is, after each page that was stored. What it throws goes to the logger. */
  readonly onProgress?: (progress: BackfillProgress) => void;
  /** Ends it; what was read stays. */
  readonly signal?: AbortSignal;
}

/** How far a list is read. `fetched` counts what this call has read of it. */
export interface BackfillProgress extends Pick<SurfaceReport, "account" | "surface" | "fetched" | "cursor"> {
  /** Oldest instant reached. */
  readonly reached?: Timestamp;
}

/** What a list takes of one rule. */
export interface EstimatedUnits {
  /** Id of the rule. */
  readonly rule: string;
  /** What it counts. */
  readonly unit: LimitUnit;
  /** How much, in that unit. */
  readonly amount: number;
}

/** What is charged. */
export interface EstimatedMoney {
  /** In whole units of the currency, with fractions. */
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
}

/** What one list of one account takes. What nobody can tell is absent, never 0. */
export interface SurfaceEstimate {
  /** Whose list. */
  readonly account: AccountKey;
  /** Which list. */
  readonly surface: string;
  /** Requests, lookups included. */
  readonly calls?: number;
  /** How long it takes if nothing else runs. Milliseconds from now. */
  readonly durationMs?: number;
  /**
   * What it takes of which rule. Not every network counts calls: one counts objects, another points, and a page of one list costs a
   * hundred times a page of another. Who wants to know how much of a day's budget is left for other work needs the rule's own unit.
   */
  readonly units?: readonly EstimatedUnits[];
  /** Where the network charges for it. */
  readonly money?: readonly EstimatedMoney[];
}

/** What a job would cost, as far as the networks let us know. What is absent is unknown. */
export interface Estimate {
  /** In the order of the accounts. */
  readonly surfaces: readonly SurfaceEstimate[];
  /** Absent when one of its surfaces is unknown. */
  readonly calls?: number;
  /** When the last of them would be done if all run at once within the budgets that they share. Milliseconds from now. */
  readonly durationMs?: number;
  /** Where a network charges. Absent when one of its surfaces is unknown. */
  readonly money?: readonly EstimatedMoney[];
}

/** What the network shall push, and where to. */
export interface SubscribeOptions {
  /** The public https address at which this host calls `receive`. */
  readonly url: string;
  /** Which lists, in our words. @defaultValue all that the network pushes */
  readonly surfaces?: readonly string[];
  /** Ends asking. What the network has granted by then stands. */
  readonly signal?: AbortSignal;
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
   * Reads history, or goes on with a job that was begun: from the connection (or `to`) down to `from`, newest first, behind all replies.
   * Ends when all of it is read, or earlier: when it is aborted (`more`, with what was read by then), or when a budget is used up and
   * `limiter` lets no call wait for it (`budget`, with `retryAt`); by default calls wait. Call it again with the same job to go on; what
   * is finished answers at once, with nothing fetched. Several processes may run one job: each list is read by one of them, the others
   * say `busy` of it and read the next.
   *
   * Every change has `origin: "backfill"`: no handler hears of it unless it asks for that origin, the event `message` is not told, and
   * nobody waits for an answer to what was read (`waitingSince`). `enrich` gets the messages. A page, its journal entries and its cursor
   * are one transaction.
   *
   * Below posts and conversations: comments of posts that were published within the window, messages of every conversation in which
   * anything was said since it begins. `threads` and `held` are read whole.
   * @returns a line for each account and list; a failing account never fails the rest
   * @throws ConflictError when the id stands for another window or other lists.
   * @throws FolkmootError `invalid-request` for a job that cannot be, before anything is asked; `misconfigured` for an account that the
   * inbox does not have.
   * @throws the signal's reason when it was aborted before the call.
   *
   * @example
   * await inbox.backfill({ id: "history-2025", accounts: [account], surfaces: ["comments"], from: "2025-01-01T00:00:00.000Z" });
   */
  backfill(job: BackfillJob): Promise<SyncReport>;
  /**
   * Says what a backfill would take, before it runs: calls, units of each rule, money, and how long. Stores nothing.
   *
   * The number of calls comes from what is stored, where a list has been synced and its adapter says how much a page holds; else from
   * its first page, which costs one call a list (the lookups of its items beside), up to three more where lists lie below others
   * (messages of conversations, comments of posts). These calls leave in lane `sync`: replies go first. What the page and the store
   * do not reach is taken to be as dense as what they do. So a list of even traffic is off by a few per cent, one that was quiet for
   * a year and is busy today by far more; an upper bound it is never.
   *
   * The time is reckoned with the rules' own windows, what is left of them now, a fifth of each kept for replies, a quarter of a
   * second a request and 16 at once (one at a time within a list). Budgets whose size nobody knows hold nothing back in it.
   * @throws FolkmootError `invalid-request` for a job that cannot be, before anything is asked; `misconfigured` for an account that the
   * inbox does not have.
   * @throws the signal's reason when it is aborted.
   */
  estimate(job: BackfillJob): Promise<Estimate>;
  /**
   * Takes in one webhook: finds the app, answers challenges, verifies the raw body, journals, answers. 200 (or what the network wants
   * instead) means journaled, not handled: `handle` does the rest. The same delivery twice is taken in once.
   *
   * Of an account that the inbox does not have it tells `unrouted`, and acknowledges. Events that carry ids only have their lists asked
   * after the answer; what a crash loses there, the next sync or the next such event finds. Messages that no list has (mentions on
   * Instagram) are asked for before the answer, four seconds at most, and whom the network wants forgotten is forgotten before it.
   *
   * 401 = not signed by the network (403 for a handshake), 404 = of no app here, 405 = neither GET nor POST, 413 = larger than 5 MiB,
   * 400 = broken off, 503 = the store, the host's function or the question for such a message failed: the network delivers again. No
   * answer says why; the logger does.
   *
   * Discord waits three seconds for the answer to an interaction: what is slow belongs into `handle`.
   * @param request - a web request that nobody has read; `requestFromNode` makes one of Node's and Express's
   * @throws FolkmootError `invalid-request` for what is no web request, or whose body was read before, naming the remedy;
   * `misconfigured` when no app of the inbox is pushed to, or `createInbox` got a function and no `apps`.
   *
   * @example
   * app.post("/webhooks", (c) => inbox.receive(c.req.raw)); // Hono
   */
  receive(request: Request, options?: ReceiveOptions): Promise<Response>;
  /**
   * Takes in what a receiver at the edge verified, as `receive` does: the same envelope twice is taken in once. Ends when it is journaled
   * and what it points at has been asked once. Verifies nothing: whoever can write into the queue is believed.
   * @throws FolkmootError `invalid-request` for what is no envelope, or one of another version. What the store, the host's function
   * or the question for a message that no list has threw: leave the envelope in the queue, and hand it over again.
   */
  ingest(envelope: Envelope): Promise<void>;
  /**
   * Makes the network push, and keeps it so: while `sync` or `listen` runs, what is granted for a time is asked for again when a third of
   * it is left, and what the network took back within a day. What somebody ends at the network before its time stays ended. Other surfaces
   * or another address come beside what there is.
   * @returns what the network granted
   * @throws FolkmootError `unsupported` where the network takes no subscription by API, saying what to set up by hand; `invalid-request`
   * for options that cannot be, `misconfigured` for an account that the inbox does not have; as the network's answers say.
   */
  subscribe(account: AccountKey, options: SubscribeOptions): Promise<readonly Subscription[]>;
  /**
   * Runs sockets and polls until aborted; what arrives goes into the journal. Each account is asked as often as its adapter's
   * `pollEveryMs` says, and a poll ends before the next one begins. Failures go to the logger and are tried again.
   * @throws FolkmootError `misconfigured` when it has to be told which accounts, and was not.
   */
  listen(options: { readonly accounts?: readonly AccountKey[]; readonly signal: AbortSignal }): Promise<void>;
}
