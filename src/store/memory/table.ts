/**
 * The rows of one collection, with indexes that are made when first asked for and kept up to date from then on.
 * A store that is only written to pays for a map and nothing else.
 * @module
 */
import { ownerOf } from "../below.js";
import { retainUntilOf, timeOf, valuesOf } from "../fields.js";
import type { IndexedField } from "../store.js";
import { createOrder, type Order } from "./order.js";
import { byTime, type Row } from "./row.js";

/** The rows of one collection. */
export interface Table {
  /** Rows by storage key. */
  readonly rows: ReadonlyMap<string, Row>;
  /** Writes a frozen value; `seq` and `placed` are counts of the store. Returns the row as it is now, and the value before. */
  put(key: string, value: unknown, count: number): { readonly row: Row; readonly before: unknown };
  /** Deletes a row. */
  remove(key: string): Row | undefined;
  /** Everything by time. */
  all(): Order;
  /** By time, those with a value in a field; `undefined` where there are none. */
  having(field: IndexedField, value: string): Order | undefined;
  /** By time, those of an account, with its tenant (`acme/x:1`); `undefined` where there are none. */
  of(owner: string): Order | undefined;
  /** Those that may not be kept for ever, by the instant until which they may. */
  retained(): Order;
}

type Index = Map<string, Order>;

const byRetention = (a: Row, b: Row): number => {
  const [x = "", y = ""] = [retainUntilOf(a.value), retainUntilOf(b.value)];
  return x === y ? byTime(a, b) : x < y ? -1 : 1;
};

/** Makes an empty table. */
export function createTable(): Table {
  const rows = new Map<string, Row>();
  const fields = new Map<IndexedField, Index>();
  let all: Order | undefined;
  let owners: Index | undefined;
  let retained: Order | undefined;

  const into = (index: Index, value: string, row: Row): void => {
    let order = index.get(value);
    if (order === undefined) index.set(value, (order = createOrder(byTime)));
    order.add(row);
  };
  const enter = (row: Row): void => {
    all?.add(row);
    if (owners) into(owners, ownerOf(row.key), row);
    if (retained && retainUntilOf(row.value) !== undefined) retained.add(row);
    for (const [field, index] of fields) for (const value of valuesOf(row.value, field)) into(index, value, row);
  };
  const leave = (row: Row): void => {
    row.live = false;
    all?.lost();
    owners?.get(ownerOf(row.key))?.lost();
    if (retained && retainUntilOf(row.value) !== undefined) retained.lost();
    for (const [field, index] of fields) for (const value of valuesOf(row.value, field)) index.get(value)?.lost();
  };
  const staysPut = (row: Row, value: unknown): boolean => {
    if (timeOf(value) !== row.time || retainUntilOf(value) !== retainUntilOf(row.value)) return false;
    for (const field of fields.keys()) {
      const [now, then] = [valuesOf(value, field), valuesOf(row.value, field)];
      if (now.length !== then.length || now.some((one, index) => one !== then[index])) return false;
    }
    return true;
  };
  const filled = (order: Order): Order => {
    for (const row of rows.values()) order.add(row);
    return order;
  };

  return {
    rows,
    put: (key, value, count) => {
      const old = rows.get(key);
      if (old !== undefined && staysPut(old, value)) {
        const before = old.value;
        old.value = value;
        old.version += 1;
        return { row: old, before };
      }
      const time = timeOf(value);
      const row: Row = {
        key,
        value,
        version: (old?.version ?? 0) + 1,
        seq: old?.seq ?? count,
        placed: old?.time === time ? old.placed : count,
        time,
        live: true,
      };
      if (old !== undefined) leave(old);
      rows.set(key, row);
      enter(row);
      return { row, before: old?.value };
    },
    remove: (key) => {
      const row = rows.get(key);
      if (row === undefined) return undefined;
      leave(row);
      rows.delete(key);
      return row;
    },
    all: () => (all ??= filled(createOrder(byTime))),
    having: (field, value) => {
      let index = fields.get(field);
      if (index === undefined) {
        fields.set(field, (index = new Map<string, Order>()));
        for (const row of rows.values()) for (const one of valuesOf(row.value, field)) into(index, one, row);
      }
      return index.get(value);
    },
    of: (owner) => {
      if (owners === undefined) {
        owners = new Map();
        for (const row of rows.values()) into(owners, ownerOf(row.key), row);
      }
      return owners.get(owner);
    },
    retained: () => {
      if (retained === undefined) {
        retained = createOrder(byRetention);
        for (const row of rows.values()) if (retainUntilOf(row.value) !== undefined) retained.add(row);
      }
      return retained;
    },
  };
}
