import { fork, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "../repository/source.js";
import { answers, url } from "./postgres-world.js";
import { emptyStores } from "./postgres-stores.js";
import type { PostgresStoreSetup } from "./postgres-store-child.js";

const { create, schema, end } = emptyStores();
const cache = join(root, "node_modules/.cache");
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, "folkmoot-store-"));
const children: ChildProcess[] = [];
const said: string[] = [];
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
  await end();
});

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
async function start(index: number): Promise<void> {
  const setup: PostgresStoreSetup = { connectionString: url, schema, process: index, leaseMs: 400 };
  const child = fork(join(folder, "child.mjs"), [JSON.stringify(setup)], { execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"] });
  children[index] = child;
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (words: Buffer) => said.push(String(words)));
  await new Promise((done) => child.once("message", done).once("exit", done));
}

describe.skipIf(!answers)("store", () => {
  describe("postgres", () => {
    it("lets four processes write and handle at once: nothing is lost, handled twice or out of order, though they are killed", async () => {
      const store = await create();
      await store.read("cursor", ["k"]);
      await build({
        entryPoints: [join(import.meta.dirname, "postgres-store-child.ts")],
        bundle: true,
        platform: "node",
        format: "esm",
        packages: "external",
        outfile: join(folder, "child.mjs"),
        logLevel: "silent",
      });
      await Promise.all([0, 1, 2, 3].map(start));
      for (const victim of [0, 1, 2, 3, 1, 2]) {
        await sleep(300);
        const child = children[victim];
        const gone = new Promise((done) => child?.once("exit", done));
        child?.kill("SIGKILL");
        if (child?.exitCode === null && child.signalCode === null) await gone;
        await start(victim);
      }
      await sleep(300);
      for (const child of children) child.send("stop writing");
      const numbers = async (...names: readonly string[]): Promise<readonly number[]> =>
        (await store.read("cursor", names)).map((row) => Number(row?.value.cursor ?? 0));
      const accounts = [0, 1, 2, 3].map((index) => `forum:${index}`);
      const heads = accounts.flatMap((account) => [0, 1, 2].map((talk) => `${account}:cursor:handled-${talk}`));
      // Every change was handled when the last of each conversation was, for each was handled behind the one before it.
      const lasts = async (): Promise<readonly number[]> => {
        const written = await numbers(...accounts.map((account) => `${account}:cursor:written`));
        expect(Math.min(...written)).toBeGreaterThanOrEqual(10);
        return written.flatMap((count) => [0, 1, 2].map((talk) => count - ((count - 1 - talk) % 3)));
      };
      await sleep(300);
      // A busy process may write for a moment after it was told to stop.
      const behind = async (): Promise<readonly number[]> => {
        const wanted = await lasts();
        return (await numbers(...heads)).map((head, at) => (wanted[at] ?? 0) - head);
      };
      await expect.poll(behind, { timeout: 20_000, interval: 100 }).toEqual(heads.map(() => 0));
      expect(said).toEqual([]);
    });
  });
});
