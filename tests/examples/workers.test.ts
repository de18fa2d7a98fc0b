import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { Redis } from "ioredis";
import { afterAll, describe, expect, it } from "vitest";
import { answers, url } from "../store/postgres-world.js";
import { root } from "../repository/source.js";

const redis = process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379";
const redisAnswers = await (async () => {
  const client = new Redis(redis, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.quit();
    return true;
  } catch {
    console.warn("Redis does not answer at REDIS_URL: the example of workers is left out.");
    return false;
  }
})();

describe.runIf(answers && redisAnswers)("the example of workers", () => {
  let folder = "";
  afterAll(() => {
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
  });

  it("polls what BullMQ hands out, writes each question down once, and ends in order", async () => {
    const cache = join(root, "node_modules/.cache");
    mkdirSync(cache, { recursive: true });
    folder = mkdtempSync(join(cache, "folkmoot-example-workers-"));
    await build({
      entryPoints: ["workers.ts", "workers/worker.ts", "workers/scheduler.ts"].map((file) => join(root, "examples", file)),
      outdir: folder,
      outbase: join(root, "examples"),
      outExtension: { ".js": ".mjs" },
      bundle: true,
      platform: "node",
      format: "esm",
      external: ["bullmq", "pg", "ioredis"],
      tsconfig: join(root, "tsconfig.json"),
      logLevel: "silent",
    });
    const env = { ...process.env, POSTGRES_URL: url, REDIS_URL: redis };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(folder, "workers.mjs")], { env, timeout: 100_000 });
    expect(stderr).toBe("");
    // Four accounts with five lists each.
    expect(stdout).toMatch(/^20 lists of 4 accounts are polled every 2000 ms$/m);
    expect(stdout).toMatch(/^20 of 20 lists have been read once$/m);
    expect(stdout).toMatch(/^8 of 8 questions are in the table$/m);
    const rows = stdout.match(/^ {2}@\w+ (Are they waterproof|Where can I buy them)\?(?= \((one|two)\)$)/gm) ?? [];
    expect(new Set(rows).size).toBe(8);
    expect(rows).toHaveLength(8);
    expect(stdout.match(/^(one|two): (works|ended)$/gm)).toHaveLength(4);
  }, 120_000);
});
