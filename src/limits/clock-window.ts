/**
 * Windows whose end is known: the network's clock begins them, the server has named it, or an inbound message restarted them.
 *
 * The clocks still differ a little. So such a window is kept somewhat longer than it lasts (`lateness`), and what was spent shortly
 * before an end that only we know counts in the next window as well.
 * @module
 */
import type { LimitRule } from "../model/limit.js";
import { startAfresh } from "./floating-window.js";
import { addEntry, byClock, capacityOf, lateness, nextWindow, periodOf, sum } from "./ledger-state.js";
import type { Ledger } from "./ledger-state.js";

/** Learns how far the network's clock is ahead of ours; an end that only we know moves with it. Changes the ledger. */
export function setSkew(ledger: Ledger, rule: LimitRule, skewMs: number): void {
  if (ledger.resetsAt !== undefined && ledger.told !== true && byClock(rule)) ledger.resetsAt += (ledger.skewMs ?? 0) - skewMs;
  ledger.skewMs = skewMs;
}

/** Spends in a window that the network's clock begins. Changes the ledger. */
export function spendByClock(ledger: Ledger, rule: LimitRule, amount: number, now: number): void {
  ledger.resetsAt ??= nextWindow(ledger, rule, now);
  const left = ledger.left ?? capacityOf(ledger, rule);
  if (left === undefined) return;
  ledger.left = left - amount;
  if (ledger.told !== true && now >= ledger.resetsAt - lateness(ledger, rule)) addEntry((ledger.log ??= []), rule, now, amount);
}

/** Lets time pass: ends the window when it is surely over. Changes the ledger. */
export function rollByClock(ledger: Ledger, rule: LimitRule, now: number): void {
  const { resetsAt, log, told } = ledger;
  if (resetsAt === undefined) return;
  const late = lateness(ledger, rule);
  if (now < resetsAt + late) return;
  startAfresh(ledger);
  ledger.own = 0;
  delete ledger.carried;
  delete ledger.log;
  // Only the end before the present window leaves something to it.
  const spent = told === true || now >= resetsAt + periodOf(rule) ? [] : (log ?? []).filter(([at]) => at >= resetsAt - late);
  if (spent.length === 0) return;
  ledger.carried = { from: resetsAt - late, spent };
  ledger.resetsAt = nextWindow(ledger, rule, now);
}

/**
 * Begins a window anew with an inbound message. What was answered since then counts in it, and what is under way stays counted.
 * Older messages than the one that began the window change nothing, however late one hears of them. Changes the ledger.
 *
 * @param at - when the message came. Milliseconds since 1970, in our time
 */
export function restart(ledger: Ledger, rule: LimitRule, at: number, now: number): void {
  const from = Math.min(at, now);
  const period = periodOf(rule);
  if (from <= (ledger.restartedAt ?? -Infinity) || from + period <= now) return;
  const since = (ledger.log ?? []).filter(([when]) => when >= from);
  const spent = sum(since);
  startAfresh(ledger);
  delete ledger.carried;
  ledger.restartedAt = from;
  ledger.log = since;
  ledger.resetsAt = from + period;
  ledger.told = true;
  const capacity = capacityOf(ledger, rule);
  if (capacity !== undefined) ledger.left = capacity - spent;
}
