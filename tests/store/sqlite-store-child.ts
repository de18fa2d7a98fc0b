// One of several processes that write and work off one store; it may be killed at any moment. Bundled and started by the test.
import { writeFileSync } from "node:fs";
import type { Write } from "../../src/store/index.js";
import { sqliteStore } from "../../src/store/sqlite/index.js";

/** What a process is told. */
export interface StoreChildSetup {
  readonly file: string;
  readonly process: string;
  readonly leaseMs: number;
}

const setup = JSON.parse(process.argv[2] ?? "") as StoreChildSetup;
const store = sqliteStore({ file: setup.file, timeoutMs: 30_000 });
const at = "2026-01-01T00:00:00.000Z";
let stopping = false;
let number = 0;

/** A pair of rows and an entry of the journal that belong together, and a counter that all share. */
async function write(): Promise<void> {
  const id = `${setup.process}-${(number += 1)}`;
  const account = `forum:${number % 3}`;
  const [counter] = await store.read("cursor", ["forum:0:cursor:count"]);
  const half = (side: string): Write => ({
    collection: "tombstone",
    key: `${account}:tombstone:${id}:${side}`,
    value: { key: `${account}:message:${id}`, at, why: "deleted" },
    expect: "absent",
  });
  const entry: Write = {
    collection: "change",
    key: `${account}:change:${id}`,
    value: {
      type: "conversation.read",
      id,
      origin: "live",
      at,
      account,
      conversation: `${account}:conversation:${number % 7}`,
      upTo: at,
    },
    expect: "absent",
  };
  const count: Write = {
    collection: "cursor",
    key: "forum:0:cursor:count",
    value: { account: "forum:0", surface: "count", cursor: String(Number(counter?.value.cursor ?? 0) + 1) },
    expect: counter?.version ?? "absent",
  };
  const { ok } = await store.write([half("left"), entry, half("right"), count]);
  if (ok) writeFileSync(1, `wrote ${id}\n`);
}

/** Claims, says so, and settles a moment later with a mark that counts how often. */
async function work(): Promise<void> {
  const now = Date.now();
  const claims = await store.claim({ from: "change", consumer: "crm", limit: 3, leaseMs: setup.leaseMs, now });
  for (const { key, fence, attempt } of claims) writeFileSync(1, `claimed ${key} ${fence} ${attempt} ${now}\n`);
  for (const { key, fence } of claims) {
    const mark = key.replace(":change:", ":tombstone:done:");
    const [done] = await store.settle(
      [{ from: "change", consumer: "crm", key, fence, as: "done" }],
      [{ collection: "tombstone", key: mark, value: { key, at, why: "forgotten" }, expect: "absent" }],
    );
    writeFileSync(1, `${done === true ? "done" : "lost"} ${key}\n`);
  }
}

const forever = async (step: () => Promise<void>): Promise<void> => {
  while (!stopping) await step();
};
process.on("disconnect", () => process.exit(1));
process.on("message", () => (stopping = true));
process.send?.("started");
await Promise.all([forever(write), forever(work)]);
await store.close();
process.exit(0);
