/** The stores that a run may stand on: each process opens it for itself, as processes do. @module */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { memoryStore } from "../../src/store/index.js";
import { postgresStore } from "../../src/store/postgres/index.js";
import { sqliteStore } from "../../src/store/sqlite/index.js";
import type { Store } from "../../src/store/store.js";

/** The stores that a run knows. */
export const storeNames = ["memory", "sqlite", "postgres"] as const;
export type StoreName = (typeof storeNames)[number];

/** A database that lives as long as a run. */
export interface Ground {
  /** Opens it for one process. */
  open(): Store;
  /** Closes every store and takes everything away. */
  end(): Promise<void>;
}

const url = process.env["POSTGRES_URL"] ?? "postgres://postgres@127.0.0.1:5432/test";

/** Says whether PostgreSQL answers. */
export async function postgresAnswers(): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch (error) {
    // Where everything has to be there, nothing is left out.
    if (process.env["CI"] === "true") throw error;
    return false;
  }
}

/** Breaks ground for a run. */
export function groundOf(name: StoreName): Ground {
  const opened: Store[] = [];
  const keep = (store: Store): Store => {
    opened.push(store);
    return store;
  };
  const closeAll = async (): Promise<void> => {
    for (const store of opened.splice(0)) await store.close();
  };
  switch (name) {
    case "memory": {
      const store = memoryStore();
      return { open: () => store, end: () => store.close() };
    }
    case "sqlite": {
      const folder = mkdtempSync(join(tmpdir(), "folkmoot-chaos-"));
      return {
        open: () => keep(sqliteStore({ file: join(folder, "chaos.db") })),
        end: async () => {
          await closeAll();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    }
    case "postgres": {
      const schema = `folkmoot chaos ${crypto.randomUUID().slice(0, 8)}`;
      const pool = new pg.Pool({ connectionString: url, max: 6 });
      pool.on("error", () => undefined);
      return {
        // Time stands still while the database works, so a busy machine is no outage.
        open: () => keep(postgresStore({ pool, schema, timeoutMs: 120_000 })),
        end: async () => {
          await closeAll();
          await pool.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
          await pool.end();
        },
      };
    }
  }
}
