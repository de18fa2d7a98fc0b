/**
 * The SQLite store against `node:sqlite` written by hand: the same messages, the same batches, a table with the same columns and indexes.
 *
 * By hand, a batch is one transaction and each message one `INSERT ... ON CONFLICT DO UPDATE` that counts versions. CPU time of the process
 * is what counts; the wall clock is printed beside it, because each commit waits for the disk, in both alike. Claims are measured behind
 * 100,000 entries that are finished, or that do not match. Run with `npm run bench store-sqlite`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { memoryStore, type Claim, type Store, type Write } from "../src/store/index.js";
import { sqliteStore } from "../src/store/sqlite/index.js";

const messages = Number(process.argv[2] ?? 20_000);
const batch = 100;
const rounds = Number(process.argv[3] ?? 7);
const folder = mkdtempSync(join(tmpdir(), "folkmoot-bench-"));
let files = 0;
const fresh = (): string => join(folder, `${++files}.db`);

type Message = Extract<Write, { collection: "message" }>["value"] & object;

function message(n: number): Message {
  const id = String(n);
  return {
    key: `bluesky:did%3Aplc%3Aabc:message:${id}`,
    network: "bluesky",
    accountId: "did:plc:abc",
    id,
    refs: { cid: `bafy${id}`, rootCid: "bafyroot" },
    author: { key: `bluesky:did%3Aplc%3Aabc:author:${n % 997}`, id: String(n % 997), handle: `ada${n % 997}.example`, isOwn: false },
    text: `Are the boots of lot ${id} waterproof? I walk to work in the rain.`,
    entities: [{ type: "hashtag", start: 0, end: 3, value: "are" }],
    attachments: [],
    counts: { likes: n % 7, replies: 0, shares: 0 },
    createdAt: new Date(Date.UTC(2026, 0, 1) + n * 1_000).toISOString(),
    visibility: "public",
    kind: "comment",
    direction: "inbound",
    conversation: `bluesky:did%3Aplc%3Aabc:conversation:${n % 500}`,
    via: "poll",
  };
}

/** Every batch is half new, half known: what polls with an overlap bring. Or all of it is new. */
function batches(overlap: boolean): Message[][] {
  return Array.from({ length: messages / batch }, (_, index) =>
    Array.from({ length: batch }, (__, at) => message((index * batch) / (overlap ? 2 : 1) + at)),
  );
}

async function tablesOf(): Promise<readonly string[]> {
  const file = fresh();
  const store = sqliteStore({ file });
  await store.read("message", []);
  await store.close();
  const database = new DatabaseSync(file);
  const found = database
    .prepare("SELECT sql FROM sqlite_schema WHERE tbl_name = 'folkmoot_message' AND sql IS NOT NULL ORDER BY type DESC")
    .all();
  database.close();
  return found.map(({ sql }) => String(sql));
}

/** CPU and wall clock of a piece of work. Milliseconds. */
interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

async function costOf(work: () => unknown): Promise<Cost> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1_000, wall: performance.now() - wall };
}

async function byHand(all: readonly Message[][], tables: readonly string[]): Promise<Cost> {
  const database = new DatabaseSync(fresh());
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON");
  database.exec(tables.join(";"));
  const names = [
    "placed",
    "time",
    "keep_until",
    "owner",
    "tenant",
    "kind",
    "surface",
    "direction",
    "conversation",
    "post",
    "author",
    "body",
  ];
  const columns = names.map((name) => `"${name}"`);
  const upsert = database.prepare(
    `INSERT INTO folkmoot_message (key, version, ${columns.join(", ")}) VALUES (?, 1, ${columns.map(() => "?").join(", ")})
     ON CONFLICT (key) DO UPDATE SET version = version + 1, ${columns.map((name) => `${name} = excluded.${name}`).join(", ")}`,
  );
  let count = 0;
  const cost = await costOf(() => {
    for (const page of all) {
      database.exec("BEGIN IMMEDIATE");
      for (const one of page)
        upsert.run(
          one.key,
          ++count,
          one.createdAt,
          one.retainUntil ?? null,
          "bluesky:did%3Aplc%3Aabc",
          null,
          one.kind,
          one.surface ?? null,
          one.direction,
          one.conversation,
          one.post ?? null,
          one.author?.key ?? null,
          JSON.stringify(one),
        );
      database.exec("COMMIT");
    }
  });
  database.close();
  return cost;
}

async function intoStore(store: Store, all: readonly Message[][]): Promise<Cost> {
  // The tables are there, as they are by hand.
  await store.read("message", []);
  const cost = await costOf(async () => {
    for (const page of all) await store.write(page.map((value): Write => ({ collection: "message", key: value.key, value })));
  });
  await store.close();
  return cost;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;

async function upserts(overlap: boolean): Promise<void> {
  const tables = await tablesOf();
  const samples: { readonly hand: Cost; readonly sqlite: Cost; readonly memory: Cost }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const sample = {
      hand: await byHand(batches(overlap), tables),
      sqlite: await intoStore(sqliteStore({ file: fresh() }), batches(overlap)),
      memory: await intoStore(memoryStore(), batches(overlap)),
    };
    if (round > 0) samples.push(sample);
    for (; files > 0; files--) for (const ending of ["", "-wal", "-shm"]) rmSync(join(folder, `${files}.db${ending}`), { force: true });
  }
  const line = (upsert: string, of: "hand" | "sqlite" | "memory", goal: string): Readonly<Record<string, string>> => ({
    upsert,
    "CPU µs a message": ((median(samples.map((one) => one[of].cpu)) / messages) * 1_000).toFixed(1),
    "ratio of CPU": median(samples.map((one) => one[of].cpu / one.hand.cpu)).toFixed(2),
    "wall µs a message": ((median(samples.map((one) => one[of].wall)) / messages) * 1_000).toFixed(1),
    "ratio of wall": median(samples.map((one) => one[of].wall / one.hand.wall)).toFixed(2),
    goal,
  });
  console.log(`${messages} messages in batches of ${batch}, ${overlap ? "half of each batch known" : "all new"}, ${rounds} rounds`);
  console.table([line("node:sqlite by hand", "hand", ""), line("SQLite store", "sqlite", "<= 1.15"), line("memory store", "memory", "")]);
}

function change(n: number, over: { readonly origin?: "live" | "backfill"; readonly talk?: number } = {}): Write {
  const of = message(n);
  return {
    collection: "change",
    key: `bluesky:did%3Aplc%3Aabc:change:${n}`,
    value: {
      type: "message.created",
      id: String(n),
      origin: over.origin ?? "live",
      at: of.createdAt,
      account: "bluesky:did%3Aplc%3Aabc",
      conversation: `bluesky:did%3Aplc%3Aabc:conversation:${over.talk ?? n % 500}`,
      message: of,
    },
  };
}

async function claims(): Promise<void> {
  const store = sqliteStore({ file: fresh() });
  const behind = 100_000;
  const fill = async (from: number, to: number, origin: "live" | "backfill"): Promise<void> => {
    for (let at = from; at < to; at += 500)
      await store.write(Array.from({ length: Math.min(500, to - at) }, (_, index) => change(at + index, { origin })));
  };
  const request = { from: "change", consumer: "crm", match: { origins: ["live"] }, limit: 10, leaseMs: 60_000, now: 0 } as const;
  const settle = (found: readonly Claim<unknown>[], consumer: string): Promise<readonly boolean[]> =>
    store.settle(found.map(({ key, fence }) => ({ from: "change", consumer, key, fence, as: "done" })));
  const rows: Record<string, string>[] = [];
  const measure = async (name: string, consumer = "crm", over: object = {}): Promise<void> => {
    const taking: Cost[] = [];
    const ending: Cost[] = [];
    for (let round = 0; round < 50; round++) {
      let found: readonly Claim<unknown>[] = [];
      taking.push(await costOf(async () => (found = await store.claim({ ...request, consumer, ...over }))));
      if (found.length !== 10) throw new Error(`${found.length} claims instead of 10.`);
      ending.push(await costOf(() => settle(found, consumer)));
    }
    rows.push({
      "10 claims": name,
      "first: CPU ms": (taking[0]?.cpu ?? 0).toFixed(2),
      "wall ms": (taking[0]?.wall ?? 0).toFixed(2),
      "median: CPU ms": median(taking.map(({ cpu }) => cpu)).toFixed(2),
      "median: wall ms": median(taking.map(({ wall }) => wall)).toFixed(2),
      "settling: CPU ms": median(ending.map(({ cpu }) => cpu)).toFixed(2),
    });
  };
  await fill(0, 1_000, "live");
  await measure("1,000 open, nothing behind");
  await fill(1_000, behind, "live");
  for (;;) {
    const found = await store.claim({ ...request, limit: 500 });
    if (found.length === 0) break;
    await settle(found, "crm");
  }
  await fill(behind, behind + 1_000, "live");
  await measure("1,000 open, 100,000 finished behind");
  await measure("the same consumer, a narrower filter", "crm", { match: { origins: ["live"], kinds: ["comment"] } });
  await fill(2 * behind, 3 * behind, "backfill");
  await fill(3 * behind, 3 * behind + 1_000, "live");
  await measure("1,000 open, 100,000 between that do not match");
  await measure("a new consumer, 200,000 open to it", "late");
  await measure("a new consumer and 100,000 that do not match first", "history", { match: { origins: ["backfill"] } });
  console.table(rows);
  await store.close();
}

try {
  await upserts(true);
  await upserts(false);
  await claims();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
