/**
 * The tables of the coordinator.
 * @module
 */
import type { Migrations } from "./migrations.js";

/** Names are in the order of their bytes: a prefix is a range. Nothing that changes with each call is indexed. */
export const coordinatorTables: Migrations = {
  part: "coordinator",
  versions: [
    `CREATE TABLE folkmoot_ledgers (
      name TEXT PRIMARY KEY,
      revision INTEGER NOT NULL,
      body TEXT NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE folkmoot_leases (
      name TEXT PRIMARY KEY,
      owner TEXT NOT NULL,
      fence INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID`,
  ],
};
