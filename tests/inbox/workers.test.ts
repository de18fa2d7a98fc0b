import { createServer, type Server } from "node:http";
import { fork, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { build } from "esbuild";
import { Redis } from "ioredis";
import { answers, ownSchema, url as connectionString } from "../store/postgres-world.js";
import { createInbox } from "../../src/inbox/index.js";
import { fastClock, keyOf, squareAdapter, type WirePage, type WorkerSetup } from "./workers-run/setup.js";
import { numbers } from "../limits/simulator.js";
import { postgresStore } from "../../src/store/postgres/index.js";
import { redisCoordinator } from "../../src/store/redis/index.js";
import { root } from "../repository/source.js";

const full = process.env["WORKERS_FULL"] === "1";
const given = process.env["WORKERS_SEED"];
const seed = given === undefined ? 17 : given === "random" ? Math.floor(Math.random() * 1e6) : Number(given);
const accounts = full ? 100 : 20;
const messages = full ? 50_000 : 3_000;
const redisUrl = process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379";
const pageSize = 50;
const workers = 4;

const redisAnswers = await (async () => {
  const client = new Redis(redisUrl, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.quit();
    return true;
  } catch {
    console.warn("Redis does not answer at REDIS_URL: the test of four workers is left out.");
    return false;
  }
})();

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The network: lists of what was said, newest first, and how many read one list at once. */
async function openSquare(): Promise<{
  readonly server: Server;
  readonly url: string;
  readonly lists: readonly (readonly WirePage["items"][number][])[];
  readonly most: () => number;
  readonly polls: () => number;
  say(account: number, item: WirePage["items"][number]): void;
}> {
  const lists = Array.from({ length: accounts }, (): WirePage["items"][number][] => []);
  const reading = new Map<number, number>();
  let most = 0;
  let polls = 0;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://square.test");
    const account = Number(pathname.split("/")[2]);
    const list = lists[account] ?? [];
    polls += 1;
    const now = (reading.get(account) ?? 0) + 1;
    reading.set(account, now);
    most = Math.max(most, now);
    // A reader that was killed reads no more: its connection is gone.
    response.once("close", () => reading.set(account, (reading.get(account) ?? 1) - 1));
    const end = Number(searchParams.get("cursor") ?? list.length);
    const first = Math.max(0, end - pageSize);
    const page: WirePage = { items: list.slice(first, end).reverse(), ...(first > 0 && { next: String(first) }) };
    setTimeout(() => response.setHeader("content-type", "application/json").end(JSON.stringify(page)), 3);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    server,
    url: `http://127.0.0.1:${port}`,
    lists,
    most: () => most,
    polls: () => polls,
    say: (account, item) => lists[account]?.push(item),
  };
}

describe.runIf(answers && redisAnswers)("inbox", () => {
  describe("four workers on PostgreSQL and Redis, two of which are killed", () => {
    const { schema: spaced, admin } = ownSchema();
    const schema = spaced.replaceAll(" ", "_");
    const prefix = `folkmoot-workers-${crypto.randomUUID().slice(0, 8)}:`;
    const children = new Set<ChildProcess>();
    let folder = "";
    afterAll(async () => {
      for (const child of children) child.kill("SIGKILL");
      if (folder !== "") rmSync(folder, { recursive: true, force: true });
      await admin.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
      const redis = new Redis(redisUrl);
      for await (const keys of redis.scanStream({ match: `${prefix}*` }))
        if ((keys as string[]).length > 0) await redis.del(keys as string[]);
      await redis.quit();
    });

    it(
      `store each of ${messages} messages of ${accounts} accounts once, handle each once, and never read one list at once (WORKERS_SEED=${seed})`,
      async () => {
        const random = numbers(seed);
        const square = await openSquare();
        const start = Date.now();
        const clock = fastClock(start);
        await admin.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
        await admin.query(`CREATE TABLE "${schema}".effects (id text PRIMARY KEY, message text NOT NULL)`);
        await admin.query(`CREATE TABLE "${schema}".tries (id text NOT NULL, attempt integer NOT NULL)`);
        const setup: WorkerSetup = { connectionString, redisUrl, schema, prefix, server: square.url, accounts, seed, start };

        // All accounts are connected before anything is said: what comes is news.
        const coordinator = redisCoordinator({ url: redisUrl, prefix, clock });
        const inbox = createInbox({
          accounts: (account) => squareAdapter(square.url, account.split(":")[1] ?? ""),
          store: postgresStore({ connectionString, schema }),
          coordinator,
          clock,
        });
        const all = Array.from({ length: accounts }, (_, index) => keyOf(index));
        expect((await inbox.sync({ accounts: all })).ok).toBe(true);

        const cache = join(root, "node_modules/.cache");
        mkdirSync(cache, { recursive: true });
        folder = mkdtempSync(join(cache, "folkmoot-workers-"));
        const script = join(folder, "child.mjs");
        await build({
          entryPoints: [join(import.meta.dirname, "workers-run/child.ts")],
          bundle: true,
          platform: "node",
          format: "esm",
          packages: "external",
          outfile: script,
          logLevel: "silent",
        });
        const said: string[] = [];
        const startWorker = (): ChildProcess => {
          const child = fork(script, [JSON.stringify(setup)], { execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"] });
          for (const stream of [child.stdout, child.stderr]) stream?.on("data", (words: Buffer) => said.push(String(words)));
          children.add(child);
          child.once("exit", () => children.delete(child));
          return child;
        };
        const team = Array.from({ length: workers }, startWorker);

        // People talk, and in the middle two workers are killed and come back.
        const kills = [0.3, 0.6].map((share) => Math.floor((share + random() * 0.1) * messages));
        let killed = 0;
        for (let index = 0; index < messages; index++) {
          const account = Math.floor(random() * accounts);
          square.say(account, { id: `m${index}`, by: `p${Math.floor(random() * 40)}`, at: clock.now(), text: `Message ${index}` });
          if (index % 50 === 0) await wait(40);
          if (kills.includes(index)) {
            team[killed]?.kill("SIGKILL");
            await wait(300);
            team[killed] = startWorker();
            killed += 1;
          }
        }
        const count = async (what: string): Promise<number> =>
          Number((await admin.query<{ n: string }>(`SELECT ${what} AS n FROM "${schema}".effects`)).rows[0]?.n);
        const patience = Date.now() + (full ? 900_000 : 120_000);
        while ((await count("count(*)")) < messages && Date.now() < patience) await wait(500);
        const exits = [...children].map((child) => new Promise((resolve) => child.once("exit", resolve)));
        for (const child of children) child.send("end");
        await Promise.all(exits);

        expect(killed).toBe(2);
        expect(said.filter((line) => !line.includes("Claiming changes failed"))).toEqual([]);
        // Each effect once: as many as messages, each of another message. The rest was delivered again to nobody's harm.
        expect([await count("count(*)"), await count("count(DISTINCT message)")]).toEqual([messages, messages]);
        const tries = await admin.query<{ id: string; times: string; attempts: number }>(
          `SELECT id, count(*) AS times, max(attempt) AS attempts FROM "${schema}".tries GROUP BY id HAVING count(*) > 1`,
        );
        // No change is with two workers at once: each delivery beyond the first is another attempt.
        for (const { times, attempts } of tries.rows) expect(Number(times)).toBeLessThanOrEqual(attempts);
        const stored = new Set<string>();
        let rows = 0;
        for (const account of all)
          for await (const { message } of inbox.items({ accounts: [account] })) {
            rows += 1;
            stored.add(message.key);
          }
        expect([rows, stored.size]).toEqual([messages, messages]);
        expect(square.most()).toBe(1);
        console.info(
          `WORKERS_SEED=${seed}: ${messages} messages, ${square.polls()} pages, ${tries.rows.length} delivered again, ${Math.round((Date.now() - start) / 1000)} s`,
        );
        await inbox.close();
        await coordinator.close();
        square.server.close();
      },
      full ? 1_200_000 : 240_000,
    );
  });
});
