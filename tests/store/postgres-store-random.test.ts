import { afterAll, describe, it } from "vitest";
import type { Store } from "../../src/store/store.js";
import { answers } from "./postgres-world.js";
import { emptyStores } from "./postgres-stores.js";
import { saysTheSame } from "./random-store.js";

const { create, end } = emptyStores();
afterAll(end);

/** A store that is there at once and empty by its first call. */
function emptied(): Store {
  const ready = create();
  return {
    read: async (collection, keys) => (await ready).read(collection, keys),
    write: async (batch) => (await ready).write(batch),
    query: async (collection, query) => (await ready).query(collection, query),
    claim: async (request) => (await ready).claim(request),
    settle: async (settlements, writes) => (await ready).settle(settlements, writes),
    erase: async (what) => (await ready).erase(what),
    close: async () => (await ready).close(),
  };
}

describe.skipIf(!answers)("store", () => {
  describe("postgres", () => {
    it("says the same as a store that goes through everything each time", async () => {
      await saysTheSame(emptied, 10);
    });
  });
});
