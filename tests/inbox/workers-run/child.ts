// One of four workers on one PostgreSQL and one Redis; it may be killed at any moment. Bundled and started by the test.
import pg from "pg";
import { createInbox } from "../../../src/inbox/index.js";
import { fastClock, keyOf, squareAdapter, type WorkerSetup } from "./setup.js";
import { postgresStore } from "../../../src/store/postgres/index.js";
import { redisCoordinator } from "../../../src/store/redis/index.js";

const setup = JSON.parse(process.argv[2] ?? "") as WorkerSetup;
const clock = fastClock(setup.start);
const coordinator = redisCoordinator({ url: setup.redisUrl, prefix: setup.prefix, clock });
const inbox = createInbox({
  accounts: (account) => squareAdapter(setup.server, account.split(":")[1] ?? ""),
  store: postgresStore({ connectionString: setup.connectionString, schema: setup.schema }),
  coordinator,
  clock,
  logger: { error: (message, data) => process.stderr.write(`${message} ${JSON.stringify(data)}\n`) },
});
const effects = new pg.Pool({ connectionString: setup.connectionString, max: 4 });
const stop = new AbortController();

const syncing = async (): Promise<void> => {
  for (;;) {
    // In an order of its own, so that workers meet at the same account.
    const order = Array.from({ length: setup.accounts }, (_, index) => [Math.random(), keyOf(index)] as const).sort(([a], [b]) => a - b);
    for (const [, account] of order) {
      if (stop.signal.aborted) return;
      await inbox.sync({ accounts: [account], signal: stop.signal });
    }
  }
};

/** As a host is told to: the effect is written under the id of the change, so doing it again does nothing. */
const handling = inbox.handle(
  async (change, { attempt }) => {
    if (change.type !== "message.created") return;
    await effects.query(
      `WITH tried AS (INSERT INTO "${setup.schema}".tries (id, attempt) VALUES ($1, $2))
       INSERT INTO "${setup.schema}".effects (id, message) VALUES ($1, $3) ON CONFLICT DO NOTHING`,
      [`${change.account} ${change.id}`, attempt, change.message.key],
    );
  },
  { signal: stop.signal, concurrency: 16, leaseMs: 20_000 },
);

process.on("message", () => {
  stop.abort(new DOMException("The run is over.", "AbortError"));
});
const ended = await Promise.allSettled([syncing(), handling]);
for (const one of ended)
  if (one.status === "rejected" && !stop.signal.aborted) process.stderr.write(`${String((one.reason as Error).stack)}\n`);
await inbox.close();
await coordinator.close();
await effects.end();
process.disconnect();
