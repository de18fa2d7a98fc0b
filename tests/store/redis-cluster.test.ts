import { Cluster, Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BookEntry, Decision } from "../../src/store/ledger-book.js";
import { redisBook } from "../../src/store/redis/index.js";
import { ownServer, whyNoServer } from "./redis-server.js";
import type { OwnServer } from "./redis-server.js";

const why = whyNoServer();

describe.skipIf(why !== undefined)(`redis cluster${why === undefined ? "" : ` (skipped: ${why})`}`, () => {
  let server: OwnServer;
  let node: Redis;
  let cluster: Cluster;

  beforeAll(async () => {
    server = await ownServer("--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf", "--cluster-announce-ip", "127.0.0.1");
    await server.start();
    node = new Redis(server.url);
    await node.cluster("ADDSLOTSRANGE", 0, 16383);
    while (!(await node.cluster("INFO")).includes("cluster_state:ok")) await new Promise((done) => setTimeout(done, 50));
    cluster = new Cluster([{ host: "127.0.0.1", port: server.port }]);
  });
  afterAll(async () => {
    cluster.disconnect();
    node.disconnect();
    await server.close();
  });

  const apps = ["app", "a{b}c", "}{", "%3A"];
  const both =
    (names: readonly string[]) =>
    (entries: readonly BookEntry[]): Decision<null> => ({
      changes: names.map((ledger, index) => ({ ledger, text: "{}", revision: (entries[index]?.revision ?? 0) + 1, keepMs: 60_000 })),
      result: null,
    });

  it("decides over several ledgers of one app in one step, whatever the app is called", async () => {
    const book = redisBook({ client: cluster });
    for (const app of apps) {
      const names = [`net:${app}:a`, `net:${app}:b`];
      await book.change(names, both(names));
      await book.change(names, both(names));
    }
    const listed = async (below: string): Promise<readonly unknown[]> =>
      (await book.list(below)).entries.map(({ ledger, revision }) => [ledger, revision]);
    expect(await listed("net:app:")).toEqual([
      ["net:app:a", 2],
      ["net:app:b", 2],
    ]);
    expect(await listed("")).toHaveLength(8);
    expect(await book.acquire("lease", "me", 1_000)).toBeDefined();
    await book.close();
  });

  it("keeps the ledgers of one app in one slot, and apps in several", async () => {
    const slots = new Map<string, Set<unknown>>();
    for (const key of await node.keys("folkmoot:*")) {
      const app = /\{(.*)\}:/.exec(key)?.[1];
      if (app !== undefined) slots.set(app, (slots.get(app) ?? new Set()).add(await node.cluster("KEYSLOT", key)));
    }
    expect([...slots.values()].map(({ size }) => size)).toEqual([1, 1, 1, 1]);
    expect(new Set([...slots.values()].flatMap((numbers) => [...numbers])).size).toBe(4);
  });
});
