import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { memoryTokenStore, type Store } from "../../src/store/index.js";
import { sqliteStore } from "../../src/store/sqlite/index.js";
import { storeContract, tokenStoreContract } from "../../src/testing/store-contract.js";
import { saysTheSame } from "./random-store.js";

const folder = mkdtempSync(join(tmpdir(), "folkmoot-sqlite-store-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = new WeakMap<Store, string>();
let made = 0;
const open = (file = join(folder, `${++made}.db`)): Store => {
  const store = sqliteStore({ file });
  files.set(store, file);
  return store;
};
const reopen = async (store: Store): Promise<Store> => {
  await store.close();
  return open(files.get(store));
};

describe("store", () => {
  describe("sqlite, in a file", () => {
    for (const { name, run } of storeContract({ create: () => open(), reopen })) it(name, run);
  });

  describe("sqlite, in memory", () => {
    for (const { name, run } of storeContract({ create: () => sqliteStore({ file: ":memory:" }) })) it(name, run);

    it("says the same as a store that goes through everything each time", async () => {
      await saysTheSame(() => sqliteStore({ file: ":memory:" }), 120);
    });
  });

  describe("sqlite tokens", () => {
    for (const { name, run } of tokenStoreContract(() => sqliteStore({ file: ":memory:" }).tokens)) it(name, run);

    it("outlive the process", async () => {
      const store = sqliteStore({ file: join(folder, "tokens.db") });
      await store.tokens.swap("bluesky:1", { accessToken: "a", refreshToken: "r" }, "absent");
      await store.close();
      const again = sqliteStore({ file: join(folder, "tokens.db") });
      expect(await again.tokens.load("bluesky:1")).toEqual({ value: { accessToken: "a", refreshToken: "r" }, version: 1 });
      expect(await again.tokens.swap("bluesky:1", { accessToken: "late" }, "absent")).toBe(false);
      await again.close();
    });

    it("go where the host says", async () => {
      const tokens = memoryTokenStore();
      const store = sqliteStore({ file: ":memory:", tokens });
      await store.tokens.swap("bluesky:1", { accessToken: "a" }, "absent");
      expect((await tokens.load("bluesky:1"))?.value.accessToken).toBe("a");
      await store.close();
    });
  });
});
