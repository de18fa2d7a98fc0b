/**
 * What a host should hear of the limits: once each, however many calls wait or leave meanwhile.
 * @module
 */
import type { Clock } from "../clock.js";
import type { AccountKey } from "../model/keys.js";
import type { LimitRule } from "../model/limit.js";
import type { LedgerDemand, LedgerState } from "../store/coordinator.js";

/** A budget began to hold calls back. */
export interface ThrottledNews {
  /** Says which news this is. */
  readonly type: "throttled";
  /** Id of the rule. */
  readonly rule: string;
  /** Whose budget it is, where it is kept by account. */
  readonly account?: AccountKey;
  /** When calls may leave again at the earliest, as far as is known. Milliseconds since 1970. */
  readonly retryAt: number;
}

/** A fifth or less of a budget is left. */
export interface BudgetLowNews {
  /** Says which news this is. */
  readonly type: "budget-low";
  /** Id of the rule. */
  readonly rule: string;
  /** Whose budget it is, where it is kept by account. */
  readonly account?: AccountKey;
  /** What may still be used, in the rule's unit. */
  readonly remaining: number;
  /** When all of it is back, where that is known. Milliseconds since 1970. */
  readonly resetsAt?: number;
}

/** News of a limiter. */
export type LimitNews = ThrottledNews | BudgetLowNews;

/** Tells each thing once. */
export interface NewsDesk {
  /** A ledger holds calls back: told once until its line is empty again and the instant that was told has passed. */
  throttled(held: Pick<LedgerDemand, "ledger" | "rule">, account: AccountKey, retryAt: number): void;
  /** A call has taken what it wants. `low`: the ledgers of which a fifth or less is left. */
  taken(demands: readonly LedgerDemand[], account: AccountKey, low: readonly LedgerState[] | undefined): void;
}

/** So many ledgers are remembered before those are dropped whose time has passed. */
const remembered = 1_000;

/** What is whole again within this is no news: nobody could do anything about it. Milliseconds. */
const soonBackMs = 10_000;

/** Of fewer than this, one call leaves a fifth or less. */
const countable = 5;

const ownerOf = (rule: LimitRule, account: AccountKey): { readonly account?: AccountKey } =>
  rule.partition.includes("account") ? { account } : {};

/** Makes the place that tells news. What `listener` throws goes to `failed`: no call waits for it. */
export function newsDesk(
  clock: Pick<Clock, "now">,
  listener: ((news: LimitNews) => void) | undefined,
  failed: (error: unknown) => void,
): NewsDesk {
  const tell = (news: LimitNews): void => {
    try {
      listener?.(news);
    } catch (error) {
      failed(error);
    }
  };
  const holding = new Map<string, number>();
  // By ledger: until when it is not told again unless more was there in between.
  const low = new Map<string, number>();
  const note = (map: Map<string, number>, ledger: string, until: number, now: number): void => {
    if (map.size >= remembered) for (const [name, at] of map) if (at <= now) map.delete(name);
    if (map.size >= remembered) map.clear();
    map.set(ledger, until);
  };
  return {
    throttled: ({ ledger, rule }, account, retryAt) => {
      const now = clock.now();
      if (listener === undefined || retryAt <= now || (holding.get(ledger) ?? 0) > now) return;
      note(holding, ledger, retryAt, now);
      tell({ type: "throttled", rule: rule.id, ...ownerOf(rule, account), retryAt });
    },
    taken: (demands, account, states) => {
      if (listener === undefined || (states === undefined && low.size === 0)) return;
      const now = clock.now();
      for (const { ledger, rule, cost } of demands) {
        const state = states?.find((one) => one.ledger === ledger);
        if (state === undefined) {
          // What costs nothing is not asked how much is there, but for percentages.
          if (cost > 0 || rule.unit === "percent") low.delete(ledger);
          continue;
        }
        const { limit = Infinity, remaining, resetsAt } = state;
        if (remaining === undefined || rule.refill.kind === "release" || (low.get(ledger) ?? 0) > now) continue;
        if (resetsAt !== undefined && resetsAt - now < soonBackMs) continue;
        if (limit < countable && rule.unit !== "usd") continue;
        // A bucket has no end after which it is another one.
        note(low, ledger, rule.refill.kind === "bucket" ? Infinity : (resetsAt ?? Infinity), now);
        tell({
          type: "budget-low",
          rule: rule.id,
          ...ownerOf(rule, account),
          remaining,
          ...(resetsAt !== undefined && { resetsAt }),
        });
      }
    },
  };
}
