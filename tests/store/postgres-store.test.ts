import { afterAll, describe, it } from "vitest";
import { storeContract, tokenStoreContract } from "../../src/testing/store-contract.js";
import { answers } from "./postgres-world.js";
import { emptyStores } from "./postgres-stores.js";

const { create, reopen, end } = emptyStores();
afterAll(end);

describe.skipIf(!answers)("store", () => {
  describe("postgres", () => {
    for (const { name, run } of storeContract({ create, reopen })) it(name, run);
  });

  describe("postgres token store", () => {
    for (const { name, run } of tokenStoreContract(async () => {
      const { tokens } = await create();
      if (tokens === undefined) throw new Error("The store has no tokens.");
      return tokens;
    }))
      it(name, run);
  });
});
