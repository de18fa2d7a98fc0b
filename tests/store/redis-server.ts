import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";

/** The Redis that tests share with others on this machine. */
export const redisUrl: string = process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379";

const mustRun = process.env["CI"] === "true";

/** Says why tests on the shared Redis are skipped; never in CI, where a Redis has to be there. */
export async function whyNoRedis(): Promise<string | undefined> {
  if (mustRun) return undefined;
  const client = new Redis(redisUrl, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.ping();
    return undefined;
  } catch {
    return `no Redis answers at ${redisUrl}`;
  } finally {
    client.disconnect();
  }
}

/** Says why tests with a server of their own are skipped; never in CI. */
export function whyNoServer(): string | undefined {
  if (mustRun) return undefined;
  try {
    execFileSync("redis-server", ["--version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "there is no redis-server on this machine";
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, "127.0.0.1", done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return address.port;
}

/** A Redis of a test's own, that keeps nothing on disk. */
export interface OwnServer {
  readonly url: string;
  readonly port: number;
  /** Starts it and waits until it answers. */
  start(): Promise<void>;
  /** Kills it: everything that it knew is gone. */
  kill(): Promise<void>;
  /** Has it say nothing, or go on: as a network that drops packets. */
  pause(silent: boolean): void;
  /** Kills it for good. */
  close(): Promise<void>;
}

export async function ownServer(...options: readonly string[]): Promise<OwnServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "folkmoot-redis-"));
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder, ...options];
    child = spawn("redis-server", args, { stdio: "ignore" });
    const client = new Redis(port, "127.0.0.1", { retryStrategy: () => 25, maxRetriesPerRequest: null });
    client.on("error", () => undefined);
    const missing = new Promise<never>((_, reject) => child?.once("error", reject));
    await Promise.race([client.ping(), missing]).finally(() => client.disconnect());
  };
  const kill = async (): Promise<void> => {
    const dying = child;
    child = undefined;
    if (dying === undefined) return;
    const gone = new Promise((done) => dying.once("exit", done));
    dying.kill("SIGKILL");
    await gone;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    start,
    kill,
    pause: (silent) => void child?.kill(silent ? "SIGSTOP" : "SIGCONT"),
    close: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
