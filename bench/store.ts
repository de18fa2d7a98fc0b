/**
 * Store upsert against a bare Map: CPU time of the process, as a ratio, the median over alternating rounds.
 *
 * Both build the same messages and take them in batches of 100, half of them known already. The store also counts versions, and copies
 * and freezes what it takes; a Map of `structuredClone`s shows what such isolation costs by other means, and a Map of nothing but the
 * built messages is the bare one. Run with `npm run bench store`.
 */
import { memoryStore } from "../src/store/index.js";

interface Sample {
  readonly store: number;
  readonly bare: number;
  readonly cloned: number;
  readonly built: number;
}

const messages = Number(process.argv[2] ?? 50_000);
const batch = 100;
const rounds = 9;

type Stored = NonNullable<Awaited<ReturnType<ReturnType<typeof memoryStore>["read"]>>[number]>["value"];

function message(n: number): Stored {
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
    createdAt: "2026-01-01T00:00:00.000Z",
    visibility: "public",
    kind: "comment",
    direction: "inbound",
    conversation: `bluesky:did%3Aplc%3Aabc:conversation:${n % 500}`,
    via: "poll",
  };
}

/** Every batch is half new, half known: what polls with an overlap bring. */
function batches(): Stored[][] {
  return Array.from({ length: messages / batch }, (_, index) =>
    Array.from({ length: batch }, (__, at) => message((index * batch) / 2 + at)),
  );
}

const key = (value: Stored): string => (value as { readonly key: string }).key;

async function cpu(work: (all: Stored[][]) => Promise<void> | void): Promise<number> {
  globalThis.gc?.();
  const before = process.cpuUsage();
  await work(batches());
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function intoMap(keep: (value: Stored) => Stored) {
  return (all: Stored[][]): void => {
    const rows = new Map<string, Stored>();
    for (const values of all) for (const value of values) rows.set(key(value), keep(value));
  };
}

async function intoStore(all: Stored[][]): Promise<void> {
  const store = memoryStore();
  for (const values of all)
    await store.write(
      values.map((value) => ({ collection: "message", key: key(value), value }) as Parameters<typeof store.write>[0][number]),
    );
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;

async function round(): Promise<Sample> {
  return {
    built: await cpu(() => undefined),
    bare: await cpu(intoMap((value) => value)),
    store: await cpu(intoStore),
    cloned: await cpu(intoMap((value) => structuredClone(value))),
  };
}

await round();
const samples: Sample[] = [];
for (let index = 0; index < rounds; index++) samples.push(await round());
const each = (of: keyof Sample): number => median(samples.map((sample) => sample[of])) / messages;
const ratio = (of: keyof Sample): number => median(samples.map((sample) => sample[of] / sample.bare));
console.log(`${messages} messages in batches of ${batch}, half known, ${rounds} rounds`);
console.table(
  (
    [
      ["building the messages", "built", ""],
      ["bare Map", "bare", ""],
      ["Map of structuredClones", "cloned", ""],
      ["memory store", "store", "<= 1.2"],
    ] as const
  ).map(([name, of, goal]) => ({
    "upsert, with building": name,
    "CPU µs a message": each(of).toFixed(2),
    "ratio to bare Map": ratio(of).toFixed(2),
    goal,
  })),
);
const cloning = median(samples.map(({ store, cloned }) => store / cloned)).toFixed(2);
console.log(`The bare Map keeps the caller's own objects; against a Map that isolates its rows the store's ratio is ${cloning}.`);
