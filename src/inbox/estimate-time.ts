/**
 * How long lists take that are read within the budgets of their accounts and apps.
 * @module
 */
import { durationWith, type BudgetNow } from "../limits/estimate.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { LimiterOptions } from "../limits/options.js";
import type { Budget, LimitRule, Partition } from "../model/limit.js";
import type { SurfacePrice } from "./estimate-surface.js";

/** A list with its price, and what is left to pay it from. */
export interface PricedSurface {
  readonly adapter: Pick<AnyAdapter, "account" | "network" | "app" | "limits">;
  /** Absent where nobody knows. */
  readonly price?: SurfacePrice | undefined;
  /** Of the account and its app. */
  readonly budgets: readonly Budget[];
}

/** How long one request takes. A guess: the networks answer within 80 to 300 ms, from the same continent. Milliseconds. */
const requestMs = 250;
/** Calls of one app that are under way at once, less those that are kept for replies. */
const slots = 16;

/** What is kept for the account, its app or this machine; finer budgets are each list's own. */
const coarse: ReadonlySet<Partition> = new Set(["account", "app", "ip"]);

interface Load {
  amount: number;
  readonly budget: BudgetNow;
  readonly app: string;
}

/** How long lists take that are read at once. Milliseconds; `undefined` where the price of one is unknown. */
export function durationOf(surfaces: readonly PricedSurface[], now: number, limiter: LimiterOptions): number | undefined {
  const { reserve = 0.2, capacities = {} } = limiter;
  const loads = new Map<string, Load>();
  const apps = new Map<string, { calls: number; longest: number }>();
  let durationMs = 0;
  for (const { adapter, price, budgets } of surfaces) {
    if (price === undefined || (price.costs === undefined && adapter.limits.length > 0)) return undefined;
    const app = `${adapter.network} ${adapter.app.id}`;
    const { calls = 0, longest = 0 } = apps.get(app) ?? {};
    apps.set(app, { calls: calls + price.calls, longest: Math.max(longest, price.calls) });
    for (const rule of adapter.limits) {
      const amount = price.costs?.[rule.id] ?? 0;
      if (amount <= 0) continue;
      const budget = standing(rule, budgets, capacities[rule.id]);
      if (rule.partition.every((word) => coarse.has(word))) {
        const name = `${app} ${rule.id} ${rule.partition.includes("account") ? adapter.account : ""}`;
        const load = loads.get(name) ?? { amount: 0, budget, app };
        load.amount += amount;
        loads.set(name, load);
        continue;
      }
      // The lists of one surface are read one after the other, each from a budget of its own.
      const each = { amount: amount / price.lists, busyMs: (price.calls * requestMs) / price.lists };
      durationMs = Math.max(durationMs, price.lists * durationWith(budget, each, { now, reserve, requestMs }));
    }
  }
  const busyMs = (app: string): number => {
    const { calls = 0, longest = 0 } = apps.get(app) ?? {};
    return requestMs * Math.max(longest, calls / slots);
  };
  for (const app of apps.keys()) durationMs = Math.max(durationMs, busyMs(app));
  for (const { amount, budget, app } of loads.values())
    durationMs = Math.max(durationMs, durationWith(budget, { amount, busyMs: busyMs(app) }, { now, reserve, requestMs }));
  return Number.isFinite(durationMs) ? Math.ceil(durationMs) : undefined;
}

/**
 * How a rule's budget stands. Of several that are kept by route or conversation the smallest, because nobody can tell which one is ours.
 * @param capacity - the host's own number, which budgets that were touched know already
 */
function standing(rule: LimitRule, budgets: readonly Budget[], capacity: number | undefined): BudgetNow {
  const [least] = budgets.filter((line) => line.rule === rule.id).sort((one, other) => (one.limit ?? Infinity) - (other.limit ?? Infinity));
  const limit = least?.limit ?? capacity;
  return {
    rule,
    ...(limit !== undefined && { limit }),
    ...(least?.remaining !== undefined && { remaining: least.remaining }),
    ...(least?.resetsAt !== undefined && { resetsAt: Date.parse(least.resetsAt) }),
  };
}
