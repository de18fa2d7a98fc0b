/** Starts processes, hears what they tell, and kills them. @module */
import { fork, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "../repository/source.js";

/** A process that runs. */
export interface Member {
  /** Hands it something to do. */
  tell(what: object | string): void;
  /** Waits for that many more messages of it. Throws when it ends before. */
  hear<T>(count: number): Promise<readonly T[]>;
  /** Kills it: nothing of it runs any more when this resolves. */
  kill(): Promise<void>;
}

export interface Family {
  /** A folder that goes with the family. */
  readonly folder: string;
  start(): Promise<Member>;
  /** Kills all that are left. */
  end(): Promise<void>;
}

/** Bundles a program for processes to run. */
export async function family(entry: string): Promise<Family> {
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "folkmoot-kill-"));
  const script = join(folder, "child.mjs");
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    outfile: script,
    logLevel: "silent",
  });
  const members: Member[] = [];

  const start = async (): Promise<Member> => {
    const child: ChildProcess = fork(script, [], { execArgv: [], stdio: ["ignore", "ignore", "pipe", "ipc"] });
    const waiting: unknown[] = [];
    let said = "";
    let gone = false;
    let wake: () => void = () => undefined;
    child.stderr?.on("data", (words: Buffer) => (said += String(words)));
    child.on("message", (message) => {
      waiting.push(message);
      wake();
    });
    const ended = new Promise<void>((resolve) => {
      child.once("close", () => {
        gone = true;
        wake();
        resolve();
      });
    });
    const hear = async <T>(count: number): Promise<readonly T[]> => {
      while (waiting.length < count) {
        if (gone) throw new Error(`A process ended by itself. ${said}`);
        await new Promise<void>((resolve) => (wake = resolve));
      }
      return waiting.splice(0, count) as T[];
    };
    const member: Member = {
      tell: (what) => child.send(what),
      hear,
      kill: async () => {
        child.kill("SIGKILL");
        await ended;
      },
    };
    members.push(member);
    await hear(1);
    return member;
  };
  return {
    folder,
    start,
    end: async () => {
      await Promise.all(members.map(async (member) => member.kill()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
