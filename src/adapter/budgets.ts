/**
 * What the limits of an adapter still allow.
 * @module
 */
import type { Adapter } from "./adapter.js";
import type { Budget } from "../model/limit.js";

// Not on the adapter itself: a third party's adapter need not have it, and hosts ask the inbox.
const readers = new WeakMap<object, () => Promise<readonly Budget[]>>();

/** Remembers how to read an adapter's budgets. */
export function keepBudgets(adapter: object, read: () => Promise<readonly Budget[]>): void {
  readers.set(adapter, read);
}

/**
 * Reads what an adapter's limits still allow: its account's own lines, and those that all accounts of its app share.
 * No request. Settles the adapter's runtime, so attach first. Empty for an adapter that was not made by `defineAdapter`.
 */
export async function budgetsOf(adapter: Pick<Adapter, "network" | "account">): Promise<readonly Budget[]> {
  return (await readers.get(adapter)?.()) ?? [];
}
