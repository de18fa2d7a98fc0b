/** Stores over PostgreSQL for tests: each empty, all in one schema, because making some sixty indexes takes longer than most tests. @module */
import type pg from "pg";
import { postgresStore, type PostgresPool } from "../../src/store/postgres/index.js";
import type { Store } from "../../src/store/store.js";
import { ownSchema, url } from "./postgres-world.js";

/** Makes stores in a schema of the file's own, which goes at the end. */
export interface EmptyStores {
  /** Empties the schema, and makes a store on it. */
  readonly create: () => Promise<Store>;
  /** Opens another store on what is there; on a pool that a test meddles with, where it hands one in. */
  readonly open: (pool?: PostgresPool) => Store;
  /** Closes a store and opens what it kept. */
  readonly reopen: (store: Store) => Promise<Store>;
  /** Closes everything. */
  readonly end: () => Promise<void>;
  /** The schema, not quoted. */
  readonly schema: string;
  /** Looks into it. */
  readonly admin: pg.Pool;
}

/** Makes them. */
export function emptyStores(): EmptyStores {
  const { schema, admin } = ownSchema();
  const stores: Store[] = [];
  const open = (pool?: PostgresPool): Store => {
    const store = postgresStore({ ...(pool === undefined ? { connectionString: url } : { pool }), schema });
    stores.push(store);
    return store;
  };
  const close = async (): Promise<void> => {
    for (const store of stores.splice(0)) await store.close();
  };
  return {
    schema,
    admin,
    open,
    create: async () => {
      await close();
      const { rows } = await admin.query<{ name: string }>(
        "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = $1 AND tablename <> 'folkmoot_migrations'",
        [schema],
      );
      await admin.query(rows.map(({ name }) => `DELETE FROM ${name}`).join(";"));
      return open();
    },
    reopen: async (old) => {
      await old.close();
      return open();
    },
    end: close,
  };
}
