// Thousands of lazy accounts in a process of its own, and what they leave on its heap. Bundled and started by the test.
import { createMastodonAdapter } from "../../../src/networks/mastodon/index.js";
import { createInbox } from "../../../src/inbox/index.js";
import { memoryCoordinator } from "../../../src/limits/memory-coordinator.js";
import { systemClock } from "../../../src/clock.js";
import type { AnyAdapter } from "../../../src/adapter/adapter.js";
import type { Store } from "../../../src/store/store.js";

/** What the child says after a round over all accounts. */
export interface HeapLine {
  /** Bytes on the heap after everything that can be collected was. */
  readonly heapUsed: number;
  /** Adapters that nothing has collected. */
  readonly alive: number;
  /** Adapters that the host's function has made by now. */
  readonly made: number;
  /** Lines of the reports with an error. */
  readonly failed: number;
  /** Requests that were answered by now. */
  readonly requests: number;
  /** Timers and sockets that keep the process alive. */
  readonly open: number;
}

/** What the child is told. */
export interface HeapSetup {
  readonly accounts: number;
  readonly rounds: number;
  readonly slice: number;
  readonly maxAdapters: number;
}

const setup = JSON.parse(process.argv[2] ?? "") as HeapSetup;

/** Keeps nothing: what a database would hold is not this process's heap. */
const store: Store = {
  read: (_collection, keys) => Promise.resolve(keys.map(() => undefined)),
  write: () => Promise.resolve({ ok: true }),
  query: () => Promise.resolve({ items: [] }),
  claim: () => Promise.resolve([]),
  settle: (settlements) => Promise.resolve(settlements.map(() => true)),
  erase: () => Promise.resolve(0),
  close: () => Promise.resolve(),
};

let requests = 0;
/** A network with nothing new, which refuses every tenth account: what is measured is what an account costs. */
const fetch: typeof globalThis.fetch = (input, init) => {
  requests += 1;
  const request = new Request(input, init);
  const id = request.headers.get("authorization")?.split("-")[1] ?? "0";
  const isAccount = /\/(verify_credentials|accounts\/\d+)$/.test(new URL(request.url).pathname);
  const account = {
    id,
    username: `brand${id}`,
    acct: `brand${id}`,
    display_name: "",
    url: `https://town.example/@brand${id}`,
    followers_count: 1,
  };
  const headers = { "content-type": "application/json" };
  if (Number(id) % 10 === 0) return Promise.resolve(new Response('{"error":"The access token is invalid"}', { status: 401, headers }));
  return Promise.resolve(new Response(JSON.stringify(isAccount ? account : []), { headers }));
};

const make = (id: number): AnyAdapter =>
  createMastodonAdapter({ server: "https://town.example", accountId: String(id), token: `token-${id}` });
const ids = new Map(Array.from({ length: setup.accounts }, (_, index) => [make(index + 1).account, index + 1] as const));
const keys = [...ids.keys()];

let alive = 0;
let made = 0;
const collected = new FinalizationRegistry(() => {
  alive -= 1;
});
const inbox = createInbox({
  accounts: (account) => {
    const id = ids.get(account);
    if (id === undefined) return undefined;
    const adapter = make(id);
    alive += 1;
    made += 1;
    collected.register(adapter, undefined);
    return adapter;
  },
  maxAdapters: setup.maxAdapters,
  store,
  coordinator: memoryCoordinator({ clock: systemClock }),
  fetch,
});

const { gc } = globalThis;
if (gc === undefined) throw new Error("Start with --expose-gc.");
for (let round = 0; round < setup.rounds; round++) {
  let failed = 0;
  for (let from = 0; from < keys.length; from += setup.slice) {
    const { surfaces } = await inbox.sync({ accounts: keys.slice(from, from + setup.slice), surfaces: ["mentions"] });
    failed += surfaces.filter(({ error }) => error !== undefined).length;
  }
  // Weak references are kept to the end of the turn in which they were read, and finalizers run in one of their own.
  for (let turn = 0; turn < 6; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    gc();
  }
  const open = process.getActiveResourcesInfo().filter((kind) => /Timeout|TCP|Socket/.test(kind)).length;
  const line: HeapLine = { heapUsed: process.memoryUsage().heapUsed, alive, made, failed, requests, open };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
await inbox.close();
