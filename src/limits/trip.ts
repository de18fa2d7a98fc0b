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
  /** How much longer than the shortest the way there usually is, where answers tell when calls were counted. Milliseconds. */
  way?: number;
  /** How much sooner than by what is known a rolling window lets go; below zero: how much later. Milliseconds. */
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
export function learnTrip(ledger: Ledger, rule: LimitRule, sentAt: number, now: number, countedAt?: number): void {
  const ms = now - sentAt;
  if (!(ms > 0) || ms > periodOf(rule)) return;
  const trips = (ledger.trips ??= { seen: 0, short: ms, usual: ms, lead: 0 });
  trips.seen = Math.min(enough, trips.seen + 1);
  trips.short += (ms - trips.short) * (ms < trips.short ? 1 : 0.02);
  trips.usual += (ms - trips.usual) * 0.1;
  if (countedAt === undefined) return;
  const way = Math.min(ms, Math.max(0, countedAt - sentAt));
  if (trips.way === undefined) {
    // From here on `lead` begins at the shortest way there, which what was believed before had in it.
    trips.way = way;
    trips.lead = Math.min(0, trips.lead);
  } else trips.way += (way - trips.way) * 0.05;
}

/** When a call counts that was answered now: at its answer, or sooner where that is believed. */
export function countedBy(ledger: Ledger, rule: LimitRule, sentAt: number, now: number, countedAt?: number): number {
  const { trips } = ledger;
  if (trips === undefined || !trusts(ledger, rule) || now <= sentAt) return now;
  if (trips.way !== undefined) return Math.min(now, countedAt ?? sentAt + trips.way);
  return now - Math.min(now - sentAt, 2 * trips.usual) / 2;
}

/** How long after leaving the next call arrives at the soonest, as far as is believed; beyond the shortest way there, where that is known. Milliseconds. */
export function leadOf(ledger: Ledger, rule: LimitRule): number {
  const lead = trusts(ledger, rule) ? (ledger.trips?.lead ?? 0) : 0;
  return lead > 0 && (capacityOf(ledger, rule) ?? 0) < smallest ? 0 : lead;
}

/** What `lead` is measured by: what it gains at most, there and back. Milliseconds. */
const scaleOf = ({ way, usual }: Trips): number => (way === undefined ? usual : 2 * way);

/** Dares a little more after a call that was not refused. Changes the ledger. */
export function dare(ledger: Ledger, rule: LimitRule): void {
  const { trips } = ledger;
  if (trips === undefined || !trusts(ledger, rule)) return;
  const scale = scaleOf(trips);
  if (trips.lead === 0 && trips.refused !== true) trips.lead = trips.way === undefined ? 0.3 * trips.short : 0.1 * trips.way;
  trips.lead = Math.min(scale / 2, trips.lead + scale / (trips.refused === true ? 12_000 : 1_000));
}

/**
 * Dares less after a refusal, and much less where `missing` shows that it was somebody else who filled the window: what we believed to be
 * left. Changes the ledger.
 */
export function shrink(ledger: Ledger, rule: LimitRule, missing: number): void {
  const { trips } = ledger;
  if (trips === undefined || !trusts(ledger, rule)) return;
  const scale = scaleOf(trips);
  trips.refused = true;
  const others = (Math.max(0, missing - smallestMissing) * periodOf(rule)) / (capacityOf(ledger, rule) ?? Infinity);
  trips.lead = Math.max(-periodOf(rule), trips.lead - Math.max(scale / 24, others / 2));
}

/** Less than this may only have been on its way. */
const smallestMissing = 3;

function trusts(ledger: Ledger, rule: LimitRule): boolean {
  // A breach that locks out costs more than daring can ever bring.
  if (rule.penaltyMs !== undefined) return false;
  return isRolling(rule) && isShort(rule) && (ledger.trips?.seen ?? 0) >= enough && (capacityOf(ledger, rule) ?? 0) >= smallest;
}

/** How much sooner than told a short window may be believed to be over, where answers told how long it still lasts: from their own trip on. Milliseconds. */
export function earlyBy(ledger: Ledger, rule: LimitRule): number {
  return ledger.delta === true && isShort(rule) && (ledger.trips?.seen ?? 0) >= enough ? 0.6 * (ledger.trips?.short ?? 0) : 0;
}
