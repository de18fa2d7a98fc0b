/** One month in a process of its own: the heap of one would be the garbage of the next. Prints what it measured as JSON. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bySql, load, open, writeCsv } from "./duckdb.js";
import { ask, byFunctions, byRollup, rollupOptions } from "./ours.js";
import { compare, type Answers } from "./questions.js";
import { makeTalk, type TalkOptions } from "./talk.js";
import { rollup, shardOf, type RollupJson } from "../../src/metrics/index.js";

/** What one month told. CPU in microseconds a message, of all threads of the process. */
export interface Told {
  readonly messages: number;
  readonly rollup: number;
  readonly functions: number;
  readonly load: number;
  readonly queries: number;
  readonly authors: number;
  readonly recall: number;
  readonly worst: number;
  readonly jsonKb: number;
  readonly isExact: boolean;
}

const micros = ({ user, system }: NodeJS.CpuUsage): number => user + system;
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Runs one month. */
export async function runScenario(options: TalkOptions, rounds: number): Promise<Told> {
  const messages = makeTalk(options);
  const folder = mkdtempSync(join(tmpdir(), "folkmoot-bench-"));
  const path = join(folder, "messages.csv");
  await writeCsv(messages, path);
  const connection = await open();
  const took = new Map<string, number[]>();
  const measure = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
    globalThis.gc?.();
    const before = process.cpuUsage();
    const result = await work();
    const cpu = micros(process.cpuUsage(before)) / messages.length;
    took.set(name, [...(took.get(name) ?? []), cpu]);
    return result;
  };
  // They take turns, so that a busy machine slows all of them alike. The first round warms up.
  let found: { readonly recall: number; readonly worst: number } = { recall: 0, worst: 0 };
  let ours: Answers | undefined;
  for (let round = 0; round <= rounds; round++) {
    if (round === 1) took.clear();
    ours = await measure("rollup", () => byRollup(messages));
    await measure("load", () => load(connection, path));
    const theirs = await measure("queries", () => bySql(connection));
    found = compare(ours, theirs);
    if (round <= 1) compare(await measure("functions", () => byFunctions(messages)), theirs);
  }
  rmSync(folder, { recursive: true });
  connection.closeSync();

  // The same by four workers, over the wire.
  const parts = Array.from({ length: 4 }, () => rollup(rollupOptions));
  for (const [shard, part] of parts.entries())
    part.add({ messages: messages.filter(({ network, accountId }) => shardOf(`${network}:${accountId}`, 4) === shard) });
  const json = parts.map((part) => JSON.stringify(part));
  const whole = json.map((text) => rollup.fromJSON(JSON.parse(text) as RollupJson)).reduce((a, b) => a.merge(b));
  if (JSON.stringify(ask(whole)) !== JSON.stringify(ours)) throw new Error("Four parts are not the whole");
  const cpu = (name: string): number => median(took.get(name) ?? []);
  return {
    messages: messages.length,
    rollup: cpu("rollup"),
    functions: cpu("functions"),
    load: cpu("load"),
    queries: cpu("queries"),
    authors: ours?.authors ?? 0,
    ...found,
    jsonKb: Math.round(JSON.stringify(whole).length / 1024),
    isExact: ours?.bounds.authors === 0,
  };
}
