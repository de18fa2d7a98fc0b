import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import type { ChildMessage, ChildSetup, HeldBack } from "./setup.js";

/** Bundles the code of the processes once. */
export interface Program {
  start(setup: ChildSetup): Promise<Child>;
  remove(): void;
}

/** One process. */
export interface Child {
  readonly pid: number | undefined;
  /** What it complained about. */
  readonly failures: readonly string[];
  /** When it had to wait for budget. */
  readonly held: readonly HeldBack[];
  /** As if its machine had lost power. */
  kill(): Promise<void>;
  /** Asks it to finish. */
  stop(): Promise<void>;
}

const root = resolve(import.meta.dirname, "../../..");

/** Bundles `child.ts` where it finds the packages of the checkout. */
export async function bundleChild(): Promise<Program> {
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "folkmoot-kill-"));
  const outfile = join(folder, "child.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "child.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    outfile,
    logLevel: "silent",
  });
  return { start: (setup) => startChild(outfile, setup), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

async function startChild(file: string, setup: ChildSetup): Promise<Child> {
  const child: ChildProcess = fork(file, [JSON.stringify(setup)], { execArgv: [], stdio: ["ignore", "ignore", "pipe", "ipc"] });
  const failures: string[] = [];
  const held: HeldBack[] = [];
  child.stderr?.on("data", (text: Buffer) => failures.push(String(text)));
  const gone = new Promise<void>((done) => child.once("exit", () => done()));
  const started = new Promise<void>((done) =>
    child.on("message", (message: ChildMessage) => {
      if (message.type === "failed") failures.push(message.error);
      else if (message.type === "held") held.push(message);
      else done();
    }),
  );
  await Promise.race([started, gone]);
  return {
    pid: child.pid,
    failures,
    held,
    kill: async () => {
      child.kill("SIGKILL");
      await gone;
    },
    stop: async () => {
      if (child.connected) child.send("stop");
      await gone;
    },
  };
}
