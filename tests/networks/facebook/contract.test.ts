import { describe, it } from "vitest";
import { adapterContract } from "../../../src/testing/adapter-contract.js";
import { createFacebookAdapter, createGraphApp, type FacebookAdapter } from "../../../src/networks/facebook/index.js";
import { facebookScopes } from "../../../src/networks/facebook/scopes.js";
import { facebookWorld, type FacebookWorld } from "../../../src/testing/facebook/contract-world.js";
import type { Runtime } from "../../../src/adapter/runtime.js";

const everything = [...new Set(Object.values(facebookScopes).flat())];
/** Enough to read, and no more. */
const reading = ["pages_read_engagement", "pages_read_user_content"];

describe("facebook", () => {
  describe("adapter contract", () => {
    const make = (runtime: Runtime, { page }: FacebookWorld, token: string, scopes: readonly string[]): FacebookAdapter =>
      createFacebookAdapter({ accountId: page.id, token, scopes, runtime });
    const contract = adapterContract({
      world: () => facebookWorld({ createApp: ({ id, secret, verifyToken }) => createGraphApp({ id, secrets: [secret], verifyToken }) }),
      create: (runtime, world) => make(runtime, world, world.page.token, everything),
      createLimited: (runtime, world) => make(runtime, world, world.fake.state.addToken(world.page, { scopes: reading }), reading),
    });
    for (const { name, run } of contract) it(name, run);
  });
});
