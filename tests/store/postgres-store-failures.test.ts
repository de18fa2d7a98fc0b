import pg from "pg";
import { inspect } from "node:util";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { postgresStore } from "../../src/store/postgres/index.js";
import { memoryTokenStore, type Store } from "../../src/store/index.js";
import { message, messageWrite, one, put } from "../../src/testing/store-contract/samples.js";
import { answers, url } from "./postgres-world.js";
import { emptyStores } from "./postgres-stores.js";

const { create, admin, schema, end } = emptyStores();
const stores: Store[] = [];
afterAll(end);
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});
const storeAt = (connectionString: string): Store => {
  const store = postgresStore({ connectionString, schema, timeoutMs: 2_000 });
  stores.push(store);
  return store;
};

describe.skipIf(!answers)("store", () => {
  describe("postgres", () => {
    it("says what is wrong where a person has to act, without secrets", async () => {
      const nowhere = new URL(url);
      nowhere.pathname = "/folkmoot_no_such_database";
      nowhere.password = "not-to-be-seen";
      const error: unknown = await storeAt(nowhere.href)
        .write([messageWrite(message(1))])
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "misconfigured", message: expect.stringContaining("create it") as string });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("not-to-be-seen");
      const away = storeAt("postgres://postgres:not-to-be-seen@127.0.0.1:9/test");
      await expect(away.claim({ from: "change", consumer: "crm", limit: 1, leaseMs: 1, now: 0 })).rejects.toMatchObject({
        code: "connection-failed",
        retryable: true,
        message: expect.stringMatching(/claiming entries|looking for its tables/) as string,
      });
    });

    it("refuses tables that are newer than it knows, and works where they are not", async () => {
      const store = await create();
      await put(store, messageWrite(message(1)));
      await admin.query(`INSERT INTO "${schema}".folkmoot_migrations VALUES ('store', 99, now())`);
      await expect(storeAt(url).read("message", ["k"])).rejects.toThrow(/store tables in .* are of version 99.*up to date/);
      await admin.query(`DELETE FROM "${schema}".folkmoot_migrations WHERE version = 99`);
      expect((await one(storeAt(url), "message", message(1).key))?.version).toBe(1);
    });

    it("refuses a key that no index takes, and writes nothing of its batch", async () => {
      const store = await create();
      const long = Array.from({ length: 4_000 }, (_, index) => String.fromCodePoint(0x4e00 + ((index * 7_919) % 20_000))).join("");
      const batch = [messageWrite(message(1)), { ...messageWrite(message(2)), key: `forum:1:message:${long}` }];
      await expect(store.write(batch)).rejects.toMatchObject({
        code: "misconfigured",
        message: expect.stringContaining("longer than") as string,
      });
      expect(await one(store, "message", message(1).key)).toBeUndefined();
    });

    it("refuses what JSON cannot hold, and writes nothing of its batch", async () => {
      const store = await create();
      const batch = [messageWrite(message(1)), messageWrite(message(2, { raw: { big: 1n } }))];
      await expect(store.write(batch)).rejects.toMatchObject({ code: "invalid-request" });
      expect(await one(store, "message", message(1).key)).toBeUndefined();
    });

    it("leaves the host's pool open, and takes its token store", async () => {
      await create();
      const pool = new pg.Pool({ connectionString: url });
      const tokens = memoryTokenStore();
      const store = postgresStore({ pool, schema, tokens });
      await put(store, messageWrite(message(1)));
      expect(store.tokens).toBe(tokens);
      expect(await store.coordinator?.acquire("poll:1", "me", 1_000)).toMatchObject({ fence: expect.any(Number) as number });
      await store.close();
      await expect(store.read("message", ["k"])).rejects.toMatchObject({ code: "misconfigured" });
      expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
      await pool.end();
    });

    it("checks its options, with the remedy", () => {
      expect(() => postgresStore({} as never)).toThrow(/either `pool` or `connectionString`/);
      expect(() => postgresStore({ connectionString: url, timeoutMs: 0 })).toThrow(/`timeoutMs`/);
    });
  });
});
