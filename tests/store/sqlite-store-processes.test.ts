import { fork, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { sqliteStore } from "../../src/store/sqlite/index.js";
import { listed } from "../../src/testing/store-contract/samples.js";
import { numbers } from "../limits/simulator.js";
import { root } from "../repository/source.js";
import type { StoreChildSetup } from "./sqlite-store-child.js";

const leaseMs = 1_500;
const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

interface Claimed {
  readonly key: string;
  readonly fence: number;
  readonly attempt: number;
  readonly at: number;
}

describe("sqlite store", () => {
  // Ten seconds on a machine at rest; sixteen processes are started one after the other, which a busy one does in a minute.
  const most = 240_000;
  it(
    "keeps batches whole and leases apart, though four processes write and work at once and are killed again and again",
    { timeout: most },
    async () => {
      const random = numbers(7);
      const cache = join(root, "node_modules/.cache");
      mkdirSync(cache, { recursive: true });
      const folder = mkdtempSync(join(cache, "folkmoot-store-"));
      const script = join(folder, "child.mjs");
      const file = join(folder, "shared.db");
      await build({
        entryPoints: [join(import.meta.dirname, "sqlite-store-child.ts")],
        bundle: true,
        platform: "node",
        format: "esm",
        packages: "external",
        outfile: script,
        logLevel: "silent",
      });
      const children: ChildProcess[] = [];
      const said: string[] = [];
      const failed: string[] = [];
      let lives = 0;
      const start = async (index: number): Promise<void> => {
        const setup: StoreChildSetup = { file, process: `p${++lives}`, leaseMs };
        const child = fork(script, [JSON.stringify(setup)], { execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"] });
        children[index] = child;
        let rest = "";
        child.stdout?.on("data", (words: Buffer) => {
          const lines = (rest + String(words)).split("\n");
          rest = lines.pop() ?? "";
          said.push(...lines);
        });
        child.stderr?.on("data", (words: Buffer) => failed.push(String(words)));
        await new Promise((done) => {
          child.once("message", done);
          child.once("exit", done);
        });
      };
      const gone = async (child: ChildProcess | undefined, how: (child: ChildProcess) => unknown): Promise<void> => {
        if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
        // Not before its last words are read.
        const ended = new Promise((done) => child.once("close", done));
        how(child);
        await ended;
      };
      try {
        await Promise.all([0, 1, 2, 3].map(start));
        for (let kills = 0; kills < 12; kills++) {
          await sleep(150 + random() * 200);
          await gone(children[kills % 3], (child) => child.kill("SIGKILL"));
          await start(kills % 3);
        }
        await sleep(leaseMs + 500);
        await Promise.all(children.map(async (child) => gone(child, (one) => one.send("stop"))));
        expect(failed).toEqual([]);

        const words = said.map((line) => line.split(" "));
        const wrote = words.flatMap(([what, id]) => (what === "wrote" && id !== undefined ? [id] : []));
        const claimed = words.flatMap(([what, key = "", fence, attempt, at]): Claimed[] =>
          what === "claimed" ? [{ key, fence: Number(fence), attempt: Number(attempt), at: Number(at) }] : [],
        );
        const done = words.flatMap(([what, key = ""]) => (what === "done" ? [key] : []));
        expect(wrote.length).toBeGreaterThan(40);
        expect(done.length).toBeGreaterThan(20);

        const database = new DatabaseSync(file);
        expect(database.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
        database.close();
        const store = sqliteStore({ file });
        const changes = (await listed(store, "change")).map(({ id }) => id);
        const keys = new Set(listedKeys(file).map(String));
        const whole = changes.filter((id) => {
          const account = `forum:${Number(id.split("-")[1]) % 3}`;
          return ["left", "right"].every((side) => keys.has(`${account}:tombstone:${id}:${side}`));
        });
        const [counter] = await store.read("cursor", ["forum:0:cursor:count"]);
        await store.close();
        // All of a batch or nothing, everything that was answered, and nobody's count lost.
        expect(whole).toEqual(changes);
        expect([...keys].filter((key) => /:(?:left|right)$/.test(key))).toHaveLength(2 * changes.length);
        expect(wrote.filter((id) => !changes.includes(id))).toEqual([]);
        expect([counter?.value.cursor, counter?.version]).toEqual([String(changes.length), changes.length]);

        // Within its lease nobody else was given an entry; each claim has a fence of its own, and nothing is done twice.
        expect(new Set(claimed.map(({ fence }) => fence)).size).toBe(claimed.length);
        for (const one of claimed)
          for (const other of claimed)
            if (other.key === one.key && other.fence > one.fence) {
              expect(other.attempt).toBeGreaterThan(one.attempt);
              expect(other.at - one.at, `${one.key} was given again`).toBeGreaterThanOrEqual(leaseMs);
            }
        expect(new Set(done).size).toBe(done.length);
        expect(done.filter((key) => !keys.has(key.replace(":change:", ":tombstone:done:")))).toEqual([]);
      } finally {
        await Promise.all(children.map(async (child) => gone(child, (one) => one.kill("SIGKILL"))));
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

/** Keys of the tombstones, which a listing does not tell. */
function listedKeys(file: string): unknown[] {
  const database = new DatabaseSync(file);
  const keys = database
    .prepare("SELECT key FROM folkmoot_tombstone")
    .all()
    .map(({ key }) => key);
  database.close();
  return keys;
}
