/**
 * What one process holds of a ledger, and what it knows of it.
 * @module
 */
import type { LimitRule } from "../../model/limit.js";
import type { LedgerObservation, LedgerState } from "../../store/coordinator.js";
import type { Ledger } from "../ledger.js";
import type { Page } from "./page.js";
import { replayMs } from "./page.js";

/** An answer that the database has to hear. Instants in our time. */
export interface Answer {
  /** Counts the answers of this process. */
  readonly number: number;
  /** What it said. */
  readonly observation: LedgerObservation;
  /** When it came. */
  readonly at: number;
}

/** What was last seen of a ledger. */
export interface Known {
  /** As the database keeps it, or would have to. */
  readonly text: string;
  /** Its revision. */
  readonly revision: number;
  /** The same to look at. Time may pass in it. */
  readonly page: Page;
  /** When. Our time. */
  readonly at: number;
  /** When it is of no use any more. Our time. */
  readonly until: number;
  /** Set where a fifth or less was left. Instants in our time. */
  readonly low?: LedgerState;
}

/** A ledger that a process goes on with by itself. */
export interface Alone {
  /** Its copy. */
  readonly ledger: Ledger;
  /** How often each call counts: once for each process known. */
  readonly times: number;
}

/** One ledger as this process sees it: its own calls are the truth that every change writes into the book. */
export interface OwnLedger {
  /** `network:app:rule:subject`. */
  readonly name: string;
  /** As last demanded. Absent: the one that is kept counts. */
  rule: LimitRule | undefined;
  /** Taken by calls without an answer and by permits in stock, in the rule's unit. */
  flying: number;
  /** How many those are. */
  flights: number;
  /** When the last of them was taken or left. Our time. */
  leftAt: number;
  /** What came in, by number: what the database has not heard yet, and what it may lose again. */
  answers: Answer[];
  /** Number of the last answer that the book has kept. */
  kept: number;
  /** When the book has to hear of it at the latest. Our time; Infinity where it knows all. */
  dueAt: number;
  /** The same for what came in since the change under way began. */
  dueNext: number;
  /** When the lease has to be renewed, where anything is under way. Our time. */
  renewAt: number;
  /** When a line of calls asks for more of it. Our time. */
  asksAt: number;
  /** How many calls of this process left lately: in the present stretch, in the one before, and when the present one began. */
  lately: { count: number; before: number; since: number };
  /** What was last seen. */
  known?: Known;
  /** The process's own copy while the book is away, in which each call counts several times. The database's time. */
  alone?: Alone;
}

/** How many answers are kept for each ledger. */
const maxAnswers = 512;

/** Begins with nothing. */
export function openOwn(name: string): OwnLedger {
  return {
    name,
    rule: undefined,
    flying: 0,
    flights: 0,
    leftAt: 0,
    answers: [],
    kept: 0,
    dueAt: Infinity,
    dueNext: Infinity,
    renewAt: Infinity,
    asksAt: 0,
    lately: { count: 0, before: 0, since: 0 },
  };
}

/** How long a stretch is in which the calls of a ledger are counted. Milliseconds. */
const stretchMs = 250;

/** Says how many calls left within about a quarter of a second, these ones counted. Changes it. */
export function countLately({ lately }: OwnLedger, calls: number, now: number): number {
  const age = now - lately.since;
  if (age >= stretchMs || age < 0) {
    lately.before = age < 2 * stretchMs ? lately.count : 0;
    lately.count = 0;
    lately.since = now;
  }
  lately.count += calls;
  return Math.max(lately.count, lately.before);
}

/** Counts what was taken. Changes it. */
export function hold(own: OwnLedger, amount: number, flights: number, now: number): void {
  own.flying += amount * flights;
  own.flights += flights;
  own.leftAt = Math.max(own.leftAt, now);
}

/** Counts what is held no longer. Changes it. */
export function drop(own: OwnLedger, amount: number, flights: number): void {
  own.flights = Math.max(0, own.flights - flights);
  // Sums of fractions are not exact.
  own.flying = own.flights === 0 ? 0 : Math.max(0, own.flying - amount * flights);
}

/** Has what is under way answered: all of it was spent. Changes it. */
export function giveUp(own: OwnLedger, number: number): void {
  const { flying: cost, leftAt: at, rule } = own;
  own.flying = own.flights = 0;
  own.answers.push({ number, observation: { ledger: own.name, rule: rule?.id ?? "", cost, sentAt: at }, at });
}

/** Forgets answers that the database has kept for long; joins the oldest where there are too many. Changes it. */
export function forgetAnswers(own: OwnLedger, now: number): void {
  const { answers, kept } = own;
  const tooMany = answers.length - maxAnswers;
  if (tooMany > 0 || (answers[0]?.at ?? now) < now - replayMs)
    own.answers = answers.filter(({ number, at }, index) => number > kept || (at >= now - replayMs && index >= tooMany));
  while (own.answers.length > maxAnswers) {
    const [one, other, ...rest] = own.answers;
    if (one === undefined || other === undefined) return;
    own.answers = [joined(one, other), ...rest];
  }
}

/** Makes one answer of two: the later word, and what both cost. */
function joined({ observation: one }: Answer, { number, at, observation: other }: Answer): Answer {
  const cost = (one.cost ?? one.settled ?? 0) + (other.cost ?? other.settled ?? 0);
  const settled = (one.settled ?? 0) + (other.settled ?? 0);
  const block = Math.max(one.blockedUntil ?? 0, other.blockedUntil ?? 0);
  const observation = { ...one, ...other, cost, settled, ...(block > 0 ? { blockedUntil: block } : {}) };
  return { number, at, observation };
}

/** Says whether nothing would be lost with it. */
export function isIdle(own: OwnLedger, now: number): boolean {
  return own.flights === 0 && own.dueAt === Infinity && own.answers.length === 0 && (own.known === undefined || own.known.until <= now);
}
