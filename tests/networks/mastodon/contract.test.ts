import { beforeAll, describe, it } from "vitest";
import { adapterContract } from "../../../src/testing/adapter-contract.js";
import { createMastodonAdapter, type MastodonAdapter, type MastodonServer } from "../../../src/networks/mastodon/index.js";
import { judgedByMastodon, officialMastodon } from "../../testing/openapi.js";
import { mastodonScopes } from "../../../src/networks/mastodon/scopes.js";
import { mastodonWorld, type MastodonWorld } from "../../../src/testing/mastodon/contract-world.js";
import type { MastodonOperation } from "../../../src/networks/mastodon/index.js";
import type { Runtime } from "../../../src/adapter/runtime.js";

/** What `detect` gave an earlier process: with it a text that is too long is refused before anything is asked. */
const detected = (streamingUrl: string): MastodonServer => ({
  software: "mastodon",
  version: "4.5.0",
  apiVersion: 7,
  maxCharacters: 500,
  urlWeight: 23,
  maxAttachments: 4,
  streamingUrl,
  operations: Object.keys(mastodonScopes) as MastodonOperation[],
});

// Reading the official document takes longer than a test may.
beforeAll(() => {
  officialMastodon.judge();
}, 60_000);

describe("mastodon", () => {
  describe("adapter contract", () => {
    const make = (runtime: Runtime, { account, fake }: MastodonWorld, token: string, scopes: readonly string[]): MastodonAdapter =>
      createMastodonAdapter({
        server: fake.baseUrl,
        accountId: account.id,
        token,
        scopes,
        detected: detected(fake.streamingUrl),
        runtime,
      });
    const contract = adapterContract({
      world: () => mastodonWorld({ prepare: judgedByMastodon }),
      create: (runtime, world) => make(runtime, world, world.account.token, ["read", "write"]),
      createLimited: (runtime, world) => make(runtime, world, world.account.readToken, ["read"]),
    });
    for (const { name, run } of contract) it(name, run);
  });
});
