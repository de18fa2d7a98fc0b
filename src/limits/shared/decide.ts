/**
 * One decision over the ledgers of an app: what this process has to tell, and what it asks for. Pure: a book may ask several times.
 * @module
 */
import type { LedgerDemand, LedgerObservation, LedgerState, Reservation } from "../../store/coordinator.js";
import type { BookChange, BookEntry, BookMoment, Decision } from "../../store/ledger-book.js";
import { check, describeLedger, dropIdle, flightMs, isLow, observe, setHolder, take } from "../ledger.js";
import type { Hold, Ledger } from "../ledger.js";
import type { LimitRule } from "../../model/limit.js";
import { spareFor } from "./ahead.js";
import type { BookTime } from "./book-time.js";
import type { OwnLedger } from "./own-ledger.js";
import { activeMs, countHeard, hear, openPage, readPage, usefulMs } from "./page.js";
import type { Page } from "./page.js";

/** What is decided in one go. */
export interface Batch {
  /** The ledgers, in the order in which the book is asked for them. */
  readonly owns: readonly OwnLedger[];
  /** What is wanted, in order of arrival; each is granted as a whole or not at all. */
  readonly asks: readonly Wanted[];
  /** Number of the last answer that goes along; what came later is still under way. */
  readonly upTo: number;
}

/** Names the ledgers of a batch. */
export const namesOf = ({ owns }: Batch): readonly string[] => owns.map(({ name }) => name);

/** What one call wants. */
export interface Wanted {
  /** All of it or nothing. */
  readonly demands: readonly LedgerDemand[];
  /** The kind of call: what is taken ahead for one of them is there for all. */
  readonly key: string;
  /** How many permits more its kind could use. */
  readonly more: number;
  /** True where a line of such calls waits in this process. */
  readonly pressed: boolean;
}

/** Permits that were taken ahead. */
export interface Ahead {
  /** For which kind of call. */
  readonly key: string;
  /** What each takes. */
  readonly demands: readonly LedgerDemand[];
  /** How many. */
  readonly count: number;
}

/** Who decides. */
export interface Decider {
  /** This process in every ledger, and how long its word lasts. */
  readonly hold: Hold;
  /** Translates instants. */
  readonly time: BookTime;
}

/** One ledger after the decision. */
export interface Seen {
  /** Which. */
  readonly own: OwnLedger;
  /** What is kept. */
  readonly text: string;
  /** Its revision. */
  readonly revision: number;
  /** The same to look at. */
  readonly page: Page;
  /** True where it was written: the book has heard everything up to the batch's last answer. */
  readonly written: boolean;
  /** How long it is of use. Milliseconds. */
  readonly keepMs: number;
  /** Set where a fifth or less is left. */
  readonly low: LedgerState | undefined;
}

/** What came out. */
export interface Outcome {
  /** The ledgers that exist. */
  readonly seen: readonly Seen[];
  /** What became of each ask. */
  readonly verdicts: readonly Reservation[];
  /** What was taken for later calls. */
  readonly ahead: readonly Ahead[];
  /** Set while the book gathers what was lost. The database's time. */
  readonly rebornUntil: number | undefined;
}

interface Open {
  readonly own: OwnLedger;
  readonly page: Page;
  readonly entry: BookEntry;
  changed: boolean;
}

/** Says what is left where it is a fifth or less, in our time. */
function lowState(name: string, ledger: Ledger, rule: LimitRule, now: number, time: BookTime): LedgerState | undefined {
  return isLow(ledger, rule, now) ? stateOf(name, ledger, rule, now, time) : undefined;
}

/** Describes a ledger in our time. */
export function stateOf(name: string, ledger: Ledger, rule: LimitRule, now: number, time: BookTime): LedgerState {
  const { resetsAt, blockedUntil, ...rest } = describeLedger(ledger, rule, now);
  return {
    ledger: name,
    ...rest,
    ...(resetsAt === undefined ? {} : { resetsAt: time.toOurs(resetsAt) }),
    ...(blockedUntil === undefined ? {} : { blockedUntil: time.toOurs(blockedUntil) }),
  };
}

/** Turns the instants of an answer into the database's time. */
export function translated(observation: LedgerObservation, time: BookTime, now: number): LedgerObservation & { readonly unsureMs: number } {
  const { sentAt, resetsAt, blockedUntil, countedAt, skewMs, ...rest } = observation;
  return {
    ...rest,
    unsureMs: time.unsureMs(),
    ...(sentAt === undefined ? {} : { sentAt: Math.min(time.toBook(sentAt), now) }),
    ...(resetsAt === undefined ? {} : { resetsAt: time.toBook(resetsAt) }),
    ...(blockedUntil === undefined ? {} : { blockedUntil: time.toBook(blockedUntil) }),
    ...(countedAt === undefined ? {} : { countedAt: Math.min(time.toBook(countedAt), now) }),
    // How far the network is ahead of us, less how far the database is.
    ...(skewMs === undefined ? {} : { skewMs: skewMs - time.toBook(0) }),
  };
}

/** Takes the page that the book holds, or ours where the book has lost something. */
function openOf(own: OwnLedger, entry: BookEntry, now: number): Open | undefined {
  const { known } = own;
  const lost = known !== undefined && known.revision > entry.revision;
  const rule = own.rule ?? own.answers.findLast(({ observation }) => observation.limitRule !== undefined)?.observation.limitRule;
  const page = readPage(lost ? known : entry) ?? (rule === undefined ? undefined : openPage(rule, now));
  if (page === undefined) return undefined;
  if (own.rule !== undefined) page.rule = own.rule;
  return { own, page, entry, changed: lost };
}

/** Tells the ledger what this process holds and what was answered. */
function tell(open: Open, { upTo }: Batch, { hold, time }: Decider, now: number): void {
  const { own, page } = open;
  const { id, leaseMs } = hold;
  const before = page.ledger.holders[id];
  const heardUpTo = page.heard[id]?.[0] ?? 0;
  let { flying, flights } = own;
  const fresh = own.answers.filter(({ number }) => number > heardUpTo);
  // What is answered is under way until the ledger hears the answer.
  for (const { observation } of fresh)
    if (observation.settled !== undefined) {
      flying += observation.settled;
      flights++;
    }
  const leftAt = Math.min(now, time.toBook(own.leftAt));
  setHolder(page.ledger, id, flights > 0 ? { flying, flights, leftAt, until: now + leaseMs } : undefined);
  if ((before?.flights ?? 0) !== flights || Math.abs((before?.flying ?? 0) - flying) > 1e-9) open.changed = true;
  if (flights > 0 && (before?.until ?? 0) < now + leaseMs * 0.7) open.changed = true;
  for (const { number, observation, at } of fresh) {
    if (number > upTo) break;
    observe(page.ledger, page.rule, translated(observation, time, now), Math.min(now, time.toBook(at)), id);
    open.changed = true;
  }
}

/** Takes everything that a call wants, or nothing. */
function ask(demands: readonly LedgerDemand[], opened: ReadonlyMap<string, Open>, { hold, time }: Decider, now: number): Reservation {
  for (const demand of demands) {
    const open = opened.get(demand.ledger);
    const verdict = open === undefined ? undefined : check(open.page.ledger, demand.rule, demand, now);
    if (verdict?.ok === false) return { ok: false, ledger: demand.ledger, retryAt: time.toOurs(verdict.retryAt) };
  }
  const granted: Record<string, number> = {};
  const low: LedgerState[] = [];
  for (const { ledger, rule, cost } of demands) {
    const open = opened.get(ledger);
    if (open === undefined) continue;
    take(open.page.ledger, rule, cost, now, hold);
    open.changed = true;
    granted[ledger] = cost;
    const state = lowState(ledger, open.page.ledger, rule, now, time);
    if (state !== undefined) low.push(state);
  }
  return { ok: true, granted, expiresAt: time.toOurs(now + flightMs), ...(low.length === 0 ? {} : { low }) };
}

/** Takes for later calls what the ledgers can spare, in all that a kind of call touches or in none. */
function takeAhead(
  { asks }: Batch,
  verdicts: readonly Reservation[],
  opened: ReadonlyMap<string, Open>,
  { hold }: Decider,
  now: number,
): Ahead[] {
  const kinds = new Map<string, Wanted>();
  asks.forEach((asked, index) => {
    if (verdicts[index]?.ok === true && asked.more > 0) kinds.set(asked.key, asked);
  });
  const ahead: Ahead[] = [];
  for (const { key, demands, more, pressed } of kinds.values()) {
    let count = more;
    for (const demand of demands) {
      const page = opened.get(demand.ledger)?.page;
      if (page === undefined || count === 0) count = 0;
      else count = Math.min(count, spareFor(demand, page.ledger, countHeard(page, now, activeMs), pressed, now));
    }
    if (count <= 0) continue;
    for (const { ledger, rule, cost } of demands) {
      const open = opened.get(ledger);
      for (let index = 0; open !== undefined && index < count; index++) take(open.page.ledger, rule, cost, now, hold);
    }
    ahead.push({ key, demands, count });
  }
  return ahead;
}

/** Decides: first what this process has to tell, then what it asks for. */
export function decide(batch: Batch, decider: Decider, entries: readonly BookEntry[], moment: BookMoment): Decision<Outcome> {
  const { now, rebornUntil } = moment;
  const { time } = decider;
  const opened = new Map<string, Open>();
  batch.owns.forEach((own, index) => {
    const open = openOf(own, entries[index] ?? { revision: 0 }, now);
    if (open === undefined) return;
    opened.set(own.name, open);
    tell(open, batch, decider, now);
  });
  const gathering = rebornUntil !== undefined && rebornUntil > now;
  const verdicts = batch.asks.map(({ demands }): Reservation =>
    gathering ? { ok: false, ledger: demands[0]?.ledger ?? "", retryAt: time.toOurs(rebornUntil) } : ask(demands, opened, decider, now),
  );
  const ahead = gathering ? [] : takeAhead(batch, verdicts, opened, decider, now);
  const changes: BookChange[] = [];
  const seen = [...opened.values()].map(({ own, page, entry, changed }): Seen => {
    const low = lowState(own.name, page.ledger, page.rule, now, time);
    const keepMs = usefulMs(page, now, decider.hold.leaseMs);
    if (!changed) return { own, text: entry.text ?? JSON.stringify(page), revision: entry.revision, page, written: false, keepMs, low };
    dropIdle(page.ledger);
    hear(page, decider.hold.id, batch.upTo, now);
    const text = JSON.stringify(page);
    const revision = Math.max(entry.revision, own.known?.revision ?? 0) + 1;
    changes.push({ ledger: own.name, text, revision, keepMs });
    return { own, text, revision, page, written: true, keepMs, low };
  });
  return { changes, result: { seen, verdicts, ahead, rebornUntil: gathering ? rebornUntil : undefined } };
}
