// One of four processes that share a store; it may be killed at any moment. Bundled and started by the test.
import { postgresStore } from "../../src/store/postgres/index.js";
import type { Store, SyncCursor, Versioned } from "../../src/store/index.js";
import { changesIn, home } from "../../src/testing/store-contract/samples.js";

/** What a process is told. */
export interface PostgresStoreSetup {
  readonly connectionString: string;
  readonly schema: string;
  readonly process: number;
  readonly leaseMs: number;
}

const { connectionString, schema, process: index, leaseMs } = JSON.parse(process.argv[2] ?? "") as PostgresStoreSetup;
const store: Store = postgresStore({ connectionString, schema });
const account = `forum:${index}`;
const talks = ["a", "b", "c"];
const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const wrong = (what: string): void => void process.stderr.write(`${what}\n`);
let writing = true;

const reading = async (key: string): Promise<Versioned<SyncCursor> | undefined> => (await store.read("cursor", [key]))[0];
const cursor = (count: number): SyncCursor => ({ account: home, surface: "s", cursor: String(count) });

/** Five changes and how many there are by now, in one batch: a killed writer leaves all of it or nothing. */
async function write(): Promise<void> {
  const key = `${account}:cursor:written`;
  while (writing) {
    const row = await reading(key);
    const count = Number(row?.value.cursor ?? 0);
    const all = changesIn(
      Array.from({ length: count + 5 }, (_, id) => talks[id % 3] ?? ""),
      account,
    );
    const page = all.slice(count);
    const answer = await store.write([...page, { collection: "cursor", key, value: cursor(count + 5), expect: row?.version ?? "absent" }]);
    // A killed process's last batch may have been committed behind its back, between our look and our batch.
    if (!answer.ok && answer.conflicts.some(({ version }) => version === "absent")) wrong(`${account}: half a batch was written`);
    await sleep(100);
  }
}

/** Each change is noted with its end: once, and behind the one before it in its conversation. */
async function handle(): Promise<void> {
  for (;;) {
    const claims = await store.claim({ from: "change", consumer: "crm", limit: 3, leaseMs, now: Date.now() });
    for (const { key, value, fence } of claims) {
      if (value.type !== "message.created") continue;
      const [id, of] = [Number(value.message.id), value.account];
      const noted = `${of}:cursor:handled-${(id - 1) % 3}`;
      const row = await reading(noted);
      const [settled] = await store.settle(
        [{ from: "change", consumer: "crm", key, fence, as: "done" }],
        [{ collection: "cursor", key: noted, value: cursor(id), expect: row?.version ?? "absent" }],
      );
      const before = Number(row?.value.cursor ?? ((id - 1) % 3) - 2);
      if (settled === true && before !== id - 3) wrong(`${key} was handled behind ${before}`);
    }
    if (claims.length === 0) await sleep(50);
  }
}

// When the test is gone, so are its processes.
process.on("disconnect", () => process.exit(1));
process.on("message", () => (writing = false));
for (const work of [write, handle, handle]) work().catch((error: unknown) => wrong(String(error)));
process.send?.("started");
