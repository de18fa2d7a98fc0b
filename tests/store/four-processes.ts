/** Four real processes at full speed on one budget, two of which are killed and come back. @module */
import { fork, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { expect } from "vitest";
import type { LimitRule } from "../../src/model/limit.js";
import { limitedServer } from "../limits/kill/limited-server.js";
import { numbers } from "../limits/simulator.js";
import { root } from "../repository/source.js";

/** Where the processes share. */
export type Place = { readonly file: string } | { readonly connectionString: string; readonly schema: string };

/** What a process is told. */
export interface FourSetup {
  readonly process: number;
  readonly place: Place;
  readonly serverUrl: string;
  readonly rule: LimitRule;
  readonly leaseMs: number;
}

const capacity = 120;
const windowMs = 2_000;
const leaseMs = 2_000;
const rule: LimitRule = {
  id: "fm.posts",
  partition: ["app"],
  unit: "requests",
  capacity,
  refill: { kind: "window", windowMs, rolling: false },
  source: "invented",
};
const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Runs them, and holds what the server counted against its limit. `trouble` happens in the middle. */
export async function shareAmongFour(place: Place, trouble: () => Promise<unknown>): Promise<void> {
  const random = numbers(11);
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "folkmoot-four-"));
  const script = join(folder, "child.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "four-child.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    outfile: script,
    logLevel: "silent",
  });
  const server = await limitedServer({ capacity, windowMs, headers: true, random });
  const children: ChildProcess[] = [];
  const said: string[] = [];
  const start = async (process: number): Promise<void> => {
    const setup: FourSetup = { process, place, serverUrl: server.url, rule, leaseMs };
    const child = fork(script, [JSON.stringify(setup)], { execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"] });
    children[process] = child;
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (words: Buffer) => said.push(String(words)));
    await new Promise((done) => {
      child.once("message", done);
      child.once("exit", done);
    });
  };
  const gone = async (child: ChildProcess | undefined, how: (child: ChildProcess) => unknown): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    how(child);
    await ended;
  };
  try {
    await Promise.all([0, 1, 2, 3].map(start));
    await sleep(2_500);
    for (const victim of [1, 3]) {
      await gone(children[victim], (child) => child.kill("SIGKILL"));
      await sleep(random() * 300);
      await start(victim);
    }
    await sleep(leaseMs);
    await trouble();
    const troubledUntil = Date.now() + windowMs;
    await sleep(4.5 * windowMs);
    await Promise.all(children.map(async (child) => gone(child, (one) => one.send("stop"))));
    const counts = server.windows.map(({ count }) => count);
    const told = `windows ${counts.join(" ")}`;
    expect(said, told).toEqual([]);
    expect(
      server.arrivals.filter(({ refused }) => refused),
      told,
    ).toEqual([]);
    expect(Math.max(...counts), told).toBeLessThanOrEqual(capacity);
    // Whole windows after the last trouble, where nothing but a busy machine stands in the way of using all of it.
    const quiet = server.windows.slice(0, -1).filter(({ begins }) => begins > troubledUntil);
    expect(quiet.length, told).toBeGreaterThan(0);
    expect(Math.max(...quiet.map(({ count }) => count)), told).toBeGreaterThanOrEqual(0.4 * capacity);
    expect(new Set(server.arrivals.filter(({ at }) => at > troubledUntil).map(({ process }) => process)).size, told).toBe(4);
  } finally {
    await Promise.all(children.map(async (child) => gone(child, (one) => one.kill("SIGKILL"))));
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
