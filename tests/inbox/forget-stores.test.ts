import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { Redis } from "ioredis";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { afterAll, describe, expect, it } from "vitest";
import { emptyStores } from "../store/postgres-stores.js";
import { redisCoordinator } from "../../src/store/redis/index.js";
import { redisUrl } from "../store/redis-server.js";
import { sandra, town, type Place } from "./forget-town.js";
import { sqliteStore } from "../../src/store/sqlite/index.js";

const places: readonly Place[] = ["bluesky", "mastodon", "discord"];
const folder = mkdtempSync(join(tmpdir(), "folkmoot-forget-"));
const stores = emptyStores();
afterAll(async () => {
  await stores.end();
  rmSync(folder, { recursive: true, force: true });
});

describe("forget", () => {
  it.each(places)("leaves nothing of a person of %s in any byte of a SQLite file and its log, also after more syncs", async (place) => {
    const file = join(folder, `${place}.db`);
    const { inbox, author, secrets, read } = await town(place, { store: sqliteStore({ file }) });
    const bytes = (): string =>
      readdirSync(folder)
        .filter((name) => name.startsWith(`${place}.db`))
        .map((name) => readFileSync(join(folder, name)).toString("latin1"))
        .join("\n");
    expect(bytes()).toContain("secret-comment");
    await inbox.forget({ author }, { by: sandra });
    const found = (): readonly string[] => secrets.filter((word) => bytes().includes(word));
    expect(found()).toEqual([]);
    await read(2);
    expect(found()).toEqual([]);
    await inbox.close();
  });

  it("leaves nothing of a person in any column of any table of PostgreSQL, nor in any value of Redis", async () => {
    const client = new Redis(redisUrl);
    const prefix = `test-${process.pid}-${Date.now().toString(36)}-forget`;
    const inRedis = async (): Promise<string> => {
      const keys = await client.keys(`${prefix}*`);
      const values = await Promise.all(
        keys.map(async (key) => {
          const type = await client.type(key);
          const value =
            type === "hash" ? await client.hgetall(key) : type === "string" ? await client.get(key) : await client.zrange(key, "0", "-1");
          return `${key} ${JSON.stringify(value)}`;
        }),
      );
      return values.join("\n");
    };
    const inTables = async (): Promise<string> => {
      const { rows } = await stores.admin.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = $1", [
        stores.schema,
      ]);
      const all = await Promise.all(
        rows.map(async ({ name }) => {
          const table = await stores.admin.query<{ row: string }>(`SELECT t::text AS row FROM "${stores.schema}"."${name}" t`);
          return table.rows.map(({ row }) => `${name} ${row}`).join("\n");
        }),
      );
      return all.join("\n");
    };
    for (const place of places) {
      const coordinator = redisCoordinator({ url: redisUrl, prefix });
      const { inbox, author, secrets, read } = await town(place, { store: await stores.create(), coordinator, tenant: "acme" });
      expect(await inTables()).toContain("secret-comment");
      expect((await inRedis()).length).toBeGreaterThan(20);
      await inbox.forget({ author }, { by: sandra });
      await read(2);
      const [tables, values] = [await inTables(), await inRedis()];
      expect(secrets.filter((word) => tables.includes(word))).toEqual([]);
      expect(secrets.filter((word) => values.includes(word))).toEqual([]);
      await inbox.close();
    }
    const left = await client.keys(`${prefix}*`);
    if (left.length > 0) await client.del(left);
    await client.quit();
  });
});
