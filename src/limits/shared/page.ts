/**
 * What the database keeps of one ledger: the ledger itself, its rule, and how far it has heard from whom.
 * @module
 */
import type { LimitRule } from "../../model/limit.js";
import type { BookEntry } from "../../store/ledger-book.js";
import { openLedger } from "../ledger.js";
import type { Ledger } from "../ledger.js";

/** How far one process was heard. */
export type Heard = [answers: number, at: number];

/** One ledger with what is needed to keep it together. Instants in the database's time. */
export interface Page {
  /** The rule as the last process had it. */
  rule: LimitRule;
  /** The ledger. */
  ledger: Ledger;
  /** Up to which of its answers each process was heard, and when: so that no answer counts twice, and none is lost with the database. */
  heard: Record<string, Heard>;
}

/** How long a process is remembered that is not heard of. Milliseconds. */
export const rememberedMs: number = 180_000;

/** Who changed a ledger within so long uses it now. Milliseconds. */
export const activeMs: number = 1_500;

/** How long a process keeps answers that were kept, in case that the database loses them. Less than it is remembered. Milliseconds. */
export const replayMs: number = 60_000;

/** Opens a page. */
export function openPage(rule: LimitRule, now: number): Page {
  return { rule, ledger: openLedger(now), heard: {} };
}

/** Reads what is kept. `undefined` where nothing is, or something that nobody can read: then the ledger begins anew. */
export function readPage({ text }: BookEntry): Page | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Partial<Page> | null;
    return isPage(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isPage = (value: Partial<Page> | null): value is Page =>
  typeof value?.rule === "object" &&
  typeof value.ledger === "object" &&
  typeof value.ledger.holders === "object" &&
  typeof value.heard === "object";

/** Writes down that a process was heard, and forgets those of whom nobody has heard for long. Changes the page. */
export function hear(page: Page, id: string, answers: number, now: number): void {
  for (const [other, [, at]] of Object.entries(page.heard))
    if (at < now - rememberedMs && page.ledger.holders[other] === undefined) Reflect.deleteProperty(page.heard, other);
  page.heard[id] = [answers, now];
}

/** Counts the processes that were heard of within so many milliseconds. */
export function countHeard(page: Page, now: number, withinMs: number): number {
  let count = 0;
  for (const id in page.heard) if ((page.heard[id]?.[1] ?? 0) > now - withinMs) count++;
  return count;
}

/** Says how long a page may be of use: never shorter than the last time it was asked. Milliseconds. */
export function usefulMs({ rule, ledger }: Page, now: number, leaseMs: number): number {
  const { refill } = rule;
  const spanMs =
    refill.kind === "window" ? refill.windowMs : refill.kind === "bucket" ? refill.perMs : refill.kind === "calendar" ? 31 * 86_400_000 : 0;
  return Math.max(0, (ledger.resetsAt ?? now) - now, (ledger.blockedUntil ?? now) - now) + 2 * (spanMs + leaseMs) + rememberedMs;
}
