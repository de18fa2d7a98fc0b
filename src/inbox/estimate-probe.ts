/**
 * Reads one page of a list and sees what it took. Keeps nothing.
 * @module
 */
import { addCosts, tallyCalls, type Tally } from "../adapter/tally.js";
import type { ListQuery } from "../adapter/operations.js";
import type { Paged } from "../model/page.js";

/** A page, and what it took. */
export interface Probe<T> {
  /** What it holds. */
  readonly items: readonly T[];
  /** True when nothing follows. */
  readonly last: boolean;
  /** What calls took that were made once: the page itself, and what has to be known for it. */
  readonly once: Taken;
  /** What calls took that were made again and again: something was looked up for each of several items. */
  readonly again: Taken;
}

/** What calls took. */
export interface Taken {
  /** How many there were. */
  readonly calls: number;
  /** What they took, by rule id. */
  readonly costs: Readonly<Record<string, number>>;
}

/** Reads the first page of a list in lane `sync`. */
export async function probePage<T>(read: (query: ListQuery) => Paged<T>, query: ListQuery, signal: AbortSignal): Promise<Probe<T>> {
  // A signal of its own, by which its calls are told from those of others.
  const own = AbortSignal.any([signal]);
  const tally = tallyCalls(own);
  const page = await read({ ...query, signal: own, lane: "sync" });
  return { items: page.items, last: page.next === undefined, ...split(tally) };
}

/** A route that was called once belongs to the page, one that was called several times to its items. */
function split(tally: Tally): Pick<Probe<never>, "once" | "again"> {
  let once: Taken = { calls: 0, costs: {} };
  let again: Taken = { calls: 0, costs: {} };
  for (const { calls, costs } of tally.values())
    if (calls === 1) once = { calls: once.calls + 1, costs: addCosts(once.costs, costs) };
    else again = { calls: again.calls + calls, costs: addCosts(again.costs, costs) };
  return { once, again };
}
