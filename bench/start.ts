/** How long an entry takes to import in a fresh process, against an empty module and against the packages that it stands on. */
import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";

const rounds = 15;
const dist = (entry: string): string => pathToFileURL(`dist/${entry}.js`).href;
const subjects: readonly (readonly [string, readonly string[]])[] = [
  ["an empty module", ["data:text/javascript,export default 1"]],
  ["folkmoot", [dist("index")]],
  ["folkmoot/bluesky", [dist("bluesky")]],
  ["folkmoot + folkmoot/bluesky", [dist("index"), dist("bluesky")]],
  ["folkmoot/metrics", [dist("metrics")]],
  ["zod/mini, ky, p-retry, p-queue, eventemitter3, unbundled", ["zod/mini", "ky", "p-retry", "p-queue", "eventemitter3"]],
];

const times = new Map<string, number[]>(subjects.map(([name]) => [name, []]));
for (let round = 0; round < rounds; round += 1) {
  for (const [name, modules] of subjects) {
    const code = `const before = performance.now(); for (const one of ${JSON.stringify(modules)}) await import(one); console.log(performance.now() - before);`;
    times.get(name)?.push(Number(execFileSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" })));
  }
}
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const peer = median(times.get("zod/mini, ky, p-retry, p-queue, eventemitter3, unbundled") ?? []);
console.log("import in a fresh process".padEnd(60), "median ms", " ratio to the unbundled packages");
for (const [name, values] of times)
  console.log(name.padEnd(60), median(values).toFixed(1).padStart(9), " ", (median(values) / peer).toFixed(2));
