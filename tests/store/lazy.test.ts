import { describe, expect, it } from "vitest";
import { lazyCoordinator, lazyStore } from "../../src/store/lazy.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import { memoryStore } from "../../src/store/index.js";
import { storeContract } from "../../src/testing/store-contract.js";
import { coordinatorContract } from "../../src/testing/coordinator-contract.js";

describe("store", () => {
  describe("memory that is loaded at its first use", () => {
    for (const { name, run } of storeContract({ create: () => lazyStore(async () => memoryStore()) }))
      it(`keeps the contract of stores: ${name}`, run);

    for (const { name, run } of coordinatorContract({
      create: () => lazyCoordinator(async () => memoryCoordinator()),
    }))
      it(`keeps the contract of coordinators: ${name}`, run);

    it("is loaded once, and again only when that failed", async () => {
      let loads = 0;
      const store = lazyStore(async () => {
        if (++loads === 1) throw new Error("The file is not there.");
        return memoryStore();
      });
      await expect(store.read("message", [])).rejects.toThrow("not there");
      await Promise.all([store.read("message", []), store.write([]), store.tokens?.load("x")]);
      expect(loads).toBe(2);
    });

    it("is not loaded to be closed, where it is a coordinator that nobody asked", async () => {
      let loads = 0;
      const coordinator = lazyCoordinator(async () => {
        loads++;
        return memoryCoordinator();
      });
      await coordinator.close();
      expect(loads).toBe(0);
    });
  });
});
