/**
 * When calls that have not been made yet would be done: what a budget still gives, and what it gets back while they run.
 *
 * Everything flows here, nothing is taken call by call: a hundred thousand calls cost as little to look at as one.
 * @module
 */
import { endOfPeriod } from "./calendar.js";
import type { LimitRule } from "../model/limit.js";

/** A budget as it stands, as far as anybody knows. */
export interface BudgetNow {
  /** How it comes back. */
  readonly rule: LimitRule;
  /** How much a full one holds. @defaultValue what the rule says */
  readonly limit?: number;
  /** What is left. @defaultValue all of it */
  readonly remaining?: number;
  /** When all of it is back. Milliseconds since 1970. */
  readonly resetsAt?: number;
}

/** What is to be done. */
export interface Workload {
  /** What it takes of the budget. In the rule's unit. */
  readonly amount: number;
  /** How long its calls take where nothing holds them back. Milliseconds. */
  readonly busyMs: number;
}

/** Where it runs. */
export interface Conditions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Fraction of the budget that is left alone. */
  readonly reserve: number;
  /** How long one call takes. Milliseconds. */
  readonly requestMs: number;
}

/** How much comes, and when: at once, and then again and again. */
interface Supply {
  /** There now. */
  readonly room: number;
  /** When more comes for the n-th time, from 1. Milliseconds from now. */
  readonly at: (time: number) => number;
  /** How much comes each time. */
  readonly each: number;
}

const dayMs = 86_400_000;
/** Periods that are counted one by one: some days have 23 hours. Beyond that their mean is near enough. */
const mostPeriods = 400;
const meanMs = { day: dayMs, month: 30.44 * dayMs };

/**
 * How long a workload takes with a budget that nobody else uses meanwhile. Milliseconds from now; `Infinity` where the budget never
 * holds anything. A budget of unknown size holds nothing back: nobody can tell when it would.
 */
export function durationWith(budget: BudgetNow, { amount, busyMs }: Workload, conditions: Conditions): number {
  const { rule } = budget;
  const { now, reserve, requestMs } = conditions;
  const limit = budget.limit ?? rule.capacity ?? (rule.unit === "percent" ? 100 : undefined);
  if (limit === undefined || amount <= 0) return busyMs;
  const keep = Math.floor(limit * reserve);
  const most = limit - keep;
  if (most <= 0) return Infinity;
  const over = budget.resetsAt !== undefined && budget.resetsAt <= now;
  const remaining = over ? limit : Math.min(limit, budget.remaining ?? limit);
  const room = Math.max(0, remaining - keep);
  const resetsIn = over || budget.resetsAt === undefined ? undefined : budget.resetsAt - now;
  const { refill } = rule;
  switch (refill.kind) {
    case "release":
      return Math.max(busyMs, (amount * requestMs) / most);
    case "bucket":
      return Math.max(busyMs, ((amount - remaining + keep) * refill.perMs) / limit);
    case "calendar":
      return flow(amount, busyMs, { room, each: most, at: (time) => endAfter(refill, now, resetsIn, time) - now });
    case "window": {
      // Where only the server knows the size, only the server knows how long a window lasts; what is left of this one is the least.
      const periodMs = rule.capacity === undefined ? Math.max(refill.windowMs, resetsIn ?? 0) : refill.windowMs;
      if (refill.rolling) return rolling(amount, busyMs, { room, most, periodMs, backIn: Math.min(resetsIn ?? 0, periodMs) });
      const first = resetsIn ?? (refill.aligned === true ? periodMs - (now % periodMs) : periodMs);
      return flow(amount, busyMs, { room, each: most, at: (time) => first + (time - 1) * periodMs });
    }
  }
}

/** Ends when the last supply has come and what then is left has been worked off; work does not outrun its own calls either. */
function flow(amount: number, busyMs: number, { room, each, at }: Supply): number {
  const times = Math.max(0, Math.ceil((amount - room) / each));
  if (times === 0) return busyMs;
  const leftBefore = (time: number): number => (amount - room - (time - 1) * each) / amount;
  return Math.max(busyMs, at(1) + leftBefore(1) * busyMs, at(times) + leftBefore(times) * busyMs);
}

/** Each part comes back a whole period after it was taken: what others took at `backIn`, what we take from now on a period later. */
function rolling(
  amount: number,
  busyMs: number,
  { room, most, periodMs, backIn }: { readonly room: number; readonly most: number; readonly periodMs: number; readonly backIn: number },
): number {
  const rounds = Math.max(0, Math.ceil(amount / most) - 1);
  const last = amount - rounds * most;
  const late = last > room;
  const before = rounds * most + (late ? room : 0);
  return Math.max(busyMs, rounds * periodMs + (late ? backIn : 0) + ((amount - before) / amount) * busyMs);
}

/** When the n-th day or month from now ends. Milliseconds since 1970. */
function endAfter(
  refill: Extract<LimitRule["refill"], { readonly kind: "calendar" }>,
  now: number,
  resetsIn: number | undefined,
  time: number,
): number {
  let end = resetsIn === undefined ? endOfPeriod(refill, now) : now + resetsIn;
  const counted = Math.min(time, mostPeriods);
  for (let period = 1; period < counted; period++) end = endOfPeriod(refill, end);
  return end + (time - counted) * meanMs[refill.every];
}
