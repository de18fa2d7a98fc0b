/** PostgreSQL for tests: where it is, and a schema of one's own. @module */
import pg from "pg";
import { afterAll } from "vitest";

/** Where the tests find PostgreSQL. */
export const url: string = process.env["POSTGRES_URL"] ?? "postgres://postgres@127.0.0.1:5432/test";

/** True when PostgreSQL answers. Where `CI` is set it has to. */
export const answers: boolean = await (async () => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch (error) {
    if (process.env["CI"] === "true") throw error;
    console.warn("PostgreSQL does not answer at POSTGRES_URL: its tests are left out.");
    return false;
  }
})();

/** A schema that no other test uses, and a pool to look into it. Both go when the file's tests are over. */
export function ownSchema(): { readonly schema: string; readonly admin: pg.Pool } {
  const schema = `folkmoot test ${crypto.randomUUID().slice(0, 8)}`;
  const admin = new pg.Pool({ connectionString: url, max: 2, allowExitOnIdle: true });
  admin.on("error", () => undefined);
  afterAll(async () => {
    if (answers) await admin.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
    await admin.end();
  });
  return { schema, admin };
}
