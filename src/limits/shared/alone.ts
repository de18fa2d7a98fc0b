/**
 * Going on alone while the book cannot be reached: each process in its own copies of the ledgers that it knows.
 *
 * Each call counts in the copy once for each process known, so that all together stay within the budget as long as nobody new comes.
 * What the server says still wins, as it knows what the others took.
 * @module
 */
import type { LedgerDemand, LedgerObservation, Reservation } from "../../store/coordinator.js";
import { check, flightMs, giveBack, observe, setHolder, take } from "../ledger.js";
import type { Hold } from "../ledger.js";
import type { BookTime } from "./book-time.js";
import { translated } from "./decide.js";
import type { Alone, OwnLedger } from "./own-ledger.js";
import { countHeard, readPage, rememberedMs } from "./page.js";

/** Opens the process's own copy of a ledger. `undefined` where it never knew the ledger: that one stays closed. */
function aloneWith(own: OwnLedger, { id }: Hold, time: BookTime, now: number): Alone | undefined {
  if (own.alone !== undefined) return own.alone;
  const page = own.known === undefined || own.known.until <= now ? undefined : readPage(own.known);
  if (page === undefined) return undefined;
  const there = time.toBook(now);
  const times = Math.max(1, countHeard(page, there, rememberedMs));
  const { flying, flights } = own;
  // What it has under way comes back several times too.
  setHolder(
    page.ledger,
    id,
    flights > 0 ? { flying: flying * times, flights, leftAt: time.toBook(own.leftAt), until: there + flightMs } : undefined,
  );
  own.alone = { ledger: page.ledger, times };
  const heardUpTo = page.heard[id]?.[0] ?? 0;
  for (const { number, observation, at } of own.answers)
    if (number > heardUpTo) {
      const { settled = 0, cost = settled, ...said } = translated(observation, time, there);
      observe(page.ledger, page.rule, { ...said, cost: cost * times }, Math.min(there, time.toBook(at)), id);
    }
  return own.alone;
}

/** Takes from the process's own copies, all or none. Says which ledger has none where it may not go on. */
export function reserveAlone(
  demands: readonly LedgerDemand[],
  ownOf: (ledger: string) => OwnLedger,
  hold: Hold,
  time: BookTime,
  now: number,
): Reservation | { readonly ok: "unknown"; readonly ledger: string } {
  const there = time.toBook(now);
  const copies: [LedgerDemand, Alone][] = [];
  for (const demand of demands) {
    const copy = aloneWith(ownOf(demand.ledger), hold, time, now);
    if (copy === undefined) return { ok: "unknown", ledger: demand.ledger };
    copies.push([demand, copy]);
  }
  for (const [{ ledger, rule, cost, keep }, copy] of copies) {
    const verdict = check(copy.ledger, rule, { cost: cost * copy.times, keep }, there);
    if (!verdict.ok) return { ok: false, ledger, retryAt: time.toOurs(verdict.retryAt) };
  }
  const granted: Record<string, number> = {};
  for (const [{ ledger, rule, cost }, copy] of copies) {
    take(copy.ledger, rule, cost * copy.times, there, { id: hold.id, leaseMs: flightMs });
    granted[ledger] = cost;
  }
  return { ok: true, granted, expiresAt: now + flightMs };
}

/** Tells the process's own copy of an answer. */
export function observeAlone(own: OwnLedger, observation: LedgerObservation, { id }: Hold, time: BookTime, now: number): void {
  const { alone } = own;
  const rule = own.rule ?? own.known?.page.rule;
  if (alone === undefined || rule === undefined) return;
  const there = time.toBook(now);
  const { settled, cost = settled, ...said } = translated(observation, time, there);
  observe(
    alone.ledger,
    rule,
    {
      ...said,
      ...(settled === undefined ? {} : { settled: settled * alone.times }),
      ...(cost === undefined ? {} : { cost: cost * alone.times }),
    },
    there,
    id,
  );
}

/** Gives back to the process's own copy what a call took that never left. */
export function giveBackAlone({ alone }: OwnLedger, amount: number, { id }: Hold): void {
  if (alone !== undefined) giveBack(alone.ledger, amount * alone.times, id);
}
