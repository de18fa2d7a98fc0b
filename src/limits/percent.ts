/**
 * Budgets of which only a percentage is told: nobody says what a call costs, or who else uses them up, and what is refused often counts too.
 *
 * So a little is never touched, and more once something was refused: then somebody else lives on the same budget. As a word grows old,
 * one call asks for a new one before others follow, and as long as there is room for it one asks again and again: so what others leave
 * is used, and what they take is seen.
 * @module
 */
import type { LimitRule } from "../model/limit.js";
import { periodOf } from "./ledger-state.js";
import type { Ledger } from "./ledger-state.js";

/** A percentage is told in whole numbers, and others use it up too: this much of 100 is never touched. */
const margin = 2;

/** How much more it is after a refusal. */
const shy = 3;

/** A word is old after this part of a window. */
const old = 1 / 60;

/** Where nothing is left it is asked about again after so long: what others used up may come back sooner than anybody knows. Milliseconds. */
const fullMs = 300_000;

/** The first word, or the first after a minute, that tells of so much more than our own calls can have cost says that others used it up. */
const jump = 5;
const quietMs = 60_000;

/** Says whether only a percentage is told. */
export const isPercent: (rule: LimitRule) => boolean = (rule: LimitRule): boolean => rule.unit === "percent";

/** How much of 100 is left alone. */
export const marginOf: (ledger: Ledger) => number = (ledger: Ledger): number => (ledger.refusedAt === undefined ? margin : margin + shy);

/**
 * From when on one call may ask although there is no room for more. Milliseconds since 1970; never where there was no word, or where all
 * is used up by our own calls: then it is known when they leave the window.
 */
export function asksFrom(ledger: Ledger, rule: LimitRule, left: number = 0): number {
  const { wordAt, refusedAt, jumpedAt } = ledger;
  if (wordAt === undefined) return Infinity;
  if (left >= (refusedAt === undefined ? 2 : 3) - 1e-6) return wordAt + Math.min(periodOf(rule) * old, fullMs);
  return jumpedAt === undefined ? Infinity : wordAt + fullMs;
}

/**
 * Forgets a refusal after two windows without another: whoever else was there has left, or leaves room; and after one window what others
 * used up at once. Changes the ledger.
 */
export function grow(ledger: Ledger, rule: LimitRule, now: number): void {
  if (ledger.jumpedAt !== undefined && now > ledger.jumpedAt + periodOf(rule)) delete ledger.jumpedAt;
  if (ledger.refusedAt !== undefined && now > ledger.refusedAt + 2 * periodOf(rule)) delete ledger.refusedAt;
}

/** Learns what one call costs; high rather than low, because many may be under way. Changes the ledger. */
export function learnEach(ledger: Ledger, used: number, before: number, now: number): void {
  const { wordAt = -Infinity, goneAt = wordAt } = ledger;
  // What has just left the window may still be counted by the server for a moment: that is ours.
  const quiet = now - wordAt > quietMs && goneAt <= wordAt;
  if (quiet && used - before > jump + (ledger.flights + 1) * Math.max(1, ledger.each ?? 0)) ledger.jumpedAt = now;
  // What leaves the window meanwhile hides what a call costs.
  ledger.since = used < before ? 0 : (ledger.since ?? 0) + 1;
  if (used <= before) return;
  const sample = (used - before) / ledger.since;
  const { each } = ledger;
  // The first word says what was used before us, not what our call cost.
  if (ledger.wordAt !== undefined) ledger.each = each === undefined ? sample : each + (sample - each) * (sample > each ? 0.5 : 0.1);
  ledger.since = 0;
}
