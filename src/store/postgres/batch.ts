/**
 * What a batch comes to: each key once, with the version that it will have.
 * @module
 */
import type { CollectionName } from "../collections.js";
import type { Write, WriteConflict } from "../store.js";
import { keep, type Kept, type Turn } from "./row.js";

/** A row that is there already. */
export interface Found {
  /** Its version. */
  readonly version: number;
  /** Its place in the order of arrival, and for claims; of what is worked off. */
  readonly seq?: string;
  /** As `seq`. */
  readonly turn?: Turn;
}

/** What becomes of one key. */
export interface Step {
  /** Where it belongs. */
  readonly collection: CollectionName;
  /** Storage key. */
  readonly key: string;
  /** What was there; `undefined` = nothing. */
  readonly found: Found | undefined;
  /** The row that was there goes, be it that another takes its place. */
  readonly removes: boolean;
  /** What will be there; `undefined` = nothing. */
  readonly kept: Kept | undefined;
  /** The version that it will have. */
  readonly version: number;
}

/** A batch whose values are written down. */
export type Prepared = readonly { readonly write: Write; readonly kept: Kept | undefined }[];

/** Writes values down, before anything is locked: what cannot be stored must not leave half a batch behind. */
export function prepare(batch: readonly Write[]): Prepared {
  return batch.map((write) => ({ write, kept: write.value === null ? undefined : keep(write.collection, write.key, write.value) }));
}

/** Finds the expectations that do not hold. */
export function conflictsOf(
  batch: Prepared,
  find: (collection: CollectionName, key: string) => Found | undefined,
): readonly WriteConflict[] {
  return batch.flatMap(({ write: { collection, key, expect } }, index): WriteConflict[] => {
    const version = find(collection, key)?.version ?? "absent";
    return expect === undefined || expect === version ? [] : [{ index, version }];
  });
}

/** Goes through a batch in its order. Keys keep the order in which they first come. */
export function stepsOf(batch: Prepared, find: (collection: CollectionName, key: string) => Found | undefined): readonly Step[] {
  const steps = new Map<string, Step>();
  for (const { write, kept } of batch) {
    const { collection, key } = write;
    const id = `${collection} ${key}`;
    const before = steps.get(id);
    const found = before === undefined ? find(collection, key) : before.found;
    const version = before === undefined ? (found?.version ?? 0) : before.version;
    const removes = before?.removes === true || (kept === undefined && found !== undefined);
    steps.set(id, { collection, key, found, removes, kept, version: kept === undefined ? 0 : version + 1 });
  }
  return [...steps.values()];
}
