/**
 * The tables of the store.
 * @module
 */
import type { CollectionName } from "../collections.js";
import type { Migrations } from "./migrations.js";
import { claimColumns, collectionNames, column, indexOf, shapes, sparse, tableOf, type Path } from "./shapes.js";

function indexFor(collection: CollectionName, path: Path): string {
  const last = path.lead.at(-1);
  const columns = [...path.lead, "time", "key"].map(column).join(", ");
  const only = last === undefined ? "" : path.only !== undefined ? `= '${path.only}'` : sparse.has(last) ? "IS NOT NULL" : "";
  return `CREATE INDEX ${indexOf(collection, path)} ON ${tableOf(collection)} (${columns})${only && ` WHERE ${column(last ?? "")} ${only}`}`;
}

function tableFor(collection: CollectionName): readonly string[] {
  const table = tableOf(collection);
  const { fields, paths } = shapes[collection];
  const extra = [...fields, ...(claimColumns[collection] ?? [])].map((name) => `${column(name)} TEXT, `).join("");
  return [
    `CREATE TABLE ${table} (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, placed INTEGER NOT NULL, time TEXT NOT NULL, keep_until TEXT, owner TEXT NOT NULL, tenant TEXT, ${extra}body TEXT NOT NULL) STRICT`,
    ...paths.map((path) => indexFor(collection, path)),
    `CREATE INDEX ${table}_keep ON ${table} (keep_until) WHERE keep_until IS NOT NULL`,
  ];
}

/**
 * One table a collection. `id` is the order of arrival, `placed` the moment at which a row got its time: both come from one count that
 * only grows, as fences do. Text is in the order of its bytes.
 *
 * Of each consumer there is its progress with every entry it has touched, and for each of its filters a view: the unfinished entries that
 * match, read from the journal up to `read_to`. `head` marks the oldest of each unit.
 */
export const storeTables: Migrations = {
  part: "store",
  versions: [
    [
      ...collectionNames.flatMap(tableFor),
      `CREATE TABLE folkmoot_values (collection TEXT NOT NULL, value TEXT NOT NULL, time TEXT NOT NULL, key TEXT NOT NULL,
        PRIMARY KEY (collection, value, time, key)) STRICT, WITHOUT ROWID`,
      "CREATE TABLE folkmoot_count (id INTEGER PRIMARY KEY, value INTEGER NOT NULL) STRICT",
      "INSERT INTO folkmoot_count VALUES (1, 0)",
      `CREATE TABLE folkmoot_progress (seq INTEGER NOT NULL, consumer TEXT NOT NULL, fence INTEGER NOT NULL, attempt INTEGER NOT NULL,
        free_at REAL NOT NULL, finished INTEGER NOT NULL, PRIMARY KEY (seq, consumer)) STRICT, WITHOUT ROWID`,
      `CREATE TABLE folkmoot_views (id INTEGER PRIMARY KEY, source TEXT NOT NULL, consumer TEXT NOT NULL, filter TEXT NOT NULL,
        read_to INTEGER NOT NULL, used INTEGER NOT NULL, UNIQUE (source, consumer, filter)) STRICT`,
      `CREATE TABLE folkmoot_open (seq INTEGER NOT NULL, view INTEGER NOT NULL, unit TEXT NOT NULL, head INTEGER NOT NULL,
        free_at REAL NOT NULL, PRIMARY KEY (seq, view)) STRICT, WITHOUT ROWID`,
      "CREATE INDEX folkmoot_open_unit ON folkmoot_open (view, unit, seq)",
      "CREATE INDEX folkmoot_open_ready ON folkmoot_open (view, free_at, seq) WHERE head = 1",
      "CREATE TABLE folkmoot_tokens (name TEXT PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID",
    ].join(";\n"),
  ],
};
