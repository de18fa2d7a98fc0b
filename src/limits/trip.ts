/**
 * What short windows gain from knowing how long calls are under way.
 *
 * Without it, a call counts from its answer on, and a window is over only once every doubt is: that costs about one trip a window, which
 * is nothing for minutes and a tenth of a second. So for windows of seconds a ledger learns its trips, and believes that calls arrive
 * about in the middle of them. A refusal shows when that was too bold: then it becomes more careful, at once by a lot, and dares again
 * little by little.
 * @module
 */
import type { LimitRule } from "../model/limit.js";
import { capacityOf, isRolling, periodOf } from "./ledger-state.js";
import type { Ledger } from "./ledger-state.js";

/** What a ledger knows of the calls that it counted. */
export interface Trips {
  /** How many answers came, up to {@link enough}. */
  seen: number;
  /** About the shortest trip of late. Milliseconds. */
  short: number;
  /** About the usual trip of late. Milliseconds. */
  usual: number;
  /** How much sooner than by answers alone a rolling window lets go. Milliseconds. */
  lead: number;
  /** True once a refusal came: from then on `lead` grows slowly. */
  refused?: boolean;
}

/** Longer windows gain nothing from it. Milliseconds. */
const longest = 5_000;

/** So many answers must have come. */
const enough = 16;

/** In a smaller budget a refused call costs more than is gained. */
const smallest = 40;

/** Says whether a rule gains from it. */
export const isShort: (rule: LimitRule) => boolean = (rule: LimitRule): boolean =>
  rule.refill.kind === "window" && rule.refill.windowMs <= longest;

/** Learns from an answer. Changes the ledger. */
export function learnTrip(ledger: Ledger, rule: LimitRule, sentAt: number, now: number): void {
  const ms = now - sentAt;
  if (!(ms > 0) || ms > periodOf(rule)) return;
  const { trips } = ledger;
  if (trips === undefined) {
    ledger.trips = { seen: 1, short: ms, usual: ms, lead: 0 };
    return;
  }
  trips.seen = Math.min(enough, trips.seen + 1);
  trips.short += (ms - trips.short) * (ms < trips.short ? 1 : 0.02);
  trips.usual += (ms - trips.usual) * 0.1;
}

/** How long before its answer a call that took so long arrived. Milliseconds. */
export function backOf(ledger: Ledger, rule: LimitRule, ms: number): number {
  return trusts(ledger, rule) && ms > 0 ? Math.min(ms, 2 * (ledger.trips?.usual ?? 0)) / 2 : 0;
}

/** How long after leaving the next call arrives at the soonest, as far as is believed. Milliseconds. */
export function leadOf(ledger: Ledger, rule: LimitRule): number {
  return trusts(ledger, rule) ? (ledger.trips?.lead ?? 0) : 0;
}

/** Dares a little more after a call that was not refused. Changes the ledger. */
export function dare(ledger: Ledger, rule: LimitRule): void {
  const { trips } = ledger;
  if (trips === undefined || !trusts(ledger, rule)) return;
  if (trips.lead === 0) trips.lead = 0.3 * trips.short;
  trips.lead = Math.min(trips.usual / 2, trips.lead + (trips.refused === true ? trips.usual / 12_000 : trips.usual / 1_000));
}

/** Dares less after a refusal. Changes the ledger. */
export function shrink(ledger: Ledger, rule: LimitRule): void {
  const { trips } = ledger;
  if (trips === undefined || !trusts(ledger, rule)) return;
  trips.refused = true;
  trips.lead = Math.max(-trips.usual / 2, trips.lead - trips.usual / 24);
}

function trusts(ledger: Ledger, rule: LimitRule): boolean {
  // A breach that locks out costs more than daring can ever bring.
  if (rule.penaltyMs !== undefined) return false;
  return isRolling(rule) && isShort(rule) && (ledger.trips?.seen ?? 0) >= enough && (capacityOf(ledger, rule) ?? 0) >= smallest;
}

/** How much sooner than told a short window may be believed to be over, where answers told how long it still lasts: from their own trip on. Milliseconds. */
export function earlyBy(ledger: Ledger, rule: LimitRule): number {
  return ledger.delta === true && isShort(rule) && (ledger.trips?.seen ?? 0) >= enough ? 0.6 * (ledger.trips?.short ?? 0) : 0;
}
