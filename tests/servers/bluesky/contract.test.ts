import { describe, it } from "vitest";
import { createBlueskyAdapter } from "../../../src/networks/bluesky/index.js";
import { adapterContract } from "../../../src/testing/index.js";
import { realNetwork } from "./people.js";
import { realWorld } from "./world.js";

const network = realNetwork();
const world = await realWorld(network, "brandx");

describe("bluesky on the real server", () => {
  describe("adapter contract", () => {
    const contract = adapterContract({
      world: () => world,
      create: (runtime, { brandPerson, appPassword }) =>
        createBlueskyAdapter({
          accountId: brandPerson.did,
          password: appPassword,
          service: network.pds,
          chatProxy: network.chatProxy,
          runtime,
        }),
    });
    for (const { name, run } of contract) it(name, run);
  });
});
