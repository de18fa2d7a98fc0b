/**
 * What the limits of an adapter still allow, and what is heard of them.
 * @module
 */
import type { Adapter } from "./adapter.js";
import type { Budget } from "../model/limit.js";
import type { LimitNews } from "../limits/news.js";

/** What an inbox may know of an adapter's limits. */
export interface BudgetDesk {
  /** Reads what is left: lines of this account, and those that all accounts of the app share. */
  readonly read: () => Promise<readonly Budget[]>;
  /**
   * Hears what concerns this account, and what concerns all of its app. Settles and loads nothing. One listener of several accounts of an
   * app hears once what concerns all. Gives the function that ends it.
   */
  readonly listen: (listener: LimitListener) => () => void;
  /** Begins budgets anew that an inbound message restarts. Absent where no rule does: then nobody needs to tell. */
  readonly inbound?: (conversation: string, at: number) => Promise<void>;
}

/** Hears news of budgets. Must not throw. */
export type LimitListener = (news: LimitNews) => void;

// Not on the adapter itself: a third party's adapter need not have it, and hosts ask the inbox.
const desks = new WeakMap<object, BudgetDesk>();

/** Remembers how to read an adapter's budgets and to hear of them. */
export function keepBudgets(adapter: object, desk: BudgetDesk): void {
  desks.set(adapter, desk);
}

/** Finds what an inbox may know of an adapter's limits; `undefined` for an adapter that was not made by `defineAdapter`. */
export function budgetDeskOf(adapter: object): BudgetDesk | undefined {
  return desks.get(adapter);
}

/**
 * Reads what an adapter's limits still allow: its account's own lines, and those that all accounts of its app share.
 * No request. Settles the adapter's runtime, so attach first. Empty for an adapter that was not made by `defineAdapter`.
 */
export async function budgetsOf(adapter: Pick<Adapter, "network" | "account">): Promise<readonly Budget[]> {
  return (await desks.get(adapter)?.read()) ?? [];
}
