import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, it, describe } from "vitest";
import { root } from "../repository/source.js";
import type { HeapLine, HeapSetup } from "./accounts-heap/child.js";

/** Runs syncs over many accounts in a process of its own. */
async function run(setup: HeapSetup): Promise<readonly HeapLine[]> {
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "folkmoot-heap-"));
  try {
    const script = join(folder, "child.mjs");
    await build({
      entryPoints: [join(import.meta.dirname, "accounts-heap/child.ts")],
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      outfile: script,
      logLevel: "silent",
    });
    const output = execFileSync(process.execPath, ["--expose-gc", script, JSON.stringify(setup)], { encoding: "utf8" });
    return output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as HeapLine);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const megabyte = 1_000_000;

describe("inbox", () => {
  describe("4,000 lazy accounts", () => {
    it("stay within the bound of adapters and cost a few kilobytes each, however often all are read", async () => {
      const accounts = 4_000;
      const maxAdapters = 200;
      const [first, ...later] = await run({ accounts, rounds: 2, slice: 250, maxAdapters });
      const last = later.at(-1);
      if (first === undefined || last === undefined) throw new Error("The child said nothing.");
      console.info(
        `4,000 accounts: ${later.map(({ heapUsed, alive }) => `${Math.round(heapUsed / megabyte)} MB, ${alive} adapters`).join("; ")}`,
      );
      // All were read, and each tenth refused: once for the account and once for its list.
      expect(first.requests).toBeGreaterThan(1.5 * accounts);
      expect(first.failed).toBe((2 * accounts) / 10);
      for (const { alive, open } of [first, ...later]) {
        // Those of the bound, and what the collector has not come to: it promises nothing.
        expect(alive).toBeLessThanOrEqual(maxAdapters + 50);
        expect(open).toBe(0);
      }
      // The whole process, code included; what is measured is about half of that.
      expect(last.heapUsed).toBeLessThan(100 * megabyte);
      // Every round but the first adds nothing: less than 500 bytes an account would be noise.
      expect(last.heapUsed - first.heapUsed).toBeLessThan(500 * accounts);
      expect(last.made).toBeGreaterThan(1.5 * accounts);
    }, 180_000);
  });
});
