import { describe, expect, it } from "vitest";
import { memoryStore, memoryTokenStore } from "../../src/store/index.js";
import { storeContract, tokenStoreContract } from "../../src/testing/store-contract.js";

describe("store", () => {
  describe("memory store", () => {
    for (const { name, run } of storeContract({ create: () => memoryStore() })) it(name, run);

    it("takes the host's token store", async () => {
      const tokens = memoryTokenStore();
      await tokens.swap("bluesky:1", { accessToken: "a" }, "absent");
      const store = memoryStore({ tokens });
      expect((await store.tokens.load("bluesky:1"))?.value.accessToken).toBe("a");
    });

    it("has no coordinator, so that the runtime's own is used", () => {
      expect(memoryStore()).not.toHaveProperty("coordinator");
    });
  });

  describe("memory token store", () => {
    for (const { name, run } of tokenStoreContract(() => memoryTokenStore())) it(name, run);
  });

  describe("contract", () => {
    it("names each behaviour once", () => {
      const names = storeContract({ create: () => memoryStore(), reopen: (store) => Promise.resolve(store) }).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(names.length).toBeGreaterThan(60);
    });
  });
});
