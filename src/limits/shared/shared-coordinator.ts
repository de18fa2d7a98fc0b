/**
 * A coordinator for several processes, over any database that keeps ledgers.
 * @module
 */
import { systemClock } from "../../clock.js";
import type { Clock } from "../../clock.js";
import { errorName, FolkmootError, isFolkmootError } from "../../errors.js";
import type { ErrorInfo } from "../../model/error-info.js";
import type { Logger } from "../../logger.js";
import type { Coordinator, LedgerState } from "../../store/coordinator.js";
import type { BookEntry, LedgerBook } from "../../store/ledger-book.js";
import { bookTime } from "./book-time.js";
import { stateOf } from "./decide.js";
import { openDesk } from "./desk.js";
import type { Desk } from "./desk.js";
import { readPage } from "./page.js";
import type { Page } from "./page.js";

/** Options of `sharedCoordinator`. */
export interface SharedCoordinatorOptions {
  /**
   * What happens while the database cannot be reached. `fail-closed`: nobody calls. `local-share`: each process goes on with its own
   * copy of the ledgers that it knows, in which each of its calls counts for every process known; ledgers that it does not know stay
   * closed.
   * @defaultValue "local-share"
   */
  readonly whenAway?: "fail-closed" | "local-share";
  /** What a process held that was not heard of for so long counts as spent. Milliseconds. @defaultValue 30,000 */
  readonly leaseMs?: number;
  /** Every instant and every wait. @defaultValue the system's clock */
  readonly clock?: Clock;
  /** Told once when the database cannot be reached, and once when it can again. */
  readonly logger?: Logger;
  /** Names this process in the ledgers; no two may have the same. @defaultValue random */
  readonly id?: string;
}

/** What was read less than this long ago is not read again for `ledgers`. Milliseconds. */
const freshMs = 1_000;

/** How many listings are remembered before starting anew. */
const maxListings = 100;

/** Some letters and digits that nobody else has. */
function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(36).padStart(2, "0")).join("");
}

/** `network:app:` of a ledger's name: the ledgers of one app are changed together. */
const prefixOf = (ledger: string): string => `${ledger.split(":", 2).join(":")}:`;

/**
 * Makes a coordinator over a book of ledgers. It takes permits ahead and lets answers travel together, so that it costs less than one
 * command for each call. What `ledgers` tells of other processes may be a second old; while the book is away it tells what this process
 * knows.
 *
 * @example
 * const coordinator = sharedCoordinator(book, { whenAway: "fail-closed" });
 */
export function sharedCoordinator(book: LedgerBook, options: SharedCoordinatorOptions = {}): Coordinator {
  const { whenAway = "local-share", leaseMs = 30_000, clock = systemClock, logger, id = randomId() } = options;
  const time = bookTime(clock);
  const decider = { hold: { id, leaseMs }, time };
  const desks = new Map<string, Desk>();
  const listings = new Map<string, { readonly at: number; readonly pages: ReadonlyMap<string, BookEntry> }>();
  let away = false;
  let why = "";
  let closed = false;

  // What a book of ours says is free of secrets; of what others threw only the name is kept.
  const told = (error: unknown): Pick<ErrorInfo, "code" | "message"> =>
    isFolkmootError(error) ? error : { code: "unexpected-error", message: `Its book threw ${errorName(error)}.` };
  const reached = (error?: unknown): void => {
    if (error !== undefined) why = `The database of its budgets cannot be reached. ${told(error).message}`;
    if (away === (error !== undefined)) return;
    away = error !== undefined;
    const { code, message } = told(error);
    if (away) logger?.warn?.("The database of the budgets cannot be reached.", { code, message });
    else logger?.warn?.("The database of the budgets can be reached again.");
  };
  const failed = (error: unknown): void => logger?.error?.("The shared budgets failed.", { error: errorName(error) });
  const deskOf = (ledger: string): Desk => {
    const prefix = prefixOf(ledger);
    const known = desks.get(prefix);
    if (known !== undefined) return known;
    const fresh = openDesk({ book, whenAway, clock, time, decider, reached, failed });
    desks.set(prefix, fresh);
    return fresh;
  };
  const stop = book.watch?.(() => {
    for (const desk of desks.values()) desk.giveBackAll();
  });
  /** The names below a prefix, read from the book where that was not done just now. What cannot be read is not listed. */
  const listed = async (prefix: string): Promise<Set<string>> => {
    const ours = clock.now();
    const last = listings.get(prefix);
    if (last !== undefined && last.at > ours - freshMs) return new Set(last.pages.keys());
    try {
      const { now, entries } = await book.list(prefix);
      time.learn(now, ours);
      const pages = new Map<string, BookEntry>(entries.map(({ ledger, ...entry }) => [ledger, entry]));
      if (listings.size >= maxListings) listings.clear();
      listings.set(prefix, { at: ours, pages });
      return new Set(pages.keys());
    } catch (error) {
      logger?.debug?.("The budgets could not be read; what this process knows has to do.", { error: errorName(error) });
      return new Set();
    }
  };
  /** The newest that is known of a ledger: by its own changes, or by listing. */
  const newest = (name: string, now: number): Page | undefined => {
    const known = desks.get(prefixOf(name))?.owns.get(name)?.known;
    let best: BookEntry | undefined = known !== undefined && known.until > now ? known : undefined;
    for (const { at, pages } of listings.values()) {
      const entry = at > now - freshMs ? pages.get(name) : undefined;
      if (entry !== undefined && entry.revision >= (best?.revision ?? 0)) best = entry;
    }
    return best === undefined ? undefined : readPage(best);
  };

  return {
    reserve: async (demands) => {
      const [first] = demands;
      if (first === undefined) return { ok: true, granted: {}, expiresAt: clock.now() };
      const prefix = prefixOf(first.ledger);
      if (demands.some(({ ledger }) => !ledger.startsWith(prefix)))
        throw new FolkmootError("invalid-request", "The ledgers of one reservation belong to one app. Reserve for each app by itself.");
      const reservation = await deskOf(first.ledger).reserve(demands);
      return reservation.ok || !away ? reservation : { ...reservation, why };
    },
    observe: async (observations, unused) => {
      if (unused !== undefined) for (const [ledger, amount] of Object.entries(unused)) deskOf(ledger).giveBack(ledger, amount);
      for (const observation of observations) deskOf(observation.ledger).observe(observation);
      return Promise.resolve();
    },
    ledgers: async (prefix) => {
      const below = [...desks].filter(([name]) => name.startsWith(prefix) || prefix.startsWith(name));
      for (const [, desk] of below) await desk.flush();
      const names = await listed(prefix);
      for (const [, desk] of below) for (const name of desk.owns.keys()) if (name.startsWith(prefix)) names.add(name);
      const now = clock.now();
      const states: LedgerState[] = [];
      for (const name of names) {
        const page = newest(name, now);
        if (page !== undefined) states.push(stateOf(name, page.ledger, page.rule, time.toBook(now), time));
      }
      return states;
    },
    acquire: (name, owner, ttlMs) => book.acquire(name, owner, ttlMs),
    release: (name, owner) => book.release(name, owner),
    close: async () => {
      if (closed) return;
      closed = true;
      stop?.();
      for (const desk of desks.values()) await desk.close().catch(failed);
      desks.clear();
      listings.clear();
      await book.close();
    },
  };
}
