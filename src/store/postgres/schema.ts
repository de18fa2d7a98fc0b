/**
 * The tables of the coordinator.
 * @module
 */
import type { Migrations } from "./migrations.js";

/**
 * The ledgers are logged, and committed without waiting for the disk: a crash takes the last moments, which the processes give back, and
 * not a day's count that no network tells (LinkedIn, a cap on money). `folkmoot_births` is unlogged, so that a crash or a switch to a
 * standby empties it: an empty one says that moments may be missing.
 *
 * Names are in the order of their bytes, whatever the database's language: a prefix is a range. Nothing that changes with each call is
 * indexed, and pages are half empty, so that a row is rewritten in place.
 */
export const coordinatorTables: Migrations = {
  part: "coordinator",
  versions: [
    (schema) => `
      CREATE TABLE ${schema}.folkmoot_ledgers (
        name text COLLATE "C" PRIMARY KEY,
        revision bigint NOT NULL,
        body text NOT NULL,
        expires_at timestamptz NOT NULL
      ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
      CREATE TABLE ${schema}.folkmoot_leases (
        name text COLLATE "C" PRIMARY KEY,
        owner text NOT NULL,
        fence bigint NOT NULL,
        expires_at timestamptz NOT NULL
      ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
      CREATE UNLOGGED TABLE ${schema}.folkmoot_births (one boolean PRIMARY KEY CHECK (one), born_at timestamptz NOT NULL);
      INSERT INTO ${schema}.folkmoot_births VALUES (true, to_timestamp(0))`,
  ],
};
