import { describe, it } from "vitest";
import { adapterContract } from "../../../src/testing/adapter-contract.js";
import { blueskyWorld } from "../../../src/testing/bluesky/contract-world.js";
import { createBlueskyAdapter } from "../../../src/networks/bluesky/index.js";
import { judged } from "../../testing/lexicon.js";

describe("bluesky", () => {
  describe("adapter contract", () => {
    const contract = adapterContract({
      world: () => blueskyWorld({ prepare: judged }),
      create: (runtime, { account, fake }) =>
        createBlueskyAdapter({
          accountId: account.did,
          password: account.privilegedAppPassword,
          service: fake.baseUrl,
          chatProxy: fake.chatProxy,
          runtime,
        }),
    });
    for (const { name, run } of contract) it(name, run);
  });
});
