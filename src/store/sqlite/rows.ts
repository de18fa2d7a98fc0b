/**
 * The rows of one collection: found by key, put in, changed, taken out.
 * @module
 */
import type { StatementSync, SQLInputValue } from "node:sqlite";
import type { CollectionName } from "../collections.js";
import { ownerOf, tenantOf } from "../below.js";
import { retainUntilOf, timeOf, valuesOf } from "../fields.js";
import { entryOf, type ClaimEntry } from "./claim-entry.js";
import type { SqliteSession } from "./file.js";
import { claimColumns, column, shapes, tableOf } from "./shapes.js";
import type { Stored } from "./row-text.js";

/** A value with everything that is kept of it. */
export interface Draft {
  /** Storage key. */
  readonly key: string;
  /** As text. */
  readonly body: string;
  /** What it is sorted by. */
  readonly time: string;
  /** Time, retention, and the columns of its collection, in their order. */
  readonly columns: readonly SQLInputValue[];
  /** Values of the field that takes several. */
  readonly values: readonly string[];
  /** What decides about claims, where the collection is worked off. */
  readonly entry?: ClaimEntry;
}

/** What is there already. */
export interface Found {
  /** Order of arrival. */
  readonly id: number;
  /** Version. */
  readonly version: number;
  /** The value as text; only where its collection has a field of several values. */
  readonly body?: string;
}

/** Statements for the rows of one collection, compiled once a connection. */
export interface Rows {
  /** Looks a key up. */
  readonly find: (key: string) => Found | undefined;
  /** Puts a new row in. */
  readonly insert: (id: number, draft: Draft) => void;
  /** Writes a row that is there; `count` is where it gets its place if its time changes. Tells whether anything but the text changed. */
  readonly update: (found: Found, draft: Draft, count: number) => boolean;
  /** Takes a row out. */
  readonly remove: (found: Found, key: string) => void;
}

const made = new WeakMap<SqliteSession, Map<CollectionName, Rows>>();

/** Gives the statements of a collection. */
export function rowsOf(session: SqliteSession, collection: CollectionName): Rows {
  let all = made.get(session);
  if (all === undefined) made.set(session, (all = new Map<CollectionName, Rows>()));
  let rows = all.get(collection);
  if (rows === undefined) all.set(collection, (rows = makeRows(session, collection)));
  return rows;
}

function makeRows({ prepare }: SqliteSession, collection: CollectionName): Rows {
  const table = tableOf(collection);
  const { fields, several } = shapes[collection];
  const names = ["time", "keep_until", ...fields, ...(claimColumns[collection] ?? [])];
  const columns = names.map(column);
  const ask = names.map(() => "?").join(", ");
  const same = columns.map((name) => `${name} IS ?`).join(" AND ");
  const body = several === undefined ? "" : ", body";
  const find = prepare(`SELECT id, version${body} FROM ${table} WHERE key = ?`);
  const insert = prepare(
    `INSERT INTO ${table} (id, key, version, placed, owner, tenant, body, ${columns.join(", ")}) VALUES (?, ?, 1, ?, ?, ?, ?, ${ask})`,
  );
  // Most rows are written anew with nothing changed that is indexed. Said this way no index is touched; SQLite does not compare by itself.
  const touch = prepare(`UPDATE ${table} SET version = version + 1, body = ? WHERE id = ? AND ${same}`);
  const move = prepare(
    `UPDATE ${table} SET version = version + 1, placed = iif(time = ?, placed, ?), body = ?, ${columns.map((name) => `${name} = ?`).join(", ")} WHERE id = ?`,
  );
  const remove = prepare(`DELETE FROM ${table} WHERE id = ?`);
  const enter = prepare("INSERT OR IGNORE INTO folkmoot_values (collection, value, time, key) VALUES (?, ?, ?, ?)");
  const leave = prepare("DELETE FROM folkmoot_values WHERE collection = ? AND value = ? AND time = ? AND key = ?");

  const valuesIn = (value: unknown): readonly string[] => (several === undefined ? [] : valuesOf(value, several));
  const eachValue = (statement: StatementSync, key: string, time: string, values: readonly string[]): void => {
    for (const value of values) statement.run(collection, value, time, key);
  };
  const withdraw = (old: Found, key: string): void => {
    if (old.body === undefined) return;
    const value: unknown = JSON.parse(old.body);
    eachValue(leave, key, timeOf(value), valuesIn(value));
  };

  return {
    // The statement gives these columns.
    find: (key) => find.get(key) as Found | undefined,
    insert: (id, draft) => {
      const { key } = draft;
      const tenant = tenantOf(key);
      insert.run(id, key, id, ownerOf(key), tenant === "" ? null : tenant, draft.body, ...draft.columns);
      eachValue(enter, key, draft.time, draft.values);
    },
    update: (found, draft, count) => {
      withdraw(found, draft.key);
      const moved = touch.run(draft.body, found.id, ...draft.columns).changes === 0;
      if (moved) move.run(draft.time, count, draft.body, ...draft.columns, found.id);
      eachValue(enter, draft.key, draft.time, draft.values);
      return moved;
    },
    remove: (found, key) => {
      withdraw(found, key);
      remove.run(found.id);
    },
  };
}

/** Makes a draft of a value: at once, before its owner can change it. */
export function draftOf(collection: CollectionName, key: string, { body, value }: Stored): Draft {
  const { fields, several } = shapes[collection];
  const time = timeOf(value);
  const columns: SQLInputValue[] = [time, retainUntilOf(value) ?? null];
  for (const field of fields) columns.push(valuesOf(value, field)[0] ?? null);
  const values = several === undefined ? [] : valuesOf(value, several);
  if (collection !== "change" && collection !== "outbox") return { key, body, time, columns, values };
  const entry = entryOf(collection, key, value);
  columns.push(...entry.columns);
  return { key, body, time, columns, values, entry };
}
