/**
 * What a ledger keeps, and what its rule says about it.
 * @module
 */
import type { LimitRule } from "../model/limit.js";
import type { LedgerObservation } from "../store/coordinator.js";
import { endOfPeriod } from "./calendar.js";
import { earlyBy } from "./trip.js";
import type { Trips } from "./trip.js";

/** An instant in milliseconds since 1970, and an amount in the rule's unit. */
export type Entry = [at: number, amount: number];

/**
 * A window that opens with the first call that the server counts: somewhere between its sending and its answer, nobody knows when.
 * So it has an earliest end (`mayEndAt`) and a latest (`Ledger.resetsAt`).
 */
export interface Opened {
  /** When its first call left: what left earlier belongs to the window before, or was the first of this one. */
  from: number;
  /** True until one of its calls is answered: before that, nobody knows the latest end. */
  waiting?: boolean;
  /** The earliest end. */
  mayEndAt: number;
  /** When the first call left that may count after the end. Absent: none did. */
  lateFrom?: number;
  /** What was answered since `mayEndAt`, by when: it counts here and may count in the next window as well. */
  late: Entry[];
}

/** What may count in a window although it was sent before. */
export interface Carried {
  /** When the server can have counted the first of it. */
  from: number;
  /** What was answered, by when; nothing of it counts longer than a whole window from there. */
  spent: Entry[];
}

/** What one process has under way in a ledger. */
export interface Holder {
  /** Reserved by calls that have no answer yet. */
  flying: number;
  /** How many calls have no answer yet. */
  flights: number;
  /** When a call of it last left. */
  leftAt: number;
  /** When what it holds counts as spent, unless it is heard of before. */
  until: number;
}

/** Who holds, and for how long without being heard of. */
export interface Hold {
  /** A process, for instance; one word within a ledger. */
  readonly id: string;
  /** Milliseconds. */
  readonly leaseMs: number;
}

/** What an answer says, as one ledger hears it. */
export interface Answered extends Omit<LedgerObservation, "ledger" | "rule"> {
  /**
   * How much later than they were its instants may seem, where another process's clock tells them: which of two words is the newer one
   * depends on it. Milliseconds. @defaultValue 0
   */
  readonly unsureMs?: number;
}

/** One budget, as plain JSON. Instants are milliseconds since 1970, amounts are in the rule's unit. */
export interface Ledger {
  /** The limit that the server named; wins over the rule's. */
  capacity?: number;
  /** What is left without the calls under way. Absent: all of it, or nobody knows. Rolling windows use `log`. */
  left?: number;
  /** When `left` was true; buckets refill from here. */
  at: number;
  /** End of the current window; of one that opens with a call, the latest possible end. */
  resetsAt?: number;
  /** True when the server named `resetsAt`. */
  told?: boolean;
  /** The window that opened with a call: what is not known of it. Absent where the server named its end. */
  opened?: Opened;
  /** What the window before may have left behind: calls that the server may have counted after its end. */
  carried?: Carried;
  /** What a rolling window still counts, oldest first; in other windows, what may count in the next one as well. */
  log?: Entry[];
  /** True when the server names ends in whole seconds. */
  whole?: boolean;
  /** The end that was named last, in the network's own time. */
  named?: number;
  /** True when the end is exact, and in terms of when to leave: who leaves then arrives in the next window. */
  exact?: boolean;
  /** The longest window that answers told of, where the rule's length is a guess. Milliseconds. */
  lasts?: number;
  /** True when the server tells how long a window still lasts, which counts from somewhere on the way of the answer. */
  delta?: boolean;
  /** True when it tells that in whole seconds, and nothing finer. */
  after?: boolean;
  /** When the last window was over that was told so: what left sooner may speak of it. */
  endedAt?: number;
  /** How long calls are under way, where windows are short. */
  trips?: Trips;
  /** How long after its named end a window was once found to go on. Milliseconds. */
  lateMs?: number;
  /** What our own calls spent in a window that began under our eyes. Absent: somebody else spends, too, or nobody knows what was spent before. */
  own?: number;
  /** What was spent in the current window or period, where the rule counts money. Rolling windows and buckets know it without. */
  spent?: number;
  /** When the inbound message came that the current window began with. */
  restartedAt?: number;
  /** Reserved by calls that have no answer yet: the sum over all holders. */
  flying: number;
  /** How many calls have no answer yet: the sum over all holders. */
  flights: number;
  /** When a call last left. */
  leftAt: number;
  /** Who has calls under way, by holder's id. A ledger of one process has one holder. */
  holders: Record<string, Holder>;
  /** How far the network's clock is ahead of ours, as last told. Milliseconds. */
  skewMs?: number;
  /** When the last word that was believed had come in at the latest. */
  wordAt?: number;
  /** Spent by calls whose answer said nothing, since the last word: the server may or may not have counted them in it. */
  unseen: Entry[];
  /** True once any answer came: an unknown limit is then no longer probed with a single call. */
  answered?: boolean;
  /** Nobody calls before then. */
  blockedUntil?: number;
  /** When the network last refused something, where only a percentage is told. */
  refusedAt?: number;
  /** When something last left the rolling window, where only a percentage is told. */
  goneAt?: number;
  /** When a percentage last rose by more than our own calls can have cost. */
  jumpedAt?: number;
  /** What one call costs on average, learned where only a percentage is told. */
  each?: number;
  /** Calls answered since the percentage last rose. */
  since?: number;
}

/** A log keeps at most this many entries; then neighbours are joined at the later instant. */
export const longestLog: number = 256;

/** Makes an untouched ledger. */
export function openLedger(now: number): Ledger {
  return { at: now, flying: 0, flights: 0, leftAt: now, holders: {}, unseen: [] };
}

/** Says how much a full budget holds: what the server named, else what the rule says. */
export function capacityOf(ledger: Ledger, rule: LimitRule): number | undefined {
  return ledger.capacity ?? rule.capacity ?? (rule.unit === "percent" ? 100 : undefined);
}

/** Says how long a window lasts or a bucket takes to fill; a day for calendars, nothing where the end of a call gives it back. Milliseconds. */
export function periodOf({ refill }: LimitRule): number {
  if (refill.kind === "window") return refill.windowMs;
  if (refill.kind === "bucket") return refill.perMs;
  return refill.kind === "calendar" ? 86_400_000 : 0;
}

/** Says how long a window lasts that opens with a call: where the rule only guesses, as long as answers told of. Milliseconds. */
export function lengthOf(ledger: Ledger, rule: LimitRule): number {
  return Math.max(periodOf(rule), ledger.lasts ?? 0);
}

/** Says whether the network charges money for it. */
export const isMoney: (rule: LimitRule) => boolean = (rule: LimitRule): boolean => rule.unit === "usd";

/** Says whether a call gives back all it took as soon as it ends. */
export const isReleased: (rule: LimitRule) => boolean = (rule: LimitRule): boolean => rule.refill.kind === "release";

/** Says whether each call counts from its own moment. */
export const isRolling: (rule: LimitRule) => boolean = (rule: LimitRule): boolean => rule.refill.kind === "window" && rule.refill.rolling;

/** A bucket of unknown size has no speed either; it is kept as a window. */
export const isBucket: (ledger: Ledger, rule: LimitRule) => boolean = (ledger: Ledger, rule: LimitRule): boolean =>
  rule.refill.kind === "bucket" && capacityOf(ledger, rule) !== undefined;

/** Says whether windows open with a call, so that nobody knows exactly when they end; a bucket of unknown size is kept as one. */
export const floats: (ledger: Ledger, rule: LimitRule) => boolean = (ledger, rule) =>
  rule.refill.kind === "bucket"
    ? !isBucket(ledger, rule)
    : rule.refill.kind === "window" && !rule.refill.rolling && rule.refill.aligned !== true;

/**
 * How long after its end a window is kept, because clocks differ and servers cut fractions off: 2 s where nobody knows the network's clock,
 * less where it is known (at most 1 % of the window); up to a second longer where a server tells whole seconds; and longer still where
 * it was caught counting on.
 */
export function lateness(ledger: Ledger, rule: LimitRule): number {
  const period = periodOf(rule);
  const unsure = (known: number): number => Math.min(ledger.skewMs === undefined ? 2_000 : known, period / 100);
  // The skew is the least that fits, so an end that was told is not too early by it; one that is counted by it may be late.
  if (ledger.told !== true) return byClock(rule) ? unsure(1_000) : 0;
  // Told to the millisecond, and rounded.
  if (ledger.exact === true) return 1;
  const cut = ledger.whole === true ? 1_000 : 0;
  const early = ledger.whole === true || (ledger.after === true && ledger.lateMs !== undefined) ? 0 : earlyBy(ledger, rule);
  return early > 0 ? -early : Math.max(cut + unsure(500), ledger.lateMs ?? 0);
}

/** Adds amounts up. */
export function sum(entries: readonly Entry[]): number {
  // No `reduce`: this runs at each look at a rolling window.
  let total = 0;
  for (const entry of entries) total += entry[1];
  return total;
}

/** Says when a window ends that begins now. Days, months and aligned windows begin when the network's clock says so. */
export function nextWindow(ledger: Ledger, rule: LimitRule, now: number): number {
  const { refill } = rule;
  const { skewMs = 0 } = ledger;
  if (refill.kind === "calendar") return endOfPeriod(refill, now + skewMs) - skewMs;
  const period = periodOf(rule);
  if (refill.kind !== "window" || refill.aligned !== true) return now + period;
  return (Math.floor((now + skewMs) / period) + 1) * period - skewMs;
}

/** Says whether windows begin by the network's clock, whoever calls. */
export const byClock: (rule: LimitRule) => boolean = ({ refill }: LimitRule): boolean =>
  refill.kind === "calendar" || (refill.kind === "window" && !refill.rolling && refill.aligned === true);

/** What is left without the calls under way; `undefined` when nobody knows. */
export function leftOf(ledger: Ledger, rule: LimitRule): number | undefined {
  const capacity = capacityOf(ledger, rule);
  if (isRolling(rule)) return capacity === undefined ? undefined : capacity - sum(ledger.log ?? []);
  const left = ledger.left ?? capacity;
  return left === undefined || ledger.carried === undefined ? left : left - sum(ledger.carried.spent);
}

/** Adds an entry to a log in order of time. A log that has grown too long has neighbours joined at the later instant. Changes the log. */
export function addEntry(log: Entry[], rule: LimitRule, at: number, amount: number): void {
  let index = log.length;
  while (index > 0 && (log[index - 1]?.[0] ?? 0) > at) index--;
  log.splice(index, 0, [at, amount]);
  if (log.length <= longestLog) return;
  const step = (periodOf(rule) / longestLog) * 2;
  const joined: Entry[] = [];
  for (const [when, much] of log) {
    const last = joined.at(-1);
    if (last !== undefined && Math.floor(last[0] / step) === Math.floor(when / step)) {
      last[0] = when;
      last[1] += much;
    } else joined.push([when, much]);
  }
  log.splice(0, log.length, ...joined);
}
