/**
 * Measures one list: what reading it down to an instant takes.
 * @module
 */
import { priceOf, type Price } from "./estimate-price.js";
import { probePage, type Probe } from "./estimate-probe.js";
import { reachOf, type Seen } from "./estimate-reach.js";
import type { AnyAdapter } from "../adapter/adapter.js";
import type { Key } from "../model/keys.js";
import type { ListQuery, OperationName } from "../adapter/operations.js";
import type { Paged } from "../model/page.js";
import type { Timestamp } from "../model/ref.js";

/** The stretch that is asked about. Milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly signal: AbortSignal;
}

/** A list, newest first. */
export interface MeasuredList<T> {
  readonly adapter: Pick<AnyAdapter, "costs" | "limits">;
  readonly operation: OperationName;
  /** Whose list: the account, a conversation, a post. */
  readonly of: Key;
  readonly read: (query: ListQuery) => Paged<T>;
  readonly timeOf: (item: T) => Timestamp | undefined;
  /** True where it begins at `until`. */
  readonly jumps?: boolean | undefined;
  /** Items of a full page, where the adapter says so. */
  readonly perPage?: number | undefined;
  /** What the store has of it. */
  readonly stored?: Seen | undefined;
  /** Tells which of its items the store would have. @defaultValue all */
  readonly isStored?: (item: T) => boolean;
}

/** What was found out about a list. */
export interface Measure<T> {
  readonly price: Price;
  /** Items down to the instant; may be a fraction. */
  readonly items: number;
  /** Mean time between two of them, where it can be told. Milliseconds. */
  readonly everyMs?: number;
  /** Of the first page, where one was read. */
  readonly probe?: Probe<T>;
}

/** Measures a list by the store, else by its first page. `undefined` where neither tells. */
export async function measure<T>(list: MeasuredList<T>, span: Span): Promise<Measure<T> | undefined> {
  const { adapter, jumps = false, perPage, stored, timeOf, isStored = () => true } = list;
  const seen = stored && jumps ? { ...stored, times: stored.times.filter((at) => at < span.to) } : stored;
  const known = seen && reachOf(seen, span.from);
  // Where nobody has priced a page, one has to be read all the same.
  if (known !== undefined && perPage !== undefined && (adapter.costs !== undefined || adapter.limits.length === 0))
    return { ...known, price: priceOf({ ...list, ...known, pages: pagesOf(known.items, perPage) }) };

  const probe = await probePage(list.read, jumps ? { until: new Date(span.to).toISOString() } : {}, span.signal);
  const size = probe.items.length;
  const first = reachOf({ times: probe.items.map((item) => Date.parse(timeOf(item) ?? "")), all: probe.last }, span.from);
  // A page that ends the list, or reaches the instant, leaves nothing to guess.
  if (first !== undefined && first.items <= size) return { ...first, probe, price: priceOf({ ...list, probe, items: size, pages: 1 }) };
  const found = probe.items.filter((item) => isStored(item)).length;
  const reach = known !== undefined && found > 0 ? { ...known, items: (known.items * size) / found } : first;
  if (reach === undefined || !Number.isFinite(reach.items) || size === 0) return undefined;
  return { ...reach, probe, price: priceOf({ ...list, probe, items: reach.items, pages: pagesOf(reach.items, size) }) };
}

/** Pages that hold so many items; a list without any has one as well. */
export function pagesOf(items: number, perPage: number): number {
  return Math.max(1, Math.ceil(items / perPage));
}
