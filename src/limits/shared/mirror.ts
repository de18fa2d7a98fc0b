/**
 * What this process last saw of a ledger, with what it has itself heard since: so that it need not ask the book what it can tell itself.
 * @module
 */
import { check, describeLedger, giveBack, observe } from "../ledger.js";
import type { Verdict, Want } from "../ledger.js";
import { periodOf } from "../ledger-state.js";
import type { LimitRule } from "../../model/limit.js";
import type { BookTime } from "./book-time.js";
import { translated } from "./decide.js";
import type { Answer, OwnLedger } from "./own-ledger.js";
import { activeMs, countHeard } from "./page.js";

/**
 * How long a look at the book is believed: a twentieth of the window, within these bounds. Who leaves nothing to faster lanes may be a
 * reply, unless it stands in a line of its like, and what others had under way may be answered by now: it asks again after half a trip. Milliseconds.
 */
const leastMs = 100;
const mostMs = 1_000;
const fastMs = 40;

/** Says whether the book was looked at so lately that a refusal by what was seen is believed. */
export const isFresh = ({ known }: OwnLedger, rule: LimitRule, fast: boolean, now: number): boolean =>
  known !== undefined && known.at >= now - (fast ? fastMs : Math.min(mostMs, Math.max(leastMs, periodOf(rule) / 20)));

/** Counts the processes that use a ledger now, this one too. */
export const usersOf = ({ known }: OwnLedger, time: BookTime, now: number): number =>
  known === undefined ? 1 : Math.max(1, countHeard(known.page, time.toBook(now), activeMs));

/** Looks whether a call could leave; it can where nothing is known. `retryAt` is in our time. */
export function look({ known }: OwnLedger, rule: LimitRule, want: Want, time: BookTime, now: number): Verdict {
  if (known === undefined) return { ok: true };
  const verdict = check(known.page.ledger, rule, want, time.toBook(now));
  return verdict.ok ? verdict : { ok: false, retryAt: time.toOurs(verdict.retryAt) };
}

/** Where there is so much more of a budget than was thought, that is news; that there is less, others mostly know: it was them. */
const newsFrom = 1 / 100;

/** Applies an answer that the book has not heard yet, and says whether it is news to the others. Changes what was seen. */
export function mirrorAnswer({ known }: OwnLedger, { observation, at }: Answer, id: string, time: BookTime, now: number): boolean {
  if (known === undefined) return true;
  const there = time.toBook(now);
  const { ledger, rule } = known.page;
  const { remaining: before } = describeLedger(ledger, rule, there);
  observe(ledger, rule, translated(observation, time, there), Math.min(there, time.toBook(at)), id);
  // What is open at once is back as soon as a call ends; and of a percentage nobody knows what the calls of others cost.
  if (rule.refill.kind === "release" || rule.unit === "percent") return true;
  const { remaining: after, limit } = describeLedger(ledger, rule, there);
  if (before === undefined || after === undefined || limit === undefined) return before !== after;
  // Of a small budget the last one may be what a reply waits for.
  return after - before > Math.max(1, limit * newsFrom) || (before < 1 && after >= 1);
}

/** Applies what was given back. Changes what was seen. */
export function mirrorReturn({ known }: OwnLedger, amount: number, count: number, id: string): void {
  if (known !== undefined) for (let index = 0; index < count; index++) giveBack(known.page.ledger, amount, id);
}
