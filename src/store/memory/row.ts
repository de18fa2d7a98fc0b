/**
 * One stored object, and what can be read off it for ordering and filtering.
 * @module
 */
import type { IndexedField } from "../store.js";

/** One stored object. A new one takes its place when its time or an indexed field changes. */
export interface Row {
  /** Storage key. */
  readonly key: string;
  /** Frozen. */
  value: unknown;
  /** Starts at 1, grows by 1 with each write. */
  version: number;
  /** Order of arrival; kept by updates. */
  readonly seq: number;
  /** When it got its place in time, as a count of writes: a listing leaves out what came to its place after it began. */
  readonly placed: number;
  /** What it is sorted by, an ISO 8601 instant; empty where the collection has none. */
  readonly time: string;
  /** False once it was deleted, or another row took its place. */
  live: boolean;
}

/** Fields of a row by name. Rows are plain JSON, so every collection can be looked at this way. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads the instant that a row is sorted by. */
export function timeOf(value: unknown): string {
  const fields = value as Fields;
  const found = fields["createdAt"] ?? fields["at"] ?? fields["lastInboundAt"];
  return typeof found === "string" ? found : "";
}

/** Reads the instant after which a row may no longer be kept; `undefined` where it may stay. */
export function retainUntilOf(value: unknown): string | undefined {
  const found = (value as Fields)["retainUntil"];
  return typeof found === "string" ? found : undefined;
}

/** Reads what a row has in an indexed field: none, one, or several values. */
export function valuesOf(value: unknown, field: IndexedField): readonly string[] {
  const fields = value as Fields;
  if (field === "label") return Array.isArray(fields["labels"]) ? fields["labels"].filter((one) => typeof one === "string") : [];
  const found = keyIn(fields[field]);
  return found === undefined ? [] : [found];
}

/** Reads the key of an object, or of a reference to it. */
export function keyIn(part: unknown): string | undefined {
  if (typeof part === "string") return part;
  if (typeof part !== "object" || part === null) return undefined;
  const { key } = part as { readonly key?: unknown };
  return typeof key === "string" ? key : undefined;
}

/** Compares by time, then key: a total order. */
export function byTime(a: Pick<Row, "time" | "key">, b: Pick<Row, "time" | "key">): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return a.key === b.key ? 0 : a.key < b.key ? -1 : 1;
}
