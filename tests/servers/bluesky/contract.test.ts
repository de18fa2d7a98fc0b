import { describe, it } from "vitest";
import { createBlueskyAdapter, type BlueskyAdapter } from "../../../src/networks/bluesky/index.js";
import { adapterContract } from "../../../src/testing/index.js";
import { realNetwork } from "./people.js";
import { realWorld, type RealWorld } from "./world.js";
import type { Runtime } from "../../../src/adapter/runtime.js";

const network = realNetwork();
const world = await realWorld(network, "brandx");

describe("bluesky on the real server", () => {
  describe("adapter contract", () => {
    const make = (runtime: Runtime, { brandPerson }: RealWorld, password: string): BlueskyAdapter =>
      createBlueskyAdapter({ accountId: brandPerson.did, password, service: network.pds, chatProxy: network.chatProxy, runtime });
    const contract = adapterContract({
      world: () => world,
      create: (runtime, { appPassword }) => make(runtime, world, appPassword),
      createLimited: (runtime, { publicPassword }) => make(runtime, world, publicPassword),
    });
    for (const { name, run } of contract) it(name, run);
  });
});
