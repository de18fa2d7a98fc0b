/**
 * What reading a list takes, by how many pages and items it has.
 * @module
 */
import { addCosts } from "../adapter/tally.js";
import type { AnyAdapter, ListPage } from "../adapter/adapter.js";
import type { Key } from "../model/keys.js";
import type { OperationName } from "../adapter/operations.js";
import type { Probe } from "./estimate-probe.js";

/** What reading takes. */
export interface Price {
  /** Requests. */
  readonly calls: number;
  /** By rule id. Absent where neither the adapter nor a call told. */
  readonly costs?: Readonly<Record<string, number>>;
}

/** A list that is read. */
export interface PricedList {
  readonly adapter: Pick<AnyAdapter, "costs">;
  readonly operation: OperationName;
  /** Whose list: the account, a conversation, a post. */
  readonly of: Key;
  readonly pages: number;
  readonly items: number;
  /** A page of it, where one was read. */
  readonly probe?: Probe<unknown>;
}

/** Prices a list: its first page with what has to be known for it, the others, and what is looked up for items. */
export function priceOf({ adapter, operation, of, pages, items, probe }: PricedList): Price {
  const perPage = items / Math.max(1, pages);
  const page = (which: ListPage["page"]): Readonly<Record<string, number>> | undefined =>
    adapter.costs === undefined ? probe && share(probe.once, 1) : adapter.costs(operation, of, { page: which, items: perPage });
  const first = page("first");
  const next = page("next");
  const beside = Math.max(0, (probe?.once.calls ?? 1) - 1);
  // As many lookups an item as on the page that was read; on a page without items none of them was for one.
  const rounds = probe === undefined || probe.items.length === 0 ? pages : items / probe.items.length;
  const again = (probe?.again.calls ?? 0) * rounds;
  const calls = pages + beside + again;
  if (first === undefined || next === undefined) return { calls };
  const named = adapter.costs === undefined ? undefined : new Set([...Object.keys(first), ...Object.keys(next)]);
  let costs = addCosts(first, next, pages - 1);
  if (probe !== undefined)
    costs = addCosts(addCosts(costs, only(share(probe.once, beside), named)), only(probe.again.costs, named), rounds);
  return { calls, costs };
}

/** Adds prices up; rules are unknown as soon as those of one are. */
export function addPrices(one: Price, other: Price, times = 1): Price {
  const calls = one.calls + other.calls * times;
  if (one.costs === undefined || other.costs === undefined) return { calls };
  return { calls, costs: addCosts(one.costs, other.costs, times) };
}

/** What some of several calls took. */
function share({ calls, costs }: Probe<unknown>["once"], wanted: number): Readonly<Record<string, number>> {
  return calls === 0 ? {} : addCosts({}, costs, wanted / calls);
}

/** A meter prices what may fail as well; what the adapter's author does not name for a page is given back by a page that came. */
function only(costs: Readonly<Record<string, number>>, named: ReadonlySet<string> | undefined): Readonly<Record<string, number>> {
  return named === undefined ? costs : Object.fromEntries(Object.entries(costs).filter(([rule]) => named.has(rule)));
}
