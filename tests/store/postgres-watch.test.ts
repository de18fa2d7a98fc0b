import pg from "pg";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { PostgresClient, PostgresPool } from "../../src/store/postgres/index.js";
import type { Write } from "../../src/store/index.js";
import { message, messageWrite } from "../../src/testing/store-contract/samples.js";
import { answers, url } from "./postgres-world.js";
import { emptyStores } from "./postgres-stores.js";

const { create, open, end } = emptyStores();
const pools: pg.Pool[] = [];
afterAll(end);
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.end();
});

/** What a batch demands to stay away, and what puts it there. */
const watch: Write = { collection: "tombstone", key: "acme/forgotten", value: null, expect: "absent" };
const grave: Write = { ...watch, value: { key: "acme/forgotten", at: "2026-01-01T00:00:00.000Z", why: "forgotten" } };

/** A pool whose commits wait until they are let go. */
function holding(): { readonly pool: PostgresPool; readonly inside: Promise<void>; readonly letGo: () => void } {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pools.push(pool);
  let letGo: () => void = () => undefined;
  let reached: () => void = () => undefined;
  const held = new Promise<void>((done) => (letGo = done));
  const inside = new Promise<void>((done) => (reached = done));
  const query = async (client: pg.PoolClient, statements: string): Promise<unknown> => {
    if (!statements.endsWith("COMMIT") || statements.startsWith("BEGIN")) return client.query(statements);
    reached();
    await held;
    return client.query(statements);
  };
  const connect = async (): Promise<PostgresClient> => {
    const client = await pool.connect();
    return {
      query: async (statements) => query(client, statements),
      release: (error) => client.release(error),
      on: (event, listener) => client.on(event, listener),
      removeListener: (event, listener) => client.removeListener(event, listener),
    };
  };
  return { pool: { connect }, inside, letGo };
}

describe.skipIf(!answers)("store", () => {
  describe("postgres", () => {
    it("lets batches of different accounts demand that one row stays away without waiting for each other, and whoever writes it wait for both", async () => {
      const quick = await create();
      await quick.read("message", ["k"]);
      const { pool, inside, letGo } = holding();
      const slow = open(pool).write([messageWrite(message(1, {}, "forum:1")), watch]);
      await inside;
      expect(await quick.write([messageWrite(message(1, {}, "forum:2")), watch])).toEqual({ ok: true });
      let buried = false;
      const burial = quick.write([grave]).then((result) => {
        buried = true;
        return result;
      });
      await new Promise((done) => setTimeout(done, 150));
      expect(buried).toBe(false);
      letGo();
      expect([await slow, await burial]).toEqual([{ ok: true }, { ok: true }]);
      expect(await quick.write([messageWrite(message(2)), watch])).toMatchObject({ ok: false, conflicts: [{ index: 1, version: 1 }] });
    });
  });
});
