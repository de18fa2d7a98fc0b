/**
 * Windows whose end is known: the network's clock begins them, the server has named it, or an inbound message restarted them.
 *
 * The clocks still differ a little. So such a window is kept somewhat longer than it lasts (`lateness`), and what was spent shortly
 * before an end that only we know counts in the next window as well.
 * @module
 */
import type { LimitRule } from "../model/limit.js";
import { startAfresh } from "./floating-window.js";
import { addEntry, byClock, capacityOf, floats, isBucket, isRolling, lateness, nextWindow, periodOf, sum } from "./ledger-state.js";
import type { Ledger } from "./ledger-state.js";
import { isShort } from "./trip.js";

/** Longer windows (an hour) are not remembered as the usual length. Milliseconds. */
const longestLength = 3_600_000;

/** Windows that a server counts on for longer than this after their end are not believed to be the same. Milliseconds. */
const longestLateMs = 10_000;

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

/** Says whether an instant, or a time from now, was told in whole seconds. */
const isWhole = (ms: number): boolean => Math.abs(ms - Math.round(ms / 1_000) * 1_000) < 1;

/**
 * Sorts an answer that tells in whole seconds how long its window still lasts, and nothing finer. Rounded up, as everybody does who
 * wants to be safe, no window ends later than any of its answers told, counted from when that came in: so the earliest end holds.
 * `shrink` notes where a refusal shows another rounding.
 */
function sameWholeSeconds(ledger: Ledger, rule: LimitRule, resetsAt: number, sentAt: number, now: number): boolean {
  const lasts = Math.max(ledger.lasts ?? 0, Math.min(longestLength, resetsAt - now));
  const open = ledger.told === true ? ledger.resetsAt : undefined;
  if (open === undefined || resetsAt > open + 1_000 + now - sentAt) {
    // It left before the end that was kept, and much less than a whole window is left: that is what was left of the one before.
    if (sentAt < (ledger.endedAt ?? -Infinity) && resetsAt - now < lasts - 500) return false;
    if (open === undefined) {
      delete ledger.wordAt;
      ledger.unseen = [];
    } else {
      startAfresh(ledger);
      ledger.own = 0;
    }
  }
  if (rule.capacity === undefined && floats(ledger, rule)) ledger.lasts = lasts;
  ledger.resetsAt = Math.min(ledger.told === true ? (ledger.resetsAt ?? Infinity) : Infinity, resetsAt);
  ledger.told = true;
  ledger.after = true;
  ledger.delta = true;
  delete ledger.exact;
  delete ledger.whole;
  delete ledger.opened;
  return true;
}

/** Sorts an answer's window against ours: `false` when it speaks of one that is over. Moves the ledger on when it is newer. */
export function sameWindow(ledger: Ledger, rule: LimitRule, resetsAt: number, sentAt: number, now: number, countedAt?: number): boolean {
  if (isRolling(rule) || isBucket(ledger, rule)) {
    ledger.resetsAt = resetsAt;
    return true;
  }
  const wholeAfter = isShort(rule) && countedAt === undefined && isWhole(resetsAt - now);
  if (wholeAfter && (ledger.after === true || !isWhole(resetsAt + (ledger.skewMs ?? 0))))
    return sameWholeSeconds(ledger, rule, resetsAt, sentAt, now);
  const period = periodOf(rule);
  const tolerance = Math.max(period / 2, 1);
  // The window that we keep for a while after its named end, because servers cut fractions off.
  const kept = ledger.told === true && Math.abs(resetsAt - (ledger.resetsAt ?? Infinity)) <= tolerance;
  const known = Math.max(ledger.lateMs ?? 0, Math.min(2_000, period / 100));
  if (!kept && resetsAt <= now - known) {
    // Fractions and clocks are as wide where windows are short.
    const longest = Math.min(longestLateMs, Math.max(period / 4, 3_000));
    if (ledger.told === true || sentAt < resetsAt + known || sentAt > resetsAt + longest) return false;
    // It left after the end that was named, and the server counted on: its windows end later than it says, or its clock is behind ours.
    ledger.lateMs = Math.min(longest, now - resetsAt + Math.min(250, period / 100));
  }
  if (ledger.told === true && ledger.resetsAt !== undefined) {
    if (resetsAt < ledger.resetsAt - tolerance) return false;
    if (resetsAt > ledger.resetsAt + tolerance) {
      startAfresh(ledger);
      ledger.own = 0;
    }
  } else {
    // Our own window was a guess.
    delete ledger.wordAt;
    ledger.unseen = [];
  }
  // Who guesses how long a window lasts must know it when a window's first answer says nothing.
  if (rule.capacity === undefined && floats(ledger, rule))
    ledger.lasts = Math.max(ledger.lasts ?? 0, Math.min(longestLength, resetsAt - (countedAt ?? now)));
  if (countedAt !== undefined) {
    ledger.exact = true;
    ledger.resetsAt = resetsAt;
    ledger.told = true;
    delete ledger.opened;
    delete ledger.whole;
    delete ledger.delta;
    return true;
  }
  delete ledger.exact;
  // What is told to the millisecond and differs all the same counts from the moment of the answer.
  const named = resetsAt + (ledger.skewMs ?? 0);
  if (isShort(rule) && ledger.told === true && ledger.named !== undefined) {
    const apart = Math.abs(named - ledger.named);
    if (apart > 1) ledger.delta = apart <= now - sentAt;
    else if ((ledger.wordAt ?? 0) < now) delete ledger.delta;
  }
  ledger.named = named;
  const ends = ledger.told === true ? (ledger.resetsAt ?? resetsAt) : resetsAt;
  ledger.resetsAt = ledger.delta === true ? Math.min(ends, resetsAt) : Math.max(ends, resetsAt);
  ledger.told = true;
  ledger.whole = isWhole(named) || isWhole(resetsAt - now);
  delete ledger.opened;
  return true;
}
