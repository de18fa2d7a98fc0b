/**
 * Listing: finds the index that leaves least to look at, walks it in order, and leaves out what does not match.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import { isBelow, ownerOf } from "../below.js";
import { retainUntilOf, valuesOf } from "../fields.js";
import type { IndexedField, StoreQuery, Versioned } from "../store.js";
import { createHeap } from "./heap.js";
import { firstWhere, type Order } from "./order.js";
import { byTime, type Row } from "./row.js";
import type { Table } from "./table.js";

/** Where a listing goes on. */
interface Place {
  /** The count of writes when the first page was read. */
  readonly mark: number;
  readonly time: string;
  readonly key: string;
}

/** Rows in order, to be walked from `at` in steps of `step` while `left` is above 0. */
interface Walk {
  readonly rows: readonly Row[];
  at: number;
  readonly step: 1 | -1;
  left: number;
}

/**
 * Lists rows of a table.
 *
 * @param count - How many writes the store has seen.
 * @throws FolkmootError `invalid-request` for a limit below 1 or a cursor that is none.
 */
export function queryTable(table: Table, query: StoreQuery, count: number): { items: Versioned<unknown>[]; next?: string } {
  if (!Number.isInteger(query.limit) || query.limit < 1)
    throw new FolkmootError("invalid-request", "A query needs a limit of 1 or more; ask for pages of a few hundred.");
  const from = query.after === undefined ? undefined : placeOf(query.after);
  const mark = from?.mark ?? count;
  const walks = sourcesOf(table, query).map((rows) => walkOf(rows, query, from));

  const items: Versioned<unknown>[] = [];
  let last: Row | undefined;
  for (const row of merged(walks)) {
    if (row === last || !row.live || row.placed > mark || !matches(row, query)) continue;
    if (items.length === query.limit && last !== undefined) return { items, next: `${mark} ${last.time} ${last.key}` };
    items.push({ value: row.value, version: row.version });
    last = row;
  }
  return { items };
}

function placeOf(after: string): Place {
  const found = /^(\d+) (\S*) (.+)$/s.exec(after);
  if (found === null) throw new FolkmootError("invalid-request", "This cursor is none of this store; start without `after`.");
  const [, mark = "", time = "", key = ""] = found;
  return { mark: Number(mark), time, key };
}

/** The smallest set of ordered lists that together hold everything that can match. */
function sourcesOf(table: Table, query: StoreQuery): readonly (readonly Row[])[] {
  if (query.expiredAt !== undefined) {
    const limit = query.expiredAt;
    const rows = table.retained().rows();
    const expired = rows.slice(
      0,
      firstWhere(rows, (row) => (retainUntilOf(row.value) ?? "") > limit),
    );
    return [expired.sort(byTime)];
  }
  const choices: Order[][] = [];
  for (const [field, values] of Object.entries(query.where ?? {}) as readonly [IndexedField, readonly string[]][])
    choices.push(values.flatMap((value) => table.having(field, value) ?? []));
  // A prefix that holds whole accounts (a network, a tenant) has no list of its own.
  if (query.below?.every((prefix) => prefix.includes(":")) === true)
    choices.push([...new Set(query.below.map(ownerOf))].flatMap((owner) => table.of(owner) ?? []));
  if (choices.length === 0) return [table.all().rows()];
  const sizeOf = (orders: readonly Order[]): number => orders.reduce((sum, order) => sum + order.size(), 0);
  const best = choices.reduce((least, orders) => (sizeOf(orders) < sizeOf(least) ? orders : least));
  return best.map((order) => order.rows());
}

/** Cuts a list to the time asked for and to what comes after the cursor. */
function walkOf(rows: readonly Row[], query: StoreQuery, from: Place | undefined): Walk {
  const { since, until, order = "oldest" } = query;
  let start = since === undefined ? 0 : firstWhere(rows, (row) => row.time >= since);
  let end = until === undefined ? rows.length : firstWhere(rows, (row) => row.time >= until);
  if (from !== undefined && order === "oldest")
    start = Math.max(
      start,
      firstWhere(rows, (row) => byTime(row, from) > 0),
    );
  if (from !== undefined && order === "newest")
    end = Math.min(
      end,
      firstWhere(rows, (row) => byTime(row, from) >= 0),
    );
  return { rows, at: order === "oldest" ? start : end - 1, step: order === "oldest" ? 1 : -1, left: Math.max(0, end - start) };
}

function* merged(walks: readonly Walk[]): Generator<Row> {
  const heap = createHeap<{ row: Row; walk: Walk }>((a, b) => byTime(a.row, b.row) * a.walk.step < 0);
  const step = (walk: Walk): void => {
    const row = walk.left > 0 ? walk.rows[walk.at] : undefined;
    if (row === undefined) return;
    walk.at += walk.step;
    walk.left -= 1;
    heap.push({ row, walk });
  };
  walks.forEach(step);
  for (let first = heap.pop(); first !== undefined; first = heap.pop()) {
    yield first.row;
    step(first.walk);
  }
}

function matches(row: Row, { below, where = {}, expiredAt }: StoreQuery): boolean {
  if (below !== undefined && !below.some((prefix) => isBelow(row.key, prefix))) return false;
  if (expiredAt !== undefined && (retainUntilOf(row.value) ?? "~") > expiredAt) return false;
  for (const field in where) {
    const allowed = where[field as IndexedField];
    if (allowed !== undefined && !valuesOf(row.value, field as IndexedField).some((value) => allowed.includes(value))) return false;
  }
  return true;
}
