/**
 * One stored object, and its place in time.
 * @module
 */

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

/** Compares by time, then key: a total order. */
export function byTime(a: Pick<Row, "time" | "key">, b: Pick<Row, "time" | "key">): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return a.key === b.key ? 0 : a.key < b.key ? -1 : 1;
}
