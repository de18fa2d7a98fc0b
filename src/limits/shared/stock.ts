/**
 * Permits that a process has taken ahead for later calls of its own.
 *
 * A permit in stock counts in the book as under way, held by this process. So it never makes more leave than a ledger allows, whenever
 * it is used: in the window it was taken in, in the next one, or never (then it counts as spent when the process's lease ends).
 * That others wait for it meanwhile is the price, so it is kept for a short time only, and never beyond the window it was taken in.
 * @module
 */
import type { LedgerDemand } from "../../store/coordinator.js";
import type { BookTime } from "./book-time.js";
import type { OwnLedger } from "./own-ledger.js";

/** How long a permit is kept for the next call. Milliseconds. */
export const stockMs = 500;

/** Permits for one kind of call: all ledgers that it touches. */
export interface Bundle {
  /** What each permit takes. */
  readonly demands: readonly LedgerDemand[];
  /** Until when each is kept, the first to end first. Our time. */
  readonly ends: number[];
}

/** The permits of one app in one process. */
export interface Stock {
  /** Takes one that is still good. */
  take(key: string, now: number): Bundle | undefined;
  /** Puts some in. */
  add(key: string, demands: readonly LedgerDemand[], count: number, until: number): void;
  /** How many there are of a kind. */
  count(key: string): number;
  /** Takes out what has ended, or all that touch a ledger, or all: with how many there were of each. */
  clear(which: {
    readonly endedBy?: number;
    readonly ledger?: string;
  }): readonly (readonly [demands: readonly LedgerDemand[], count: number])[];
  /** When the next one ends. Infinity where there is none. */
  nextEnd(): number;
}

/** Names a kind of call: what it wants of which ledgers, and what it leaves to others there. */
export const keyOf = (demands: readonly LedgerDemand[]): string => {
  let key = "";
  for (const { ledger, cost, keep } of demands) key += `${ledger} ${cost} ${keep}\n`;
  return key;
};

/** Says until when permits are kept, `most` at the latest: not beyond the windows that they were taken in, so that each window is counted by its own calls. */
export function goodUntil(demands: readonly LedgerDemand[], owns: ReadonlyMap<string, OwnLedger>, time: BookTime, most: number): number {
  let until = most;
  for (const { ledger, rule } of demands) {
    const end = owns.get(ledger)?.known?.page.ledger.resetsAt;
    if (end !== undefined && rule.refill.kind !== "bucket") until = Math.min(until, time.toOurs(end));
  }
  return until;
}

/** Makes an empty stock. */
export function openStock(): Stock {
  const bundles = new Map<string, Bundle>();
  return {
    take: (key, now) => {
      const bundle = bundles.get(key);
      if (bundle === undefined || (bundle.ends.at(-1) ?? 0) <= now) return undefined;
      // The oldest that is good: so a stock that is larger than the need gets smaller by itself.
      const index = bundle.ends.findIndex((end) => end > now);
      bundle.ends.splice(index, 1);
      if (bundle.ends.length === 0) bundles.delete(key);
      return bundle;
    },
    add: (key, demands, count, until) => {
      const bundle = bundles.get(key) ?? { demands, ends: [] };
      bundles.set(key, bundle);
      for (let index = 0; index < count; index++) bundle.ends.push(until);
      bundle.ends.sort((one, other) => one - other);
    },
    count: (key) => bundles.get(key)?.ends.length ?? 0,
    clear: ({ endedBy = Infinity, ledger }) => {
      const cleared: (readonly [readonly LedgerDemand[], number])[] = [];
      for (const [key, { demands, ends }] of bundles) {
        if (ledger !== undefined && !demands.some((demand) => demand.ledger === ledger)) continue;
        const kept = ends.filter((end) => end > endedBy);
        if (kept.length === ends.length) continue;
        cleared.push([demands, ends.length - kept.length]);
        if (kept.length === 0) bundles.delete(key);
        else bundles.set(key, { demands, ends: kept });
      }
      return cleared;
    },
    nextEnd: () => {
      let next = Infinity;
      for (const { ends } of bundles.values()) next = Math.min(next, ends[0] ?? Infinity);
      return next;
    },
  };
}
