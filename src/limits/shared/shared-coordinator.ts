/**
 * A coordinator for several processes, over any database that keeps ledgers.
 * @module
 */
import { systemClock } from "../../clock.js";
import type { Clock } from "../../clock.js";
import { errorName, FolkmootError } from "../../errors.js";
import type { Logger } from "../../logger.js";
import type { Coordinator, LedgerState } from "../../store/coordinator.js";
import type { BookEntry, LedgerBook } from "../../store/ledger-book.js";
import { bookTime } from "./book-time.js";
import { stateOf } from "./decide.js";
import { openDesk } from "./desk.js";
import type { Desk } from "./desk.js";
import { readPage } from "./page.js";

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

/** Eight letters and digits that nobody else has. */
function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(36).padStart(2, "0")).join("");
}

/** `network:app:` of a ledger's name: the ledgers of one app are changed together. */
const prefixOf = (ledger: string): string => `${ledger.split(":", 2).join(":")}:`;

/**
 * Makes a coordinator over a book of ledgers. It takes permits ahead and lets answers travel together, so that it costs less than one
 * command for each call.
 *
 * @example
 * const coordinator = sharedCoordinator(book, { whenAway: "fail-closed" });
 */
export function sharedCoordinator(book: LedgerBook, options: SharedCoordinatorOptions = {}): Coordinator {
  const { leaseMs = 30_000, clock = systemClock, logger, id = randomId() } = options;
  const time = bookTime(clock);
  const decider = { hold: { id, leaseMs }, time };
  const desks = new Map<string, Desk>();
  let away = false;
  let closed = false;

  const reached = (error?: unknown): void => {
    if (away === (error !== undefined)) return;
    away = error !== undefined;
    if (away) logger?.warn?.("The database of the budgets cannot be reached.", { error: errorName(error) });
    else logger?.warn?.("The database of the budgets can be reached again.");
  };
  const failed = (error: unknown): void => logger?.error?.("The shared budgets failed.", { error: errorName(error) });
  const deskOf = (ledger: string): Desk => {
    const prefix = prefixOf(ledger);
    const known = desks.get(prefix);
    if (known !== undefined) return known;
    const fresh = openDesk({ book, clock, time, decider, reached, failed });
    desks.set(prefix, fresh);
    return fresh;
  };
  const stop = book.watch?.(() => {
    for (const desk of desks.values()) desk.giveBackAll();
  });
  const newer = (entry: BookEntry & { readonly ledger: string }): BookEntry => {
    const known = desks.get(prefixOf(entry.ledger))?.owns.get(entry.ledger)?.known;
    return known !== undefined && known.revision > entry.revision ? known : entry;
  };

  return {
    reserve: async (demands) => {
      const [first] = demands;
      if (first === undefined) return { ok: true, granted: {}, expiresAt: clock.now() };
      const prefix = prefixOf(first.ledger);
      if (demands.some(({ ledger }) => !ledger.startsWith(prefix)))
        throw new FolkmootError("invalid-request", "The ledgers of one reservation belong to one app. Reserve for each app by itself.");
      return deskOf(first.ledger).reserve(demands);
    },
    observe: async (observations, unused) => {
      if (unused !== undefined) for (const [ledger, amount] of Object.entries(unused)) deskOf(ledger).giveBack(ledger, amount);
      for (const observation of observations) deskOf(observation.ledger).observe(observation);
      return Promise.resolve();
    },
    ledgers: async (prefix) => {
      for (const [name, desk] of desks) if (name.startsWith(prefix) || prefix.startsWith(name)) await desk.flush();
      const ours = clock.now();
      const { now, entries } = await book.list(prefix);
      time.learn(now, ours);
      const states: LedgerState[] = [];
      for (const entry of entries) {
        const page = readPage(newer(entry));
        if (page !== undefined) states.push(stateOf(entry.ledger, page.ledger, page.rule, now, time));
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
      await book.close();
    },
  };
}
