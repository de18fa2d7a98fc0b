/**
 * What a waiting call costs: 100,000 calls that wait in the limiter's line, against p-queue with and without priorities and bare closures.
 * Each is filled in a process of its own, because the heap of one would hide the heap of the next; the median over rounds counts.
 * "Mixed lanes" gives every call one of three lanes by chance. "First for one budget, then for another" waits for the budgets of twenty
 * routes, and when those are back, for one over all of them. Run with `npm run bench queue`.
 */
import { execFileSync } from "node:child_process";
import PQueue from "p-queue";
import { memoryCoordinator } from "../src/limits/index.js";
import { createLimiter } from "../src/limits/limiter.js";
import { accountKey } from "../src/model/keys.js";
import type { LimiterSetup } from "../src/limits/limiter.js";
import type { CallShape } from "../src/limits/meter.js";
import type { Clock } from "../src/clock.js";
import type { Lane } from "../src/model/limit.js";

interface Subject {
  /** Adds one call that waits; `n` counts them. */
  readonly add: (n: number) => void;
  /** How many wait. */
  readonly waiting: () => number;
  /** What happens when all have come. */
  readonly then?: () => Promise<void>;
}

const calls = 100_000;
const rounds = 3;
const lanes: readonly Lane[] = ["interactive", "moderation", "sync"];
const never = (): Promise<never> => new Promise<never>(() => undefined);
/** The same chance for all, so that everybody sorts the same line. */
const chance = (n: number): number => (Math.imul(n + 1, 2_654_435_761) >>> 8) % lanes.length;

function ours(laneOf: (n: number) => Lane): Subject {
  const account = accountKey("bench", "1");
  const stopped: Clock = { now: () => 1_750_000_000_000, sleep: never };
  const setup: LimiterSetup = {
    network: "bench",
    app: "bench",
    // Nothing is left but one call, so that all others wait.
    rules: [
      { id: "calls", partition: ["account"], unit: "requests", capacity: 1, refill: { kind: "bucket", perMs: 6e8 }, source: "bench" },
    ],
    meter: { cost: () => ({ calls: 1 }), read: () => [] },
    coordinator: memoryCoordinator({ clock: stopped }),
    clock: stopped,
  };
  const limiter = createLimiter(setup);
  const call: CallShape = { operation: "listPosts", method: "GET", route: "/posts", subject: { app: "bench", account, ip: "127.0.0.1" } };
  return { add: (n) => void limiter.run(call, { lane: laneOf(n), account }, never), waiting: () => limiter.waiting };
}

/** Twenty routes whose budgets are gone until a second from now, and one budget over all of them that is gone until a minute from now. */
function oursTwice(): Subject {
  const account = accountKey("bench", "1");
  const start = 1_750_000_000_000;
  let now = start;
  let wake: (() => void) | undefined;
  const clock: Clock = { now: () => now, sleep: () => new Promise((resolve) => (wake = resolve)) };
  const window = { kind: "window", rolling: false } as const;
  const limiter = createLimiter({
    network: "bench",
    app: "bench",
    rules: [
      { id: "route", partition: ["route"], unit: "requests", capacity: 5, refill: { ...window, windowMs: 1_000 }, source: "bench" },
      { id: "all", partition: ["app"], unit: "requests", capacity: 5, refill: { ...window, windowMs: 60_000 }, source: "bench" },
    ],
    meter: { cost: () => ({ route: 1, all: 1 }), read: () => [] },
    coordinator: memoryCoordinator({ clock }),
    clock,
  });
  const shapes = Array.from({ length: 20 }, (_, route): CallShape => ({ operation: "", method: "GET", route: `/${route}`, subject: {} }));
  const shapeOf = (n: number): CallShape => shapes[n % shapes.length] ?? { operation: "", method: "GET", route: "/", subject: {} };
  for (const shape of shapes) void limiter.observe(shape, account, [{ rule: "route", remaining: 0, resetsAt: start + 1_000 }]);
  void limiter.observe(shapeOf(0), account, [{ rule: "all", remaining: 0, resetsAt: start + 60_000 }]);
  return {
    add: (n) => void limiter.run(shapeOf(n), { lane: "sync", account }, never),
    waiting: () => limiter.waiting,
    // The budgets of the routes are back: everybody finds out about the one over all of them.
    then: async () => {
      await turn();
      now = start + 4_000;
      wake?.();
      await turn();
    },
  };
}

function theirs(priorityOf: (n: number) => number | undefined): Subject {
  const queue = new PQueue({ concurrency: 1 });
  const add = (n: number): void => {
    const priority = priorityOf(n);
    void queue.add(never, priority === undefined ? {} : { priority });
  };
  return { add, waiting: () => queue.size };
}

function closures(): Subject {
  const kept: (() => Promise<never>)[] = [];
  return { add: (n) => void kept.push(() => (n < 0 ? Promise.reject(new Error("never")) : never())), waiting: () => kept.length };
}

const subjects: Readonly<Record<string, { readonly count: number; readonly make: () => Subject }>> = {
  "folkmoot, one lane": { count: calls, make: () => ours(() => "sync") },
  "folkmoot, mixed lanes": { count: calls, make: () => ours((n) => lanes[chance(n)] ?? "sync") },
  "folkmoot, first for one budget, then for another": { count: calls, make: oursTwice },
  "p-queue, no priorities": { count: calls, make: () => theirs(() => undefined) },
  // A tenth: each place costs a walk through the line, so that 100,000 of them take seconds a round.
  "p-queue, mixed priorities, 10,000": { count: calls / 10, make: () => theirs(chance) },
  "bare closures": { count: calls, make: closures },
};

interface Sample {
  readonly thread: number;
  readonly whole: number;
  readonly bytes: number;
}

const micros = ({ user, system }: NodeJS.CpuUsage): number => user + system;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const heap = async (): Promise<number> => {
  // Twice, with a turn in between: what is watched for its end goes a round later.
  globalThis.gc?.();
  await turn();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function fill(line: Subject, count: number): Promise<void> {
  for (let n = 0; n < count; n++) line.add(n);
  // The first of them find out here that they have to wait.
  await turn();
  await line.then?.();
}

const asked = process.argv[2];
const subject = asked === undefined ? undefined : subjects[asked];
if (subject !== undefined) {
  const { count, make } = subject;
  // Once before, so that compiled code is measured; in a function of its own, so that it is garbage afterwards.
  await fill(make(), count);
  const line = make();
  const before = { bytes: await heap(), whole: micros(process.cpuUsage()), thread: micros(process.threadCpuUsage()) };
  await fill(line, count);
  const thread = (micros(process.threadCpuUsage()) - before.thread) / count;
  const whole = (micros(process.cpuUsage()) - before.whole) / count;
  const bytes = ((await heap()) - before.bytes) / count;
  if (line.waiting() < count - 1) throw new Error(`Only ${line.waiting()} of ${count} wait.`);
  console.log(JSON.stringify({ thread, whole, bytes }));
} else {
  const found = new Map<string, Sample[]>(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, samples] of found) {
      const text = execFileSync(process.execPath, ["--expose-gc", process.argv[1] ?? "", name], { encoding: "utf8" });
      samples.push(JSON.parse(text) as Sample);
    }
  const middle = (samples: readonly Sample[], of: keyof Sample): number => median(samples.map((sample) => sample[of]));
  console.table(
    [...found].map(([name, samples]) => ({
      "100,000 waiting calls": name,
      "thread CPU µs an add": middle(samples, "thread").toFixed(2),
      "with GC threads": middle(samples, "whole").toFixed(2),
      "heap bytes": Math.round(middle(samples, "bytes")),
      goal: name.startsWith("folkmoot") ? "<= 3 µs, <= 900 B" : "",
    })),
  );
}
