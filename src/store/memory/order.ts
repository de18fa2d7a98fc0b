/**
 * Rows kept in order, sorted only when somebody looks.
 * @module
 */
import type { Row } from "./row.js";

/** Rows in order. */
export interface Order {
  /** Adds a row; costs nothing until somebody looks. */
  add(row: Row): void;
  /** Notes that one of its rows is no longer live. */
  lost(): void;
  /** How many rows it may hold: an upper bound, cheap. */
  size(): number;
  /** Sorts what came in and shows everything. Rows that are not live may be among it. */
  rows(): readonly Row[];
}

type Compare = (a: Row, b: Row) => number;

/** Up to so many late arrivals are pushed in one by one instead of merging everything. */
const few = 32;

/** Makes an order. */
export function createOrder(compare: Compare): Order {
  let sorted: Row[] = [];
  let pending: Row[] = [];
  let lost = 0;

  return {
    add: (row) => {
      pending.push(row);
    },
    lost: () => {
      lost += 1;
      if (lost < 64 || lost * 2 < sorted.length + pending.length) return;
      sorted = sorted.filter((row) => row.live);
      pending = pending.filter((row) => row.live);
      lost = 0;
    },
    size: () => sorted.length + pending.length - lost,
    rows: () => {
      if (pending.length > 0) {
        sorted = takeIn(sorted, pending.sort(compare), compare);
        pending = [];
      }
      return sorted;
    },
  };
}

function takeIn(sorted: Row[], coming: readonly Row[], compare: Compare): Row[] {
  const last = sorted.at(-1);
  const first = coming[0];
  if (last === undefined || first === undefined || compare(last, first) < 0) {
    for (const row of coming) sorted.push(row);
    return sorted;
  }
  if (coming.length <= few) {
    for (const row of coming)
      sorted.splice(
        firstWhere(sorted, (other) => compare(other, row) > 0),
        0,
        row,
      );
    return sorted;
  }
  const merged: Row[] = [];
  let at = 0;
  for (const row of coming) {
    for (let other = sorted[at]; other !== undefined && compare(other, row) <= 0; other = sorted[at]) {
      merged.push(other);
      at += 1;
    }
    merged.push(row);
  }
  for (; at < sorted.length; at++) merged.push(sorted[at] as Row);
  return merged;
}

/** Finds the first place where `holds` is true; it must be false before and true from there on. */
export function firstWhere<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
