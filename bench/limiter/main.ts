/** The tables, one after the other. */
import { spawnSync } from "node:child_process";
import { readArguments } from "./arguments.js";
import { machineMs } from "./time.js";
import { beside, replies, worst } from "./tables.js";
import { families } from "./families.js";

const asked = readArguments(process.argv.slice(2));
const began = machineMs();
console.log(`seed ${asked.seed}\n`);
const chosen = families.filter(({ id }) => asked.only.length === 0 || asked.only.includes(id));
for (const family of chosen) await beside(family, asked);
const goals: object[] = [];
for (const family of chosen) goals.push(await worst(family, asked));
console.log("The worst over all servers, against the goals");
console.table(goals);
if (asked.only.length === 0 || asked.only.includes("replies")) await replies(asked);
if (asked.only.length === 0 || asked.only.includes("redis"))
  // In a process of its own, where time is real.
  spawnSync(process.execPath, [process.argv[1] ?? "", "processes", ...process.argv.slice(2)], { stdio: "inherit" });

console.log(`\n${Math.round((machineMs() - began) / 1000)} s.`);
