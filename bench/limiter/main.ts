/** The tables, one after the other. */
import { fork } from "node:child_process";
import { readArguments } from "./arguments.js";
import { beside } from "./beside.js";
import { bound } from "./bound.js";
import { buckets, families, windows } from "./families.js";
import { print } from "./format.js";
import { bursts, worst } from "./judge.js";
import { replies } from "./replies.js";
import { machineMs } from "./time.js";
import type { GoalRow } from "./types.js";

const words = process.argv.slice(2);
const asked = readArguments(words);
const began = machineMs();
const wants = (id: string): boolean => asked.only.length === 0 || asked.only.includes(id);
const goals: GoalRow[] = [];

/** In a process of its own, where time is real. */
const fourProcesses = (): Promise<GoalRow | undefined> =>
  new Promise((resolve, reject) => {
    let row: GoalRow | undefined;
    const child = fork(process.argv[1] ?? "", ["processes", ...words], { execArgv: [] });
    child.on("message", (message) => (row = message as GoalRow));
    child.on("error", reject);
    child.on("close", () => resolve(row));
  });

const chosen = families.filter(({ id }) => wants(id));
for (const family of chosen) {
  await beside(family, asked);
  goals.push(await worst(family, asked));
  if (asked.progress) console.error(`${family.id}: ${Math.round((machineMs() - began) / 1000)} s`);
}
if (wants("burst")) goals.push(await bursts([windows, buckets], asked));
if (wants("bound")) bound(asked);
if (wants("replies")) goals.push(...(await replies(asked)));
if (asked.progress) console.error(`virtual time: ${Math.round((machineMs() - began) / 1000)} s`);
if (wants("redis")) {
  const row = await fourProcesses();
  goals.push(row ?? { goal: "G12", of: "window, four processes", wanted: "", worst: "did not run", missed: ["did not run"] });
}
if (goals.length > 0)
  print(
    `The worst of ours over all servers, seeds ${asked.seeds.join(", ")}`,
    goals.map(({ goal, of, wanted, worst: seen, missed }) => ({
      goal,
      of,
      wanted,
      "worst seen": seen,
      "missed by": missed.length === 0 ? "nothing: met" : missed.join("; "),
    })),
  );
console.log(`\n${Math.round((machineMs() - began) / 1000)} s.`);
