/**
 * What a profile may do in 24 rolling hours.
 * @see https://developers.facebook.com/docs/threads/overview#rate-limits and .../keyword-search, read 2026-01
 * @module
 */
import type { Clock } from "../../clock.js";
import { refusal } from "../graph/errors.js";

/** Capacities; a test lowers them to meet a limit soon. */
export interface ThreadsQuotas {
  /** Posts in 24 hours. @defaultValue 250 */
  readonly posts?: number;
  /** Answers in 24 hours. @defaultValue 1000 */
  readonly replies?: number;
  /** Deletions in 24 hours. @defaultValue 100 */
  readonly deletes?: number;
  /** Searches for places in 24 hours. @defaultValue 500 */
  readonly locations?: number;
  /** Searches for words and topics in 24 hours; those that find nothing cost nothing. @defaultValue 2200 */
  readonly searches?: number;
}

/** What is counted. */
export type QuotaName = keyof ThreadsQuotas;

/** The quotas of one network. */
export interface Quotas {
  /** How much there is. */
  readonly total: Readonly<Record<QuotaName, number>>;
  /** How much somebody has used. */
  used(who: string, name: QuotaName): number;
  /** Refuses where nothing is left. */
  check(who: string, name: QuotaName): void;
  /** Takes one, or refuses. */
  take(who: string, name: QuotaName): void;
}

/** How long something counts. Seconds. */
export const quotaSeconds = 86_400;

/** Makes the quotas of a network. */
export function makeQuotas(clock: Clock, given: ThreadsQuotas = {}): Quotas {
  const total = { posts: 250, replies: 1000, deletes: 100, locations: 500, searches: 2200, ...given };
  const taken = new Map<string, number[]>();
  const live = (who: string, name: QuotaName): number[] => {
    const id = `${name} ${who}`;
    const since = clock.now() - quotaSeconds * 1000;
    const kept = (taken.get(id) ?? []).filter((at) => at > since);
    taken.set(id, kept);
    return kept;
  };
  const check = (who: string, name: QuotaName): void => {
    // The documents name no code for a quota that is used up; a limit that one kind of call has by itself is 613.
    if (live(who, name).length >= total[name]) throw refusal(613, "(#613) Calls to this api have exceeded the rate limit.");
  };
  return {
    total,
    used: (who, name) => live(who, name).length,
    check,
    take: (who, name) => {
      check(who, name);
      live(who, name).push(clock.now());
    },
  };
}
