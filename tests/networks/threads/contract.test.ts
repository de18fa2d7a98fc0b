import { describe, it } from "vitest";
import { adapterContract } from "../../../src/testing/adapter-contract.js";
import { createGraphApp, createThreadsAdapter, type ThreadsAdapter } from "../../../src/networks/threads/index.js";
import { threadsWorld, type ThreadsWorld } from "../../../src/testing/threads/contract-world.js";
import type { ThreadsScope } from "../../../src/testing/threads/index.js";
import type { Runtime } from "../../../src/adapter/runtime.js";

const everything: readonly ThreadsScope[] = [
  "threads_basic",
  "threads_content_publish",
  "threads_read_replies",
  "threads_manage_replies",
  "threads_manage_insights",
  "threads_manage_mentions",
  "threads_keyword_search",
  "threads_delete",
];
/** Enough to read and no more. */
const reading: readonly ThreadsScope[] = ["threads_basic", "threads_read_replies", "threads_manage_mentions"];

describe("threads", () => {
  describe("adapter contract", () => {
    const make = (runtime: Runtime, { account }: ThreadsWorld, token: string, scopes: readonly string[]): ThreadsAdapter =>
      createThreadsAdapter({ accountId: account.id, token, scopes, runtime });
    const contract = adapterContract({
      world: () => threadsWorld({ createApp: ({ id, secret, verifyToken }) => createGraphApp({ id, secrets: [secret], verifyToken }) }),
      create: (runtime, world) => make(runtime, world, world.account.token, everything),
      createLimited: (runtime, world) => make(runtime, world, world.fake.state.addToken(world.account, { scopes: reading }), reading),
    });
    for (const { name, run } of contract) it(name, run);
  });
});
