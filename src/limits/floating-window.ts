/**
 * Windows that the server opens with the first call that it counts.
 *
 * Nobody tells us when that was: anywhere between the call's sending and its answer. So such a window ends between an earliest and a
 * latest moment. It is kept until the latest; what the server may have counted after the earliest is carried into the next one.
 * @module
 */
import type { LimitRule } from "../model/limit.js";
import { addEntry, capacityOf, lateness, lengthOf } from "./ledger-state.js";
import type { Ledger } from "./ledger-state.js";

/** Opens a window with a call that left at `from`; `now` is the latest moment at which the server can have opened it. Changes the ledger. */
export function openWindow(ledger: Ledger, rule: LimitRule, from: number, now: number): void {
  const period = lengthOf(ledger, rule);
  // What was carried may have opened it before; but a window that opened a whole window ago is over.
  const earliest = Math.max(ledger.carried?.from ?? from, from - period);
  ledger.opened = { from, waiting: true, mayEndAt: Math.min(from, earliest) + period, late: [] };
  ledger.resetsAt = now + period;
}

/** Forgets what a window said; what is carried stays. Changes the ledger. */
export function startAfresh(ledger: Ledger): void {
  delete ledger.left;
  delete ledger.resetsAt;
  delete ledger.told;
  delete ledger.opened;
  delete ledger.wordAt;
  delete ledger.spent;
  delete ledger.own;
  delete ledger.exact;
  ledger.unseen = [];
}

/** Remembers that a call leaves, or is under way, when the window may be over already. Changes the ledger. */
export function noteLate(ledger: Ledger, at: number, now: number): void {
  const { opened } = ledger;
  if (opened !== undefined && now >= opened.mayEndAt) opened.lateFrom ??= Math.max(at, opened.mayEndAt);
}

/**
 * Notes that a call was answered which the server counted: says whether that was in this window (`true`), or may have been in the one
 * before (`false`: it is carried). Changes the ledger.
 */
export function arrived(ledger: Ledger, rule: LimitRule, amount: number, sentAt: number, now: number): boolean {
  const { opened } = ledger;
  if (ledger.told === true) return true;
  if (opened === undefined || sentAt < opened.from) {
    ledger.carried ??= { from: sentAt, spent: [] };
    addEntry(ledger.carried.spent, rule, now, amount);
    return false;
  }
  // The first answer comes after the server opened the window: it cannot end later than a whole window from now.
  if (opened.waiting === true) ledger.resetsAt = now + lengthOf(ledger, rule);
  delete opened.waiting;
  if (now < opened.mayEndAt) return true;
  noteLate(ledger, sentAt, now);
  addEntry(opened.late, rule, now, amount);
  return true;
}

/** Spends in a window; opens none. Changes the ledger. */
export function spendInWindow(ledger: Ledger, rule: LimitRule, amount: number, sentAt: number, now: number): void {
  if (amount <= 0 && rule.unit !== "percent") return;
  // Who hears of an inbound message later begins the window with it, and this counts in it.
  if (rule.refill.kind === "window" && rule.refill.restartsOn !== undefined) addEntry((ledger.log ??= []), rule, now, amount);
  if (!arrived(ledger, rule, amount, sentAt, now)) return;
  const left = ledger.left ?? capacityOf(ledger, rule);
  if (left !== undefined) ledger.left = left - amount;
}

/** Lets time pass: ends the window when it is surely over, and forgets what is carried no longer. Changes the ledger. */
export function rollWindow(ledger: Ledger, rule: LimitRule, now: number): void {
  const { opened, carried, flights } = ledger;
  const oldest = now - lengthOf(ledger, rule);
  if (carried !== undefined) {
    carried.spent = carried.spent.filter(([at]) => at > oldest);
    if (carried.spent.length === 0 && flights === 0) delete ledger.carried;
  }
  if (ledger.resetsAt === undefined) return;
  if (opened === undefined) {
    const late = lateness(ledger, rule);
    if (now < ledger.resetsAt + late) return;
    if (flights > 0) ledger.carried = { from: ledger.resetsAt - late, spent: carried?.spent ?? [] };
    startAfresh(ledger);
    ledger.own = 0;
    if (ledger.after === true) ledger.endedAt = now;
    return;
  }
  // Its calls never left or cost nothing: the server has opened no window. While one is under way, nobody knows when it ends.
  if (opened.waiting === true) {
    if (flights === 0) startAfresh(ledger);
    return;
  }
  if (now < ledger.resetsAt) return;
  const { lateFrom, mayEndAt, late } = opened;
  const spent = [...(ledger.carried?.spent ?? []).filter(([at]) => at >= mayEndAt), ...late].filter(([at]) => at > oldest);
  startAfresh(ledger);
  ledger.own = 0;
  if (lateFrom === undefined) delete ledger.carried;
  else ledger.carried = { from: lateFrom, spent: spent.sort(([one], [other]) => one - other) };
}

/** Finds when `missing` more is there at the earliest, as far as anybody knows now. Milliseconds since 1970. */
export function whenInWindow(ledger: Ledger, rule: LimitRule, missing: number, now: number, soonMs: number): number {
  let at = ledger.resetsAt === undefined ? Infinity : ledger.resetsAt + lateness(ledger, rule);
  if (ledger.opened?.waiting === true) at = Math.max(at, now + soonMs);
  let back = 0;
  for (const [when, amount] of ledger.carried?.spent ?? []) {
    back += amount;
    if (back + 1e-6 >= missing) return Math.min(at, when + lengthOf(ledger, rule));
  }
  return at === Infinity ? now + soonMs : at;
}
