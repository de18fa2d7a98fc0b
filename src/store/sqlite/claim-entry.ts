/**
 * As much of an entry as decides about claims, read off its value or off its row.
 * @module
 */
import type { Change } from "../../model/change.js";
import { kindIn, unitOf } from "../claim-order.js";
import type { OutboxEntry } from "../collections.js";
import type { Claimable } from "../store.js";

/** As much of an entry as decides about claims. */
export interface ClaimEntry {
  /** What keeps its order. */
  readonly unit: string;
  /** Stands for the entry before the test of a filter. */
  readonly value: object;
  /** What its row has of it, in the order of `claimColumns`. */
  readonly columns: readonly (string | null)[];
}

/** Reads it off a value. */
export function entryOf(from: Claimable, key: string, value: unknown): ClaimEntry {
  const unit = unitOf(from, { key, value });
  if (from === "outbox") return { unit, value: { state: (value as OutboxEntry).state }, columns: [unit] };
  const change = value as Change;
  const columns = [unit, wordOrNull(change.type), wordOrNull(change.origin), wordOrNull(kindIn(change))];
  return { unit, value: stands(columns[1], columns[2], columns[3]), columns };
}

/** Reads it off a row. */
export function valueInRow(from: Claimable, row: Readonly<Record<string, unknown>>): object {
  return from === "outbox" ? { state: row["state"] } : stands(row["type"], row["origin"], row["carries"]);
}

function stands(type: unknown, origin: unknown, carries: unknown): object {
  return { type, origin, ...(typeof carries === "string" && { message: { kind: carries } }) };
}

function wordOrNull(word: unknown): string | null {
  return typeof word === "string" ? word : null;
}
