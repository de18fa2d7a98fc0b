import { afterEach, describe, expect, it } from "vitest";
import type { LedgerBook } from "../../src/store/ledger-book.js";
import { postgresBook } from "../../src/store/postgres/index.js";
import { addOne, bookBehaviours } from "./book-behaviours.js";
import { answers, ownSchema, url } from "./postgres-world.js";

const { schema, admin } = ownSchema();

describe.skipIf(!answers)("postgres", () => {
  describe("book", () => {
    const open: LedgerBook[] = [];
    afterEach(async () => {
      await Promise.all(open.splice(0).map((book) => book.close()));
    });
    const make = (): LedgerBook => {
      const book = postgresBook({ connectionString: url, schema, timeoutMs: 20_000 });
      open.push(book);
      return book;
    };
    bookBehaviours(make);

    it("finds ledgers by an index, be there few or many", async () => {
      await addOne(make(), ["x:a:index:1"]);
      const client = await admin.connect();
      try {
        await client.query(`SET enable_seqscan = off`);
        const { rows } = await client.query<Record<string, string>>(
          `EXPLAIN SELECT name FROM "${schema}".folkmoot_ledgers WHERE name >= E'x:a:'::text AND name < E'x:a;'::text ORDER BY name`,
        );
        const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
        expect(plan).toMatch(/Index Cond: \(\(name >= .* AND \(name < /);
      } finally {
        client.release(true);
      }
    });
  });
});
