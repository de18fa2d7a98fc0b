/**
 * What short windows gain from knowing how long calls are under way.
 *
 * Without it, a call counts from its answer on, and a window is over only once every doubt is: that costs about one trip a window, which
 * is nothing for minutes and a tenth of a second. So for windows of seconds a ledger learns its trips, and believes that calls arrive
 * about in the middle of them. A refusal shows when that was too bold: then it becomes more careful, at once by a lot, and dares again
 * little by little.
 *
 * Where answers tell when calls were counted (`countedAt`), only the next call's way there is unknown. Whoever waits until even the
 * shortest way is long enough is never refused, and loses on each place what the way there is longer than that: of 50 a second 3 % where
 * trips take 80 to 160 ms, 10 % from 20 to 400 ms, 8 % from 250 to 400 ms. With one fixed `lead` and exact knowledge of everything else, half
 * a refusal in a hundred calls buys 97.3, 92.7 and 94.2 % where the limit holds for any second, and 99.9, 97.6 and 99.1 % where it begins
 * anew with each second (simulated for 300 s). `lead` looks for that by itself. Who sends in bunches may do better; nobody tried.
 *
 * Somebody else who takes a fifth at random leaves about 93 % (86 % of any second) at half a refusal in a hundred, if our own share is
 * one fixed number.
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
  /** What is left to somebody else who uses the same budget, as far as refusals show. In the rule's unit. */
  others?: number;
  /** How many refusals came of late; one less with each window that passes. */
  row?: number;
  /** When the last of them came. */
  rowAt?: number;
}

/** Longer windows gain nothing from it. Milliseconds. */
const longest = 5_000;

/** So many answers must have come. */
const enough = 16;

/** In a smaller budget a refused call costs more than is gained. */
const smallest = 40;

/** More refusals than this close together are no accident. */
const patience = 2.7;

/** How much is left to others once they show, and with each refusal from then on, in steps of {@link unitOf}. */
const firstShare = 6;
const moreShare = 2;

/** How much less is left to them with each call that is accepted: about one refusal in 500 calls leaves it as it is. */
const fading = 0.004;

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
  return trusts(ledger, rule) ? (ledger.trips?.lead ?? 0) : 0;
}

/** What `lead` is measured by: what it gains at most, there and back. Milliseconds. */
const scaleOf = ({ way, usual }: Trips): number => (way === undefined ? usual : 2 * way);

/** Dares a little more after a call that was not refused, and believes in others a little less. Changes the ledger. */
export function dare(ledger: Ledger, rule: LimitRule): void {
  const { trips } = ledger;
  if (trips === undefined) return;
  if (trips.others !== undefined) {
    trips.others -= fading * unitOf(ledger, rule);
    if (trips.others <= 0) delete trips.others;
  }
  if (!trusts(ledger, rule)) return;
  const scale = scaleOf(trips);
  if (trips.lead === 0 && trips.refused !== true) trips.lead = trips.way === undefined ? 0.3 * trips.short : 0.1 * trips.way;
  trips.lead = Math.min(scale / 2, trips.lead + scale / (trips.refused === true ? 10_000 : 1_000));
}

/** Dares less after a refusal, and leaves room for others after several in a row. Changes the ledger. */
export function shrink(ledger: Ledger, rule: LimitRule, now: number): void {
  const { trips } = ledger;
  if (trips === undefined) return;
  const dares = trusts(ledger, rule);
  const capacity = rule.capacity === undefined || rule.penaltyMs !== undefined ? undefined : capacityOf(ledger, rule);
  trips.row = Math.max(0, (trips.row ?? 0) - (now - (trips.rowAt ?? now)) / periodOf(rule)) + 1;
  trips.rowAt = now;
  const scale = scaleOf(trips);
  // One of them was too bold, or overtaken on its way; who dares nothing is only refused where somebody else calls.
  const first = dares && trips.others === undefined ? patience : 1;
  if (trips.row >= first && capacity !== undefined) {
    if (dares && trips.others === undefined && trips.lead > scale / 10) {
      // Several that were too bold look the same, so daring ends first.
      trips.lead /= 2;
      trips.row = 0;
    } else {
      const more = (trips.others === undefined ? firstShare : moreShare) * unitOf(ledger, rule);
      trips.others = Math.min(0.8 * capacity, (trips.others ?? 0) + more);
    }
  }
  if (!dares || ledger.blockedUntil !== undefined) return;
  trips.refused = true;
  trips.lead = Math.max(-scale / 2, trips.lead - scale / 24);
}

/** What is left to others grows and shrinks in steps of a fiftieth of the budget. */
const unitOf = (ledger: Ledger, rule: LimitRule): number => (capacityOf(ledger, rule) ?? 0) / 50;

/** What others seem to take of a budget that only we count, in the rule's unit. */
export function othersOf(ledger: Ledger): number {
  return ledger.trips?.others ?? 0;
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
