/**
 * What a request costs: process CPU time of our client against bare `fetch`, on loopback, at 1, 16 and 64 calls at once.
 * The server runs in a process of its own. Rounds alternate, so that a busy machine slows both; the ratio is the median over rounds.
 * Run with `npm run bench client`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import ky from "ky";
import { accountKey } from "../src/model/keys.js";
import { defineAdapter } from "../src/adapter/index.js";

const body = JSON.stringify({ posts: Array.from({ length: 10 }, (_, id) => ({ id: String(id), text: "Hej Sandra, tusind tak." })) });

if (process.argv[2] === "serve") {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "ratelimit-remaining": "2999", "ratelimit-limit": "3000" }).end(body);
  });
  server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
} else {
  const child = spawn(process.execPath, [process.argv[1] ?? "", "serve"], { stdio: ["ignore", "pipe", "inherit"] });
  const [first] = (await once(child.stdout, "data")) as [Buffer];
  try {
    await measure(`http://127.0.0.1:${first.toString().trim()}`);
  } finally {
    child.kill();
  }
}

async function measure(baseUrl: string): Promise<void> {
  const schema = { parse: (value: unknown): unknown => value };
  const adapter = defineAdapter({
    network: "bench",
    account: accountKey("bench", "1"),
    baseUrl,
    limits: [
      { id: "calls", partition: ["account"], unit: "requests", capacity: 1e9, refill: { kind: "bucket", perMs: 60_000 }, source: "bench" },
    ],
    meter: {
      cost: () => ({ calls: 1 }),
      read: (_call, { headers }) => [{ rule: "calls", remaining: Number(headers.get("ratelimit-remaining")) * 1e6 }],
    },
    textRules: () => ({ markup: "plain", limits: [] }),
    credentials: () => ({ authorize: () => Promise.resolve({ headers: { authorization: "Bearer token" } }) }),
    operations: () => ({}),
  });
  const headers = { authorization: "Bearer token", accept: "application/json" };
  const clients = {
    fetch: async () => JSON.parse(await (await fetch(`${baseUrl}/posts?limit=10`, { headers })).text()) as unknown,
    ky: async () => JSON.parse(await (await ky(`${baseUrl}/posts?limit=10`, { headers, retry: 0, timeout: false })).text()) as unknown,
    folkmoot: () => adapter.request("GET", "/posts", { schema, query: { limit: 10 }, operation: "listPosts" }),
  };

  /** CPU microseconds a call. */
  const cost = async (call: () => Promise<unknown>, calls: number, atOnce: number): Promise<number> => {
    const run = async (count: number): Promise<void> => {
      let left = count;
      const worker = async (): Promise<void> => {
        while (left-- > 0) await call();
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
    };
    // Not counted: it pays for the garbage that the client before has left.
    await run(200);
    const before = process.cpuUsage();
    await run(calls);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / calls;
  };
  const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

  const calls = 1000;
  const rounds = 9;
  for (const call of Object.values(clients)) await cost(call, 500, 16);
  const table = [];
  for (const atOnce of [1, 16, 64]) {
    const bare: number[] = [];
    const ratios: { ky: number[]; folkmoot: number[] } = { ky: [], folkmoot: [] };
    for (let round = 0; round < rounds; round++) {
      const before = await cost(clients.fetch, calls, atOnce);
      const mine = await cost(clients.folkmoot, calls, atOnce);
      const between = await cost(clients.fetch, calls, atOnce);
      const theirs = await cost(clients.ky, calls, atOnce);
      const after = await cost(clients.fetch, calls, atOnce);
      bare.push(between);
      ratios.folkmoot.push((2 * mine) / (before + between));
      ratios.ky.push((2 * theirs) / (between + after));
    }
    table.push({
      "at once": atOnce,
      "fetch, CPU µs": Math.round(median(bare)),
      "ky / fetch": median(ratios.ky).toFixed(2),
      "folkmoot / fetch": median(ratios.folkmoot).toFixed(2),
      goal: atOnce === 1 ? "" : "<= 1.8",
    });
  }
  console.table(table);
  console.log("ky alone neither waits for budgets, nor retries, nor times out here.");
}
