/**
 * Two months of history, read in two runs while somebody asks something: `npm run example:backfill`.
 * It runs on a Mastodon in this process and on a clock that jumps; nobody outside hears of it. The page: docs/guide/history.md.
 */
import { createInbox, type BackfillJob, type BackfillProgress, type Inbox } from "folkmoot";
import { memoryStore } from "folkmoot/store";
import { clockTime, dim, duration, heading } from "./demo/print.ts";
import { openTown } from "./rate-limits/town.ts";

const { network, clock, fetch, adapter } = await openTown();
const store = memoryStore();
/** A process of the host: each has an inbox of its own, all of them one store. */
const startProcess = (): Inbox => createInbox({ accounts: [adapter()], clock, fetch, store });
const now = (): string => new Date(clock.now()).toISOString();

heading("1  Connect");
const first = startProcess();
const { account: fjeld } = adapter();
// A sync would bring 30 days of it; here all of it is left to the backfill.
console.log(`${fjeld}: ${String(await howMany(first))} messages are stored`);

const handled: string[] = [];
const stop = new AbortController();
const working = first.handle(
  (change) => {
    if (change.type === "message.created") handled.push(change.message.text);
  },
  { signal: stop.signal },
);

heading("2  Read two months");
const job: BackfillJob = { id: "autumn", accounts: [fjeld], surfaces: ["posts", "mentions"], from: "2026-09-01T00:00:00.000Z" };
const { calls, durationMs } = await first.estimate(job);
console.log(`it takes about ${String(calls ?? "?")} calls, ${durationMs === undefined ? "nobody knows how long" : duration(durationMs)}`);

const evening = new AbortController();
let pages = 0;
const onProgress = ({ surface, fetched, reached }: BackfillProgress): void => {
  pages += 1;
  console.log(
    dim(`${clockTime(now())}  ${surface.padEnd(8)} ${String(fetched).padStart(4)} read, down to ${reached?.slice(0, 10) ?? "?"}`),
  );
  // Somebody asks something while history is read, and a little later the process is told to end.
  if (pages === 2) ask("Do you repair old boots, too?");
  if (pages === 4) evening.abort();
};
print(await first.backfill({ ...job, onProgress, signal: evening.signal }));

heading("3  Another process goes on");
const second = startProcess();
const before = network.calls.length;
print(await second.backfill({ ...job, onProgress }));
console.log(`with ${String(network.calls.length - before)} calls; the same job once more:`);
print(await second.backfill(job));

heading("4  What came of it");
await second.sync({ surfaces: job.surfaces });
stop.abort();
await working;
await second.handle(
  (change) => {
    if (change.type === "message.created") handled.push(change.message.text);
  },
  { drain: true },
);
console.log(`${String(await howMany(second))} messages are stored; handlers were called for ${String(handled.length)}:`);
for (const text of handled) console.log(`  ${text}`);
let history = 0;
await second.handle(() => void (history += 1), { origin: "backfill", consumer: "statistics", types: ["message.created"], drain: true });
console.log(`whoever asks for history got ${String(history)}`);
for await (const { at, value } of second.series(fjeld, "followers")) console.log(`followers on ${at.slice(0, 10)}: ${String(value)}`);
await second.close();

/** Prints the report of a run. */
function print({ surfaces }: Awaited<ReturnType<Inbox["backfill"]>>): void {
  for (const { surface, fetched, stoppedBy, error } of surfaces)
    console.log(`${surface.padEnd(8)} ${String(fetched).padStart(4)} read, ${error?.message ?? `stopped by ${stoppedBy ?? "?"}`}`);
}

/** Counts what others said. */
async function howMany(inbox: Inbox): Promise<number> {
  let count = 0;
  for await (const page of inbox.items({ direction: "inbound" }).pages()) count += page.items.length;
  return count;
}

/** Somebody asks below the newest post. */
function ask(words: string): void {
  const newest = network.state.statusesOf("fjeldboots").at(-1);
  if (newest !== undefined) network.state.reply("asta@bjerg.example", newest.id, `@fjeldboots@fjeld.test ${words}`);
}
