/**
 * The same questions twice: of the calculators, and in SQL of DuckDB over exported JSON lines: `npm run example:duckdb`.
 * It runs on a Mastodon in this process and on a clock that jumps; nobody outside hears of it. The page: docs/guide/export.md.
 * To run it elsewhere: `npm install folkmoot @duckdb/node-api`. It ends with 1 where two answers differ.
 */
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { createInbox, type Message, type Post } from "folkmoot";
import { engagementRate, responseRate, responseTimes } from "folkmoot/metrics";
import { exportMeasures, exportMessages, exportObservations, exportPosts } from "folkmoot/metrics/export";
import { dim, green, heading, yellow } from "./demo/print.ts";
import { questions } from "./metrics-duckdb/questions.ts";
import { openTown } from "./metrics-duckdb/town.ts";

const { clock, fetch, adapter } = await openTown();
const { account } = adapter;
const inbox = createInbox({ accounts: [adapter], clock, fetch });
await inbox.sync();
const now = new Date(clock.now()).toISOString();

heading("1  Export");
const folder = mkdtempSync(join(tmpdir(), "folkmoot-duckdb-"));
const file = (name: string): string => join(folder, `${name}.jsonl`);
await save("messages", exportMessages(inbox.items({ order: "oldest" })));
const posts: Post[] = [];
for await (const post of adapter.listPosts()) if (post.isOwn) posts.push(post);
await save("posts", exportPosts(posts));
await save("observations", exportObservations(inbox.series(account, "followers")));

heading("2  Ask both");
const messages: Message[] = [];
for await (const { message } of inbox.items({ order: "oldest" })) messages.push(message);
let followers = 0;
for await (const { value } of inbox.series(account, "followers")) followers = value;

const times = responseTimes(messages, { now });
const members = messages.flatMap(({ direction, author }) => (direction === "inbound" && author?.isBot !== true ? [author?.key] : []));
const ours = {
  inbound: messages.filter(({ direction }) => direction === "inbound").length,
  outbound: messages.filter(({ direction }) => direction === "outbound").length,
  members: new Set(members).size,
  answered: times.n.value,
  unanswered: times.unanswered.value,
  mean: times.mean.value,
  median: times.median.value,
  p90: times.p90.value,
  withinTheHour: responseRate(messages, { now, withinMs: 3_600_000 }).value,
  engagementByFollowers: engagementRate.byFollowers(posts, { kinds: ["likes", "replies", "shares"], followers }).value,
};

const database = await DuckDBInstance.create(":memory:");
const connection = await database.connect();
let differ = 0;
for (const [name, sql] of Object.entries(questions)) {
  const reader = await connection.runAndReadAll(sql({ file, now }));
  for (const [column, theirs] of Object.entries(reader.getRowObjectsJS()[0] ?? {})) {
    const mine: unknown = Reflect.get(ours, column);
    // The last digit of an average depends on the order in which it is added up.
    const same = Math.abs(Number(mine) - Number(theirs)) <= 1e-9 * Math.abs(Number(theirs));
    if (!same) differ++;
    console.log(
      `${column.padEnd(22)} ${show(mine).padStart(14)} ${show(theirs).padStart(14)}  ${same ? green("same") : yellow("differs")}  ${dim(name)}`,
    );
  }
}

heading("3  What was measured, as a table for a spreadsheet");
const measures = [
  { metric: "responseTimes.median", measure: times.median, labels: { account } },
  { metric: "responseRate", measure: responseRate(messages, { now }), labels: { account } },
];
const columns = ["metric", "value", "unit", "n", "low", "high", "reason"];
for await (const piece of exportMeasures(measures, { format: "csv", columns })) console.log(piece.trimEnd());

connection.closeSync();
database.closeSync();
await inbox.close();
rmSync(folder, { recursive: true });
process.exitCode = differ === 0 ? 0 : 1;

async function save(name: string, pieces: AsyncIterable<string>): Promise<void> {
  await pipeline(pieces, createWriteStream(file(name)));
  console.log(`${name}.jsonl`.padEnd(20), `${String(Math.ceil(statSync(file(name)).size / 1000))} kB`);
}

function show(value: unknown): string {
  const number = Number(value);
  return value === null || value === undefined ? "unknown" : Number.isInteger(number) ? String(number) : number.toPrecision(8);
}
