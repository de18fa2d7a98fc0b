/**
 * Refusals that need no command: what the book would say is known here, or a line waits until asking is worth it.
 * @module
 */
import type { LedgerDemand, Reservation } from "../../store/coordinator.js";
import type { BookTime } from "./book-time.js";
import { isFresh, look, usersOf } from "./mirror.js";
import type { OwnLedger } from "./own-ledger.js";
import { batchOf, whenWorthwhile } from "./patience.js";
import type { Patience } from "./patience.js";

/** What a call wants, and the name of its kind. */
export interface Asked {
  /** All of it or nothing. */
  readonly demands: readonly LedgerDemand[];
  /** The kind of call. */
  readonly key: string;
}

/** What is needed to refuse. */
export interface RefusalsSetup {
  /** The ledgers known here. */
  readonly owns: ReadonlyMap<string, OwnLedger>;
  /** One of them, opened where it is new. */
  readonly ownOf: (ledger: string) => OwnLedger;
  /** Translates instants. */
  readonly time: BookTime;
  /** Knows of lines. */
  readonly patience: Patience;
}

/** Refuses calls. */
export interface Refusals {
  /** Makes a refusal of what the book said: a line waits until asking again is worth it. */
  readonly refuse: (asked: Asked, ledger: string, retryAt: number, now: number) => Reservation;
  /** The refusal that a look into the book would bring, as far as it was looked into just now, or as long as a line waits. */
  readonly refusal: (asked: Asked, now: number) => Reservation | undefined;
}

/** Begins to refuse. */
export function openRefusals({ owns, ownOf, time, patience }: RefusalsSetup): Refusals {
  const refuse = ({ key, demands }: Asked, ledger: string, retryAt: number, now: number): Reservation => {
    const own = owns.get(ledger);
    const demand = demands.find((one) => one.ledger === ledger);
    if (!patience.refused(key, now) || own?.known === undefined || demand === undefined) return { ok: false, ledger, retryAt };
    const users = usersOf(own, time, now);
    const until = time.toOurs(whenWorthwhile(own.known.page.ledger, demand, users, time.toBook(retryAt), time.toBook(now)));
    patience.wait(key, retryAt, until);
    for (const one of demands) ownOf(one.ledger).asksAt = until;
    return { ok: false, ledger, retryAt: until };
  };
  return {
    refuse,
    refusal: (asked, now) => {
      const waits = patience.waitsUntil(asked.key, now);
      for (const demand of asked.demands) {
        const { ledger, rule, cost, keep } = demand;
        const own = owns.get(ledger);
        if (own?.known === undefined) continue;
        if (waits > 0) {
          const batch = batchOf(demand, usersOf(own, time, now));
          if (!look(own, rule, batch, time, now).ok) return { ok: false, ledger, retryAt: waits };
        } else if (isFresh(own, rule, keep === 0 && cost > 0 && !patience.pressed(asked.key), now)) {
          const verdict = look(own, rule, demand, time, now);
          if (!verdict.ok) return refuse(asked, ledger, verdict.retryAt, now);
        }
      }
      return undefined;
    },
  };
}
