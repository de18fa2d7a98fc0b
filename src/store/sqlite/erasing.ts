/**
 * Erasing, piece by piece, so that nobody waits long for a large account.
 * @module
 */
import { tenantOf, ownerOf } from "../below.js";
import type { CollectionName } from "../collections.js";
import type { Key } from "../../model/keys.js";
import { speaksOf } from "../speaks-of.js";
import type { Below, Claimable } from "../store.js";
import { removeRow } from "./batch.js";
import type { SqliteSession } from "./file.js";
import { rangesOf } from "./ranges.js";
import { rowsOf } from "./rows.js";
import { collectionNames, indexOf, tableOf } from "./shapes.js";

/** A part of an erasure that one transaction can hold. */
export interface ErasingStep {
  /** Rows that went. */
  readonly erased: number;
  /** Whether there may be more. */
  readonly more: boolean;
}

/** One piece of an erasure after another, until none is left. */
export type Erasing = readonly ((session: SqliteSession) => ErasingStep)[];

/** Rows of one transaction. */
const atOnce = 500;

/** Makes the pieces of an erasure. */
export function erasingOf(what: { readonly below: Below } | { readonly about: Key }): Erasing {
  if ("about" in what) return (["change", "outbox"] as const).map((collection) => about(collection, what.about));
  const ranges = rangesOf(what.below);
  return collectionNames.flatMap((collection) =>
    ranges.map(
      ({ from, to }) =>
        (session: SqliteSession) =>
          below(session, collection, from, to),
    ),
  );
}

function below(session: SqliteSession, collection: CollectionName, from: string, to: string): ErasingStep {
  const keys = session
    .prepare(`SELECT key FROM ${tableOf(collection)} WHERE key >= ? AND key < ? ORDER BY key LIMIT ${atOnce}`)
    .all(from, to)
    .map(({ key }) => String(key));
  return { erased: removed(session, collection, keys), more: keys.length === atOnce };
}

/** Goes through the entries of the account that an object belongs to: nobody else's speak of it. */
function about(collection: Claimable, key: Key): (session: SqliteSession) => ErasingStep {
  const owner = ownerOf(key);
  // How the key stands in the text of every entry that speaks of it.
  const word = JSON.stringify(key.slice(tenantOf(key).length)).slice(1, -1);
  let place = { time: "", key: "" };
  return (session) => {
    const rows = session
      .prepare(
        `SELECT time, key, CASE WHEN instr(body, ?) > 0 THEN body END AS body FROM ${tableOf(collection)} INDEXED BY ${indexOf(collection, { lead: ["owner"] })}
         WHERE owner = ? AND (time, key) > (?, ?) ORDER BY time, key LIMIT ${atOnce}`,
      )
      .all(word, owner, place.time, place.key)
      .map((row) => ({ time: String(row["time"]), key: String(row["key"]), body: row["body"] }));
    const meant = rows.filter((row) => typeof row.body === "string" && speaksOf(row.key, JSON.parse(row.body), key));
    const erased = removed(
      session,
      collection,
      meant.map((row) => row.key),
    );
    place = rows.at(-1) ?? place;
    return { erased, more: rows.length === atOnce };
  };
}

function removed(session: SqliteSession, collection: CollectionName, keys: readonly string[]): number {
  for (const key of keys) {
    const found = rowsOf(session, collection).find(key);
    if (found !== undefined) removeRow(session, collection, key, found);
  }
  return keys.length;
}
