/**
 * Batches: everything or nothing, inside of one transaction.
 * @module
 */
import type { CollectionName } from "../collections.js";
import type { Write, WriteConflict, WriteResult } from "../store.js";
import type { SqliteSession } from "./file.js";
import { changedEntry, forgetEntry } from "./open-entries.js";
import { textOf } from "./row-text.js";
import { draftOf, rowsOf, type Draft, type Found } from "./rows.js";

/** One write of a batch, written down. */
export interface Prepared {
  /** Where it belongs. */
  readonly collection: CollectionName;
  /** Storage key. */
  readonly key: string;
  /** What has to be there. */
  readonly expect: Write["expect"];
  /** What is written; `undefined` deletes. */
  readonly draft: Draft | undefined;
}

/**
 * Writes a batch down, so that nobody can change it any more.
 * @throws FolkmootError `invalid-request` for a value that JSON cannot hold.
 */
export function prepareBatch(batch: readonly Write[]): readonly Prepared[] {
  return batch.map(({ collection, key, value, expect }) => ({
    collection,
    key,
    expect,
    draft: value === null ? undefined : draftOf(collection, key, textOf(value)),
  }));
}

/** Counts on, and gives the last number before. The count only grows, across all processes. */
export function countOn({ prepare }: SqliteSession, by: number): number {
  const row = prepare("UPDATE folkmoot_count SET value = value + ? WHERE id = 1 RETURNING value").get(by);
  return Number(row?.["value"]) - by;
}

/** Takes a row out, with its progress. */
export function removeRow(session: SqliteSession, collection: CollectionName, key: string, found: Found): void {
  rowsOf(session, collection).remove(found, key);
  if (collection === "change" || collection === "outbox") forgetEntry(session, found.id);
}

/** Writes a batch, unless an expectation does not hold. */
export function applyBatch(session: SqliteSession, batch: readonly Prepared[]): WriteResult {
  const before = batch.map(({ collection, key }) => rowsOf(session, collection).find(key));
  const conflicts: WriteConflict[] = [];
  batch.forEach(({ expect }, index) => {
    const version = before[index]?.version ?? "absent";
    if (expect !== undefined && expect !== version) conflicts.push({ index, version });
  });
  if (conflicts.length > 0) return { ok: false, conflicts };
  if (batch.length === 0) return { ok: true };

  let count = countOn(session, batch.length);
  const written = new Set<string>();
  batch.forEach(({ collection, key, draft }, index) => {
    count += 1;
    const rows = rowsOf(session, collection);
    const name = batch.length === 1 ? "" : `${collection} ${key}`;
    // What was found before the batch is old where the batch writes a key twice.
    const found = written.has(name) ? rows.find(key) : before[index];
    written.add(name);
    if (draft === undefined) {
      if (found !== undefined) removeRow(session, collection, key, found);
    } else if (found === undefined) rows.insert(count, draft);
    else {
      const moved = rows.update(found, draft, count);
      if (moved && draft.entry !== undefined && (collection === "change" || collection === "outbox"))
        changedEntry(session, collection, found.id, key, draft.entry);
    }
  });
  return { ok: true };
}
