import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { connectPostgres, type PostgresConnection } from "../../src/store/postgres/connection.js";
import type { Migrations } from "../../src/store/postgres/migrations.js";
import { postgresBook } from "../../src/store/postgres/index.js";
import { addOne } from "./book-behaviours.js";
import { answers, ownSchema, url } from "./postgres-world.js";

const { schema, admin } = ownSchema();
const ended: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
  await admin.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
});

const connect = (connectionString = url): PostgresConnection => {
  const connection = connectPostgres({ source: { connectionString }, schema, timeoutMs: 2_000 });
  ended.push(() => connection.close());
  return connection;
};
const first: Migrations = { part: "samples", versions: [(place) => `CREATE TABLE ${place}.samples (id bigint)`] };
const second: Migrations = { ...first, versions: [...first.versions, (place) => `ALTER TABLE ${place}.samples ADD COLUMN note text`] };
const columns = async (connection: PostgresConnection, tables: Migrations): Promise<readonly unknown[]> =>
  connection.run("looking", tables, async ({ query }) => {
    const [rows = []] = await query(
      `SELECT column_name FROM information_schema.columns WHERE table_schema = '${schema}' AND table_name = 'samples' ORDER BY column_name`,
    );
    return rows.map((row) => row["column_name"]);
  });

describe.skipIf(!answers)("postgres", () => {
  describe("migrations", () => {
    it("make the tables once, when eight start at the same time", async () => {
      const all = await Promise.all(Array.from({ length: 8 }, async () => columns(connect(), second)));
      expect(all).toEqual(Array.from({ length: 8 }, () => ["id", "note"]));
      const { rows } = await admin.query(`SELECT part, version::int FROM "${schema}".folkmoot_migrations ORDER BY version`);
      expect(rows).toEqual([
        { part: "samples", version: 1 },
        { part: "samples", version: 2 },
      ]);
    });

    it("bring older tables up to date, and keep what is in them", async () => {
      expect(await columns(connect(), first)).toEqual(["id"]);
      await admin.query(`INSERT INTO "${schema}".samples VALUES (7)`);
      expect(await columns(connect(), second)).toEqual(["id", "note"]);
      expect((await admin.query(`SELECT id::int FROM "${schema}".samples`)).rows).toEqual([{ id: 7 }]);
    });

    it("refuse tables that are newer than they know, and name both versions", async () => {
      await columns(connect(), second);
      await expect(columns(connect(), first)).rejects.toMatchObject({ code: "misconfigured", retryable: false });
      await expect(columns(connect(), first)).rejects.toThrow(/samples tables in .* are of version 2, .* knows 1.*up to date/);
      expect(await columns(connect(), second)).toEqual(["id", "note"]);
    });

    it("keep parts apart: who has one does not get the tables of another", async () => {
      await columns(connect(), first);
      const { rows } = await admin.query<{ name: string | null }>("SELECT to_regclass($1)::text AS name", [`"${schema}".folkmoot_ledgers`]);
      expect(rows).toEqual([{ name: null }]);
    });

    it("leave nothing behind when a version fails, and are tried again", async () => {
      const broken: Migrations = { ...first, versions: [...first.versions, () => "CREATE TABEL nonsense ()"] };
      await expect(columns(connect(), broken)).rejects.toMatchObject({ code: "connection-failed" });
      const { rows } = await admin.query<{ name: string | null }>("SELECT to_regclass($1)::text AS name", [`"${schema}".samples`]);
      expect(rows).toEqual([{ name: null }]);
      expect(await columns(connect(), second)).toEqual(["id", "note"]);
    });

    it("make the tables anew when somebody drops them under a running process", async () => {
      const book = postgresBook({ connectionString: url, schema, timeoutMs: 5_000 });
      ended.push(() => book.close());
      await addOne(book, ["x:m:dropped:1"]);
      await admin.query(`DROP SCHEMA "${schema}" CASCADE`);
      expect(await addOne(book, ["x:m:dropped:1"])).toEqual([1]);
    });

    it("tell a role without rights what it lacks, and need none once the tables are there", async () => {
      const role = `folkmoot_${crypto.randomUUID().slice(0, 8)}`;
      await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'invented'`);
      ended.push(async () => {
        await admin.query(`DROP OWNED BY ${role}`);
        await admin.query(`DROP ROLE ${role}`);
      });
      const theirs = new URL(url);
      theirs.username = role;
      theirs.password = "invented";
      await expect(columns(connect(theirs.href), first)).rejects.toThrow(/\(42501\): the role may not do this: grant it CREATE and USAGE/);
      await columns(connect(), first);
      await admin.query(`GRANT USAGE ON SCHEMA "${schema}" TO ${role}; GRANT SELECT ON ALL TABLES IN SCHEMA "${schema}" TO ${role}`);
      expect(await columns(connect(theirs.href), first)).toEqual(["id"]);
    });
  });

  it("is handed a pool as the package pg makes them, whatever type parsers it has", async () => {
    const types = {
      getTypeParser:
        () =>
        (value: string | Buffer): unknown => ({ strange: String(value) }),
    };
    const strange = new pg.Pool({
      connectionString: url,
      types: { getTypeParser: (oid: number) => (oid === 25 ? String : types.getTypeParser()) },
    });
    ended.push(() => strange.end());
    const book = postgresBook({ pool: strange, schema, timeoutMs: 5_000 });
    expect(await addOne(book, ["x:m:types:1"])).toEqual([1]);
    expect(await addOne(book, ["x:m:types:1"])).toEqual([2]);
    expect((await book.acquire("poll:types", "worker", 1_000))?.fence).toBeGreaterThan(0);
  });
});
