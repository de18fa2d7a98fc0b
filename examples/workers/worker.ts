/**
 * A worker: reads the lists that the queue names, and handles what is new. Start as many as you like, on as many machines as you like;
 * kill any of them at any time.
 */
import { createInbox, type Change } from "folkmoot";
import { postgresStore } from "folkmoot/store/postgres";
import { redisCoordinator } from "folkmoot/store/redis";
import { UnrecoverableError, Worker } from "bullmq";
import pg from "pg";
import { findAdapter, postgres, queueName, queueOptions, redis, space, type Poll } from "./settings.ts";

const name = process.env["WORKER"] ?? String(process.pid);
const coordinator = redisCoordinator({ url: redis, prefix: `${space}:` });
const inbox = createInbox({
  accounts: findAdapter,
  maxAdapters: 500,
  store: postgresStore({ connectionString: postgres, schema: space }),
  coordinator,
});
const database = new pg.Pool({ connectionString: postgres, max: 4 });
const stop = new AbortController();

// The queue says what is due. That no list is read twice at once, whatever the queue does, is the inbox's to see to.
const worker = new Worker<Poll>(
  queueName,
  async ({ data: { account, surface } }) => {
    const { surfaces } = await inbox.sync({ accounts: [account], surfaces: [surface], deadlineMs: 30_000, signal: stop.signal });
    const error = surfaces.find((line) => line.error !== undefined)?.error;
    if (error === undefined) return;
    // What no other try would change is for a person; the rest is due again in a minute anyway.
    throw error.retryable ? new Error(error.message) : new UnrecoverableError(error.message);
  },
  { ...queueOptions, concurrency: 8 },
);
worker.on("error", (error) => console.error(`${name}: the queue is away (${error.name})`));
worker.on("failed", (job, error) => console.error(`${name}: ${job?.data.account ?? "?"} ${job?.data.surface ?? "?"}: ${error.message}`));

/** What your house does with news: here a row in a table, once a change, however often a change is delivered. */
async function take(change: Change): Promise<void> {
  if (change.type !== "message.created") return;
  const { message, account, id } = change;
  await database.query(`INSERT INTO "${space}".news (id, worker, text) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, [
    `${account} ${id}`,
    name,
    message.text,
  ]);
}

await database.query(`CREATE SCHEMA IF NOT EXISTS "${space}"`).catch(alreadyThere);
await database.query(`CREATE TABLE IF NOT EXISTS "${space}".news (id text PRIMARY KEY, worker text, text text)`).catch(alreadyThere);
const handling = inbox.handle(take, { signal: stop.signal, concurrency: 8 });
console.log(`${name}: works`);

/** Ends in order: nothing is lost otherwise either, but the next one need not wait for leases to run out. */
async function end(): Promise<void> {
  // Jobs that are under way are read to their end, and no more are taken.
  await worker.close();
  stop.abort(new DOMException("The worker is told to end.", "AbortError"));
  await handling;
  await inbox.close();
  // Handed in, so it is ours to close.
  await coordinator.close();
  await database.end();
  console.log(`${name}: ended`);
}
process.once("SIGTERM", () => void end());
process.once("SIGINT", () => void end());

/** Two workers that begin at once both make the table; PostgreSQL tells the second one so. */
function alreadyThere(error: unknown): void {
  if (!["23505", "42P06", "42P07"].includes((error as { readonly code?: string }).code ?? "")) throw error;
}
