/**
 * The mathematics of one budget: what is left, what is under way, what the server said, and when the next call may leave.
 *
 * A ledger is plain JSON, so that every coordinator keeps the same one. It holds what is left at the server (`left`, or a log for
 * rolling windows) without the calls that are still under way; those are counted apart (`flying`). So there is never more under way
 * than the last answer allowed, whichever of them the server had already seen when it answered.
 * @module
 */
import type { LimitRule } from "../model/limit.js";
import type { LedgerState } from "../store/coordinator.js";
import { alone, land, lapse, takeOff } from "./flights.js";
import { restart, rollByClock, sameWindow, setSkew, spendByClock } from "./clock-window.js";
import { arrived, noteLate, openWindow, rollWindow, spendInWindow, whenInWindow } from "./floating-window.js";
import {
  addEntry,
  byClock,
  capacityOf,
  floats,
  isBucket,
  isMoney,
  isReleased,
  isRolling,
  lateness,
  leftOf,
  longestLog,
  nextWindow,
  periodOf,
  sum,
} from "./ledger-state.js";
import type { Answered, Hold, Ledger } from "./ledger-state.js";
import { beganAt, countedBy, dare, isShort, leadOf, learnTrip, othersOf, remember, shrink } from "./trip.js";
import { spareOf } from "./spare.js";
import { asksFrom, grow, isPercent, learnEach, marginOf } from "./percent.js";

export { dropIdle, flightMs, setHolder } from "./flights.js";
export { openLedger } from "./ledger-state.js";
export type { Carried, Entry, Hold, Holder, Ledger, Opened } from "./ledger-state.js";

/** What `reserve` says: taken, or when to ask again. */
export type Verdict = { readonly ok: true } | { readonly ok: false; readonly retryAt: number };

/** What a call wants from one ledger. */
export interface Want {
  /** In the rule's unit. 0 takes nothing and asks only whether the ledger is blocked (or, in percent, full). */
  readonly cost: number;
  /** What must stay for faster lanes. */
  readonly keep: number;
}

/** How soon to ask again when only calls under way stand in between. Milliseconds. */
const soonMs = 1_000;

/** The same for those who leave nothing to faster lanes, when a call has just left. Milliseconds. */
const tripMs = 50;

/** How soon to ask again while the first call is under way whose answer tells what is left, and how long it keeps the next one back. Milliseconds. */
const firstSoonMs = 250;
const firstMs = 10_000;

/** So much is left of a percentage when an old word about it is good enough for a reply. */
const plentyOfPercent = 10;

/** Sums of fractions are not exact: a bucket that lacks less than this has enough, or than a millionth of the cost where that is less. */
const epsilon = 1e-6;

/**
 * How long after it was last heard of the last call of a dead process can have arrived: half a second in stock, and a long way there. Too
 * late is a window that counts it although the one before did, once for each death; too soon, a window that overflows. Milliseconds.
 */
const lastLegMs = 2_000;

/** Lets time pass: ends windows, fills buckets, forgets what left the rolling window. Changes the ledger. */
function roll(ledger: Ledger, rule: LimitRule, now: number): void {
  if (ledger.flights > 0) {
    noteLate(ledger, 0, now);
    // First, so that what the dead held counts in the window after, if that is where it came.
    if (floats(ledger, rule)) rollWindow(ledger, rule, now);
  }
  // What is open stays open for hours; a process that keeps its own ledger knows whether it still is.
  for (const { flying, leftAt } of lapse(ledger, now, isReleased(rule) ? alone.id : undefined)) charge(ledger, rule, flying, leftAt, now);
  if (ledger.blockedUntil !== undefined && ledger.blockedUntil <= now) delete ledger.blockedUntil;
  if (ledger.refusedAt !== undefined || ledger.jumpedAt !== undefined) grow(ledger, rule, now);
  const capacity = capacityOf(ledger, rule);
  if (isRolling(rule)) {
    const oldest = Math.max(
      now + leadOf(ledger, rule) - periodOf(rule),
      isShort(rule) ? (beganAt(ledger, rule, now)?.from ?? -Infinity) : -Infinity,
    );
    const log = ledger.log ?? [];
    let gone = 0;
    while (gone < log.length && (log[gone]?.[0] ?? 0) <= oldest) gone++;
    if (gone > 0) {
      remember(ledger, rule, log.splice(0, gone), now);
      if (isPercent(rule)) ledger.goneAt = now;
    }
  } else if (capacity !== undefined && rule.refill.kind === "bucket") {
    if (ledger.left !== undefined && now > ledger.at)
      ledger.left = Math.min(capacity, ledger.left + ((now - ledger.at) * capacity) / rule.refill.perMs);
  } else if (floats(ledger, rule)) rollWindow(ledger, rule, now);
  else if (ledger.resetsAt !== undefined) rollByClock(ledger, rule, now);
  if (now > ledger.at) ledger.at = now;
}

/** The most that can ever be taken at once. */
function wholeOf(ledger: Ledger, rule: LimitRule): number | undefined {
  const capacity = capacityOf(ledger, rule);
  return capacity === undefined ? undefined : capacity - (isPercent(rule) ? marginOf(ledger) : spareOf(ledger, rule) + othersOf(ledger));
}

/** What may still be taken. */
function roomOf(ledger: Ledger, rule: LimitRule): number | undefined {
  const left = leftOf(ledger, rule);
  if (left === undefined) return undefined;
  if (!isPercent(rule)) return left - ledger.flying - spareOf(ledger, rule) - othersOf(ledger);
  return left - marginOf(ledger) - Math.max(ledger.flying, ledger.flights * (ledger.each ?? 0));
}

/** Spends what a call cost that was sent and answered then: it counts from its answer, because nobody knows that it arrived sooner. */
function spend(ledger: Ledger, rule: LimitRule, amount: number, sentAt: number, now: number, countedAt?: number): void {
  if (isReleased(rule)) return;
  if (isMoney(rule)) ledger.spent = (ledger.spent ?? 0) + amount;
  if (ledger.own !== undefined) ledger.own += amount;
  if (floats(ledger, rule)) {
    spendInWindow(ledger, rule, amount, sentAt, now);
    return;
  }
  if (amount <= 0) return;
  if (isRolling(rule)) {
    addEntry((ledger.log ??= []), rule, countedBy(ledger, rule, sentAt, now, countedAt), amount);
    return;
  }
  if (byClock(rule)) spendByClock(ledger, rule, amount, now);
  else if (ledger.left !== undefined || capacityOf(ledger, rule) !== undefined)
    ledger.left = (ledger.left ?? capacityOf(ledger, rule) ?? 0) - amount;
}

/** Spends what a holder held that was not heard of again: as if it had been answered soon after, in the window of that time. */
function charge(ledger: Ledger, rule: LimitRule, amount: number, leftAt: number, now: number): void {
  const at = Math.min(now, leftAt + lastLegMs);
  const { resetsAt, opened, carried } = ledger;
  if (byClock(rule)) {
    if (nextWindow(ledger, rule, at) < (resetsAt ?? nextWindow(ledger, rule, now)) - periodOf(rule) / 2) return;
  } else if (floats(ledger, rule)) {
    if (ledger.told === true && resetsAt !== undefined && at < resetsAt - periodOf(rule)) return;
    // What came before the earliest end of the window before was counted in that.
    if (carried !== undefined && at < carried.from && (opened === undefined || leftAt < opened.from)) return;
  }
  spend(ledger, rule, amount, leftAt, at);
}

function setLeft(ledger: Ledger, rule: LimitRule, left: number, sentAt: number, now: number): void {
  if (!isRolling(rule)) {
    ledger.left = left;
    if (ledger.resetsAt !== undefined || isBucket(ledger, rule)) return;
    if (floats(ledger, rule)) openWindow(ledger, rule, sentAt, now);
    else ledger.resetsAt = nextWindow(ledger, rule, now);
    delete ledger.opened?.waiting;
    return;
  }
  const before = leftOf(ledger, rule) ?? left;
  // Spent elsewhere: it leaves the window when the server says so, at the latest one whole window from now.
  const log = (ledger.log ??= []);
  // Where windows are short, nobody leaves before then in any case; how much others took is looked at once all answers are in.
  const shut = isShort(rule) && ledger.blockedUntil !== undefined;
  if (left < before && !shut) addEntry(log, rule, Math.min(now, (ledger.resetsAt ?? Infinity) - periodOf(rule)), before - left);
  let back = left - before;
  while (back > 0 && log[0] !== undefined) {
    const part = Math.min(back, log[0][1]);
    back -= part;
    log[0][1] -= part;
    if (log[0][1] <= 0) log.shift();
  }
}

/**
 * How soon a call asks again that only calls under way stand in the way of. A reply does so before long where they may be another
 * process's, whose answers nobody tells this one; but the longer they take, the longer they may go on. Milliseconds.
 */
function soonOf(ledger: Ledger, { keep }: Want, now: number): number {
  return keep > 0 || ledger.holders[alone.id] !== undefined ? soonMs : Math.min(soonMs, Math.max(tripMs, (now - ledger.leftAt) / 2));
}

/** Finds when `need` can be there at the earliest, as far as anybody knows now. */
function whenRoom(
  ledger: Ledger,
  rule: LimitRule,
  { need, soon }: { readonly need: number; readonly soon: number },
  room: number,
  now: number,
): number {
  const left = leftOf(ledger, rule) ?? 0;
  const capacity = capacityOf(ledger, rule);
  let at: number;
  if (capacity !== undefined && rule.refill.kind === "bucket") at = now + Math.ceil(((need - room) * rule.refill.perMs) / capacity);
  else if (isRolling(rule)) {
    let missing = need - room;
    at = now + periodOf(rule);
    for (const [when, amount] of ledger.log ?? []) {
      missing -= amount;
      if (missing > epsilon) continue;
      at = when + periodOf(rule) - leadOf(ledger, rule);
      break;
    }
    const began = isShort(rule) ? beganAt(ledger, rule, now) : undefined;
    if (began !== undefined) at = Math.min(at, began.to + periodOf(rule));
  } else if (isReleased(rule)) at = now + soonMs;
  else if (floats(ledger, rule)) at = whenInWindow(ledger, rule, need - room, now, soonMs);
  else at = (ledger.resetsAt ?? nextWindow(ledger, rule, now)) + lateness(ledger, rule);
  // An answer under way may free the difference before that.
  if (left >= need && ledger.flights > 0 && !isReleased(rule)) at = Math.min(at, now + soon);
  return Math.max(at, now + 1);
}

/** How much must be there: the cost and what is kept, but never more than the whole, so that a small or costly call can ever leave. */
function needOf({ cost, keep }: Want, whole: number | undefined, percent: boolean): number {
  if (cost === 0) return percent ? epsilon + keep : -Infinity;
  if (whole === undefined) return cost;
  if (cost >= whole) return whole > 0 ? whole : cost;
  return cost + Math.min(keep, whole - cost);
}

/**
 * Nobody has heard what is left: one call goes ahead alone, and its answer tells; one that takes long keeps nobody back for ever. A cap on
 * money is the host's, and no answer tells it.
 */
function waitsForFirst(ledger: Ledger, rule: LimitRule, cost: number, now: number): boolean {
  if (ledger.answered === true || ledger.flights === 0 || now >= ledger.leftAt + firstMs) return false;
  if (isPercent(rule)) return rule.told === true;
  return cost > 0 && (rule.told === true || (leftOf(ledger, rule) === undefined && !isMoney(rule)));
}

/** Looks whether a call may leave now. Takes nothing; lets time pass in the ledger. */
export function check(ledger: Ledger, rule: LimitRule, want: Want, now: number): Verdict {
  roll(ledger, rule, now);
  if (ledger.blockedUntil !== undefined) return { ok: false, retryAt: ledger.blockedUntil };
  const room = roomOf(ledger, rule);
  if (waitsForFirst(ledger, rule, want.cost, now)) return { ok: false, retryAt: now + firstSoonMs };
  if (room === undefined) return { ok: true };
  const asksAt = isPercent(rule) ? asksFrom(ledger, rule, (leftOf(ledger, rule) ?? 0) - want.keep) : Infinity;
  const need = needOf(want, wholeOf(ledger, rule), isPercent(rule));
  // One at a time asks what others left; whoever fills the budget is seen before more follow. A reply need not wait for that while a tenth is left.
  const plenty = want.keep === 0 && room >= need + plentyOfPercent;
  if (now >= asksAt && !plenty) return ledger.flights > 0 ? { ok: false, retryAt: now + soonOf(ledger, want, now) } : { ok: true };
  if (room + Math.min(epsilon, (want.cost || 1) * epsilon) >= need) return { ok: true };
  const retryAt = whenRoom(ledger, rule, { need, soon: soonOf(ledger, want, now) }, room, now);
  return { ok: false, retryAt: Math.min(asksAt, retryAt) };
}

/** Takes a cost that `check` allowed. Changes the ledger. */
export function take(ledger: Ledger, rule: LimitRule, cost: number, now: number, hold: Hold = alone): void {
  takeOff(ledger, cost, now, hold);
  noteLate(ledger, now, now);
  if (ledger.resetsAt !== undefined || isRolling(rule) || isBucket(ledger, rule) || isReleased(rule)) return;
  if (!floats(ledger, rule)) ledger.resetsAt = nextWindow(ledger, rule, now);
  // What costs nothing opens no window at the server.
  else if (cost > 0 || isPercent(rule)) openWindow(ledger, rule, now, now);
}

/** Checks and takes in one step. Changes the ledger. */
export function reserve(ledger: Ledger, rule: LimitRule, want: Want, now: number, hold: Hold = alone): Verdict {
  const verdict = check(ledger, rule, want, now);
  if (verdict.ok) take(ledger, rule, want.cost, now, hold);
  return verdict;
}

/** Gives back what a call took that never left. Changes the ledger. */
export function giveBack(ledger: Ledger, amount: number, id: string = alone.id): void {
  land(ledger, amount, id);
}

/**
 * What is left by our own count where nobody else spends: what answers without a word left open is no longer counted twice then.
 * A word that our own calls cannot explain says that somebody else spends. Changes the ledger.
 */
function byOwnCount(ledger: Ledger, rule: LimitRule, word: number, cost: number): number | undefined {
  const capacity = capacityOf(ledger, rule);
  if (ledger.own === undefined || capacity === undefined) return undefined;
  ledger.own += cost;
  if (word >= capacity - ledger.own - ledger.flying - epsilon) return Math.min(word, capacity - ledger.own);
  delete ledger.own;
  return undefined;
}

/**
 * Applies an answer: its call is no longer under way, and what the server said replaces our own counting.
 * Answers may come late and out of order; one that tells of an earlier window, or of an earlier moment of this one, changes nothing.
 * Changes the ledger.
 */
export function observe(ledger: Ledger, rule: LimitRule, answer: Answered, now: number, id: string = alone.id): void {
  const { settled, sentAt = now, unsureMs = 0 } = answer;
  const surelySent = sentAt - unsureMs;
  if (answer.skewMs !== undefined) setSkew(ledger, rule, answer.skewMs);
  roll(ledger, rule, now);
  if (settled !== undefined) giveBack(ledger, settled, id);
  const cost = answer.cost ?? settled ?? 0;
  if (settled !== undefined && answer.sentAt !== undefined && isShort(rule)) {
    learnTrip(ledger, rule, sentAt, now, answer.countedAt);
    if (answer.blockedUntil !== undefined) shrink(ledger, rule, sentAt, now, answer.blockedUntil);
    else if (answer.lost !== true) dare(ledger, rule, { cost, sentAt, at: countedBy(ledger, rule, sentAt, now, answer.countedAt) });
  }
  if (answer.lost !== true) ledger.answered = true;
  if (answer.limit !== undefined && answer.limit >= 0) ledger.capacity = answer.limit;
  if (answer.blockedUntil !== undefined && answer.blockedUntil > now) {
    if (isPercent(rule)) ledger.refusedAt = now;
    ledger.blockedUntil = Math.max(ledger.blockedUntil ?? 0, answer.blockedUntil);
  }
  if (answer.restartedAt !== undefined) {
    restart(ledger, rule, answer.restartedAt, now);
    return;
  }
  if (isReleased(rule)) return;
  if (answer.resetsAt !== undefined && !sameWindow(ledger, rule, answer.resetsAt, surelySent, now, answer.countedAt)) return;
  const capacity = capacityOf(ledger, rule);
  const word =
    answer.remaining ?? (answer.usedFraction === undefined || capacity === undefined ? undefined : capacity * (1 - answer.usedFraction));
  if (word === undefined) {
    spend(ledger, rule, cost, sentAt, now, answer.countedAt);
    if (ledger.wordAt !== undefined && cost > 0) ledger.unseen = [...ledger.unseen.slice(-longestLog), [now, cost]];
    return;
  }
  const { opened } = ledger;
  const earlier = opened !== undefined && sentAt < opened.from;
  const before = leftOf(ledger, rule);
  const fresh = before === undefined || (!earlier && (ledger.wordAt === undefined || surelySent >= ledger.wordAt));
  if (opened !== undefined) arrived(ledger, rule, cost, sentAt, now);
  if (isPercent(rule) && before !== undefined) learnEach(ledger, -word, -before, now);
  // The server counts down, so the lowest word is its latest; a higher one from a call that overlapped was only slower to arrive.
  if (!fresh && word > before + sum(ledger.unseen) + epsilon) {
    // By our own count, what was left is less by this call, too.
    const most = byOwnCount(ledger, rule, word, cost);
    if (ledger.left !== undefined && most !== undefined) ledger.left = Math.min(ledger.left, most);
    return;
  }
  if (ledger.unseen.length > 0) ledger.unseen = ledger.unseen.filter(([at]) => at > surelySent);
  // The word knows what was carried, but for what came in after the call had left.
  if (ledger.carried !== undefined) ledger.carried.spent = ledger.carried.spent.filter(([at]) => at > surelySent);
  setLeft(ledger, rule, byOwnCount(ledger, rule, word, cost) ?? word - sum(ledger.unseen), sentAt, now);
  // The clock of who hears of it next may be as wrong.
  ledger.wordAt = now + unsureMs;
}

function spentOf(ledger: Ledger, rule: LimitRule): number {
  if (isRolling(rule)) return sum(ledger.log ?? []);
  // What has come back to a bucket can be spent again: what is missing was spent.
  if (isBucket(ledger, rule)) return (capacityOf(ledger, rule) ?? 0) - (leftOf(ledger, rule) ?? 0);
  return ledger.spent ?? 0;
}

/** Says whether a fifth or less of a budget is left beside the calls under way; `false` where nobody knows. What only lasts as long as its calls runs never low. */
export function isLow(ledger: Ledger, rule: LimitRule, now: number): boolean {
  if (isReleased(rule)) return false;
  if (now > ledger.at) roll(ledger, rule, now);
  const capacity = capacityOf(ledger, rule);
  const left = leftOf(ledger, rule);
  return capacity !== undefined && left !== undefined && left - ledger.flying <= capacity / 5;
}

/** Describes a ledger for `budgets()` and `can()`: calls under way are taken off. Unknown stays absent. */
export function describeLedger(ledger: Ledger, rule: LimitRule, now: number): Omit<LedgerState, "ledger"> {
  roll(ledger, rule, now);
  const limit = capacityOf(ledger, rule);
  const left = leftOf(ledger, rule);
  const remaining = left === undefined ? undefined : Math.max(0, left - ledger.flying);
  const lastEntry = ledger.log?.at(-1);
  const lastCarried = ledger.carried?.spent.at(-1);
  let resetsAt = ledger.resetsAt;
  if (isRolling(rule)) resetsAt = lastEntry === undefined ? undefined : lastEntry[0] + periodOf(rule);
  else if (limit !== undefined && left !== undefined && rule.refill.kind === "bucket")
    resetsAt = left >= limit ? undefined : now + Math.ceil(((limit - left) * rule.refill.perMs) / limit);
  else if (resetsAt === undefined && lastCarried !== undefined) resetsAt = lastCarried[0] + periodOf(rule);
  return {
    ...(limit === undefined ? {} : { limit }),
    ...(remaining === undefined ? {} : { remaining }),
    ...(remaining === undefined || !limit ? {} : { usedFraction: Math.min(1, Math.max(0, 1 - remaining / limit)) }),
    ...(resetsAt === undefined ? {} : { resetsAt }),
    ...(isMoney(rule) && !isReleased(rule) ? { spent: spentOf(ledger, rule) } : {}),
    ...(ledger.blockedUntil === undefined ? {} : { blockedUntil: ledger.blockedUntil }),
  };
}

/** True when forgetting the ledger loses nothing that a new one would not know. */
export function isForgettable(ledger: Ledger, rule: LimitRule, now: number): boolean {
  roll(ledger, rule, now);
  if (ledger.flights > 0 || ledger.blockedUntil !== undefined) return false;
  const capacity = capacityOf(ledger, rule);
  const left = leftOf(ledger, rule);
  if (left === undefined || capacity === undefined) return ledger.resetsAt === undefined && sum(ledger.log ?? []) === 0;
  return left + epsilon >= capacity;
}
