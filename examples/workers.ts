/**
 * A scheduler and two workers for some seconds: `npm run example:workers`, with PostgreSQL and Redis at POSTGRES_URL and REDIS_URL.
 * They read a Mastodon of this process; nobody outside hears of it. What they are made of is in examples/workers, and is yours to copy.
 * Outside of this checkout they need: `npm install bullmq ioredis pg`.
 */
import { fork, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Queue, QueueEvents } from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";
import { fakeNetwork } from "folkmoot/testing";

const postgres = process.env["POSTGRES_URL"] ?? "postgres://postgres@127.0.0.1:5432/test";
const redis = process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379";
const space = `folkmoot_example_${String(process.pid)}`;
const database = new pg.Pool({ connectionString: postgres, max: 2 });
const client = new Redis(redis, { lazyConnect: true, retryStrategy: () => null });
client.on("error", () => undefined);
await Promise.all([database.query("SELECT 1"), client.connect()]).catch(() => {
  console.error("PostgreSQL or Redis does not answer at POSTGRES_URL and REDIS_URL: start both, then run this again.");
  process.exit(1);
});

const folder = mkdtempSync(join(tmpdir(), "folkmoot-workers-"));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const town = fakeNetwork("mastodon", { seed: "workers" });
const { url, close } = await town.listen();
const brands = ["fjeldboots", "kystmaling", "skovkaffe", "nordlygte"].map((name) => town.state.addAccount(name));
const asta = town.state.addAccount("asta");
const file = join(folder, "accounts.json");
writeFileSync(file, JSON.stringify(brands.map(({ id, token }) => ({ server: url, accountId: id, token }))));

const env = { ...process.env, POSTGRES_URL: postgres, REDIS_URL: redis, SPACE: space, ACCOUNTS_FILE: file, EVERY_MS: "2000" };
/** Starts a file of the folder as a process of its own. */
const start = (part: string, more: Readonly<Record<string, string>> = {}): ChildProcess =>
  fork(fileURLToPath(new URL(`./workers/${part}${extname(import.meta.url)}`, import.meta.url)), { env: { ...env, ...more } });
const ended = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => child.once("exit", resolve));

const team = ["one", "two"].map((WORKER) => start("worker", { WORKER }));
/** Waits until something holds, at most half a minute, and not for a worker that has gone. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await holds()) && Date.now() < end && team.every(({ exitCode }) => exitCode === null)) await pause(200);
}

// Which lists were read, as the queue tells it: a job is named by its scheduler, and by when it was due.
const ours = { connection: { url: redis, maxRetriesPerRequest: null }, prefix: `${space}:bull` };
const queue = new Queue("polls", ours);
const events = new QueueEvents("polls", { ...ours, lastEventId: "0" });
const read = new Set<string>();
events.on("completed", ({ jobId }) => read.add(jobId.replace(/:\d+$/, "")));
try {
  await ended(start("scheduler"));
  const lists = await queue.getJobSchedulersCount();
  await until(() => read.size >= lists);
  console.log(`${String(read.size)} of ${String(lists)} lists have been read once`);
  if (lists === 0 || read.size < lists) throw new Error("Lists were not read; what the workers say about it stands above.");
  // What was asked before the first reading is history, and wakes nobody.
  for (const brand of brands)
    for (const what of ["Are they waterproof?", "Where can I buy them?"]) town.state.post(asta, `@${brand.handle} ${what}`);
  const wanted = 2 * brands.length;
  const news = async (): Promise<readonly { worker: string; text: string }[]> =>
    (await database.query<{ worker: string; text: string }>(`SELECT worker, text FROM "${space}".news ORDER BY text`)).rows;
  await until(async () => (await news()).length >= wanted);
  const rows = await news();
  for (const { text, worker } of rows) console.log(`  ${text} (${worker})`);
  console.log(`${String(rows.length)} of ${String(wanted)} questions are in the table`);
  if (rows.length !== wanted) process.exitCode = 1;
} finally {
  for (const child of team) child.kill("SIGTERM");
  await Promise.all(team.map(ended));
  await events.close();
  await queue.close();
  await database.query(`DROP SCHEMA IF EXISTS "${space}" CASCADE`);
  await database.end();
  for await (const keys of client.scanStream({ match: `${space}:*` }))
    if ((keys as string[]).length > 0) await client.del(keys as string[]);
  await client.quit();
  await close();
  rmSync(folder, { recursive: true, force: true });
}
