import { describe, it } from "vitest";
import { adapterContract } from "../../../src/testing/adapter-contract.js";
import { blueskyWorld, type BlueskyWorld } from "../../../src/testing/bluesky/contract-world.js";
import { createBlueskyAdapter, type BlueskyAdapter } from "../../../src/networks/bluesky/index.js";
import { judged } from "../../testing/lexicon.js";
import type { Runtime } from "../../../src/adapter/runtime.js";

describe("bluesky", () => {
  describe("adapter contract", () => {
    const make = (runtime: Runtime, { account, fake }: BlueskyWorld, password: string): BlueskyAdapter =>
      createBlueskyAdapter({ accountId: account.did, password, service: fake.baseUrl, chatProxy: fake.chatProxy, runtime });
    const contract = adapterContract({
      world: () => blueskyWorld({ prepare: judged }),
      create: (runtime, world) => make(runtime, world, world.account.privilegedAppPassword),
      createLimited: (runtime, world) => make(runtime, world, world.account.appPassword),
    });
    for (const { name, run } of contract) it(name, run);
  });
});
