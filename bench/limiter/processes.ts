/** Four real processes share one budget through a real Redis of the bench's own: 300 in 2 s, told to the millisecond. In real time. */
import { fork, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { Redis } from "ioredis";
import { tripsOf, windowServer } from "../../tests/limits/servers/index.js";
import { readArguments } from "./arguments.js";
import { sharedClients } from "./shared-clients.js";
import { percent, print, rate, times } from "./format.js";
import type { Row } from "./format.js";
import { sleep } from "./sleep.js";
import type { GoalRow } from "./types.js";

const port = 6_391;
const url = `redis://127.0.0.1:${port}`;
const trips = { minMs: 80, maxMs: 160 };
/** Until everybody has found the others. Milliseconds. */
const warmUpMs = 2_000;

interface Counted {
  readonly accepted: number;
  readonly refused: number;
  readonly possible: number;
  readonly scripts: number;
  readonly commands: number;
}

/** What Redis has done since, without our own asking. Commands inside of scripts are counted by Redis as well. */
async function commandsOf(redis: Redis): Promise<{ readonly scripts: number; readonly commands: number }> {
  let scripts = 0;
  let commands = 0;
  for (const [, name = "", calls = "0"] of (await redis.info("commandstats")).matchAll(/cmdstat_([^:]+):calls=(\d+)/g)) {
    if (["info", "config|resetstat", "client|setname", "client|setinfo", "hello", "flushall"].includes(name)) continue;
    commands += Number(calls);
    if (name.startsWith("eval")) scripts += Number(calls);
  }
  return { scripts, commands };
}

async function race(name: string, busy: readonly number[], seed: number, forMs: number, redis: Redis): Promise<Counted> {
  await redis.flushall();
  const server = windowServer({ seed, capacity: 300, windowMs: 2_000, phase: 0.3, precisionMs: 1 });
  const tripFor = tripsOf({ seed, ...trips });
  const answer = async (child: ChildProcess, id: number): Promise<void> => {
    const { out, back } = tripFor();
    await sleep(out);
    const answered = server.request("/", Date.now());
    await sleep(back);
    // Whoever was ended meanwhile hears of nothing any more.
    if (child.connected) child.send({ id, answer: answered }, () => undefined);
  };
  const children = busy.map((callers) => fork(process.argv[1] ?? "", ["worker", name, url, `${callers}`, `${seed}`], { execArgv: [] }));
  try {
    await Promise.all(
      children.map(async (child) => {
        child.on("error", () => undefined);
        await once(child, "message");
        child.on("message", ({ id }: { readonly id?: number }) => {
          if (id !== undefined) void answer(child, id);
        });
      }),
    );
    for (const child of children) child.send({}, () => undefined);
    await sleep(warmUpMs);
    await redis.config("RESETSTAT");
    const before = { accepted: server.accepted, refused: server.refused };
    const from = Date.now();
    await sleep(forMs);
    const after = { accepted: server.accepted - before.accepted, refused: server.refused - before.refused };
    const until = Date.now();
    const possible = Math.round(((until - from) / 2_000) * 300);
    return { ...after, possible, ...(await commandsOf(redis)) };
  } finally {
    for (const child of children) child.kill("SIGKILL");
  }
}

const loads = [
  ["all busy", [20, 20, 20, 20]],
  ["one busy", [20, 1, 1, 1]],
] as const;

/** All four saturated, then one saturated beside three that send ten a second. Tells the parent what came of it. */
export async function processes(words: readonly string[]): Promise<void> {
  const { seeds, fast, alone, progress } = readArguments(words);
  const server = spawn("redis-server", ["--port", `${port}`, "--save", "", "--appendonly", "no", "--bind", "127.0.0.1"], {
    stdio: "ignore",
  });
  const redis = new Redis(url, { retryStrategy: () => 100, maxRetriesPerRequest: null });
  // It takes a moment to start.
  redis.on("error", () => undefined);
  const rows: Row[] = [];
  const missed: string[] = [];
  const [all, lost, cost]: [number[], number[], number[]] = [[], [], []];
  try {
    for (const [at, { name }] of sharedClients(url)
      .slice(0, alone ? 1 : undefined)
      .entries()) {
      for (const [load, busy] of loads)
        for (const seed of at === 0 ? seeds : seeds.slice(0, 1)) {
          if (progress) console.error(`  redis: ${name}, ${load}`);
          const { accepted, refused, possible, scripts, commands } = await race(
            name,
            busy,
            seed,
            at === 0 && !fast ? 10_000 : 6_000,
            redis,
          );
          const each = (count: number): number => count / Math.max(1, accepted);
          const [used, per100] = [accepted / possible, 100 * each(refused)];
          const misses = [
            ...(used < 0.97 ? [`${percent(used)} used`] : []),
            ...(per100 > 0.5 ? [`${rate(per100)} 429 per 100`] : []),
            ...(each(commands) > 1 ? [`${times(each(commands))} commands`] : []),
          ];
          rows.push({
            client: name,
            load,
            seed,
            "budget used": percent(used),
            "429 per 100": rate(per100),
            "scripts a call": times(each(scripts)),
            "commands a call, those in scripts too": times(each(commands)),
            verdict: misses.length === 0 ? "met" : `missed: ${misses.join(", ")}`,
          });
          if (at > 0) continue;
          if (misses.length > 0) missed.push(`${load}, seed ${seed} (${misses.join(", ")}; ${times(each(scripts))} scripts)`);
          all.push(used);
          lost.push(per100);
          cost.push(each(commands));
        }
    }
  } finally {
    redis.disconnect();
    server.kill();
  }
  print("G12: four processes, 300 in 2 s, one Redis, in real time", rows);
  const row: GoalRow = {
    goal: "G12",
    of: "window, four processes",
    wanted: ">= 97.0 % used, <= 0.5 429 per 100, <= 1 command a call",
    worst: `${percent(Math.min(...all))} used, ${rate(Math.max(...lost))} 429 per 100, ${times(Math.max(...cost))} commands a call`,
    missed,
  };
  process.send?.(row);
}
