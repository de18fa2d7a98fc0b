/**
 * When a process asks the book again after a refusal.
 *
 * Where budget comes back little by little, each bit of it would wake every process, and all but one would be refused. So a process
 * with a line of calls waits until a batch is there; then it takes its share of it at once.
 * @module
 */
import type { LimitRule } from "../../model/limit.js";
import type { LedgerDemand } from "../../store/coordinator.js";
import { check } from "../ledger.js";
import type { Ledger } from "../ledger.js";
import { periodOf } from "../ledger-state.js";

/** How far the calls of one kind have come. Our time. */
interface Line {
  /** When one last got through. */
  grantedAt: number;
  /** True where others stood behind one that got through, and were refused. */
  pressed: boolean;
  /** Asking brings a little from then on... */
  from: number;
  /** ...and enough from then on. */
  until: number;
}

/** Whether calls stand in line, by kind. */
export interface Patience {
  /** Some got through. */
  granted(key: string, now: number): void;
  /** One did not. Says whether there is a line. */
  refused(key: string, now: number): boolean;
  /** There is no line: permits were left over. */
  relax(key: string): void;
  /** Says whether there is a line. */
  pressed(key: string): boolean;
  /** Until when a line waits although there is a little. 0 where it does not. */
  waitsUntil(key: string, now: number): number;
  /** It waits between these two instants. */
  wait(key: string, from: number, until: number): void;
}

/** Who is behind another asks about as soon as the other is through. Milliseconds. */
const behindMs = 50;

/** How many kinds of calls are remembered before starting anew. */
const remembered = 1_000;

/** How many permits make a batch, for each process that uses the budget. */
const batch = 2;

/** A bucket loses nothing while it fills: a line may wait for so much of the time that it takes to fill. */
const ofBucket = 1 / 20;

/** A window that rolls loses what nobody uses: so much of it at most. */
const ofWindow = 1 / 400;

/** However slow it fills. Milliseconds. */
const longestMs = 5_000;

/** Begins without lines. */
export function openPatience(): Patience {
  const lines = new Map<string, Line>();
  const lineOf = (key: string): Line => {
    const known = lines.get(key);
    if (known !== undefined) return known;
    if (lines.size >= remembered) lines.clear();
    const fresh = { grantedAt: -Infinity, pressed: false, from: 0, until: 0 };
    lines.set(key, fresh);
    return fresh;
  };
  return {
    granted: (key, now) => {
      const line = lineOf(key);
      line.grantedAt = now;
      line.from = line.until = 0;
    },
    refused: (key, now) => {
      const line = lineOf(key);
      line.pressed ||= now <= line.grantedAt + behindMs;
      return line.pressed;
    },
    relax: (key) => {
      const line = lines.get(key);
      if (line !== undefined) line.pressed = false;
    },
    pressed: (key) => lines.get(key)?.pressed === true,
    waitsUntil: (key, now) => {
      const line = lines.get(key);
      return line?.pressed === true && now >= line.from && now < line.until ? line.until : 0;
    },
    wait: (key, from, until) => {
      const line = lineOf(key);
      line.from = from;
      line.until = until;
    },
  };
}

/** How long a line may wait for a batch. Milliseconds. */
const stretchOf = (rule: LimitRule): number => Math.min(longestMs, periodOf(rule) * (rule.refill.kind === "bucket" ? ofBucket : ofWindow));

/** Leaves out who keeps nothing, and keeps nothing itself. */
const almostNothing = 1e-9;

/** What a line of one kind of call that was refused would ask for. */
export const batchOf = ({ cost, keep }: LedgerDemand, processes: number): { readonly cost: number; readonly keep: number } => ({
  cost: cost * batch * Math.max(1, processes),
  // Nobody in a line is a lone reply, which asks again as soon as somebody else may have been answered.
  keep: Math.max(keep, almostNothing),
});

/**
 * Finds when asking is worth it: a batch is there, or it has been waited for long enough since the first of it came.
 *
 * @param retryAt - when there is enough for one call
 */
export function whenWorthwhile(ledger: Ledger, demand: LedgerDemand, processes: number, retryAt: number, now: number): number {
  const verdict = check(ledger, demand.rule, batchOf(demand, processes), now);
  if (verdict.ok) return retryAt;
  return Math.max(retryAt, Math.min(verdict.retryAt, retryAt + stretchOf(demand.rule)));
}
