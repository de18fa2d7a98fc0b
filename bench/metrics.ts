/**
 * The metrics at any size, beside DuckDB: G15 and G17. `docs/benchmarks.md` explains the tables. Business hours alone (G18) are in
 * `bench/metrics-hours.ts`.
 *
 * G15: the full set of metrics of a million message objects, in messages a second of CPU (all threads of the process, garbage collection
 * included). The full set is: inbound and outbound messages by account, network and day in a zone; waits that were answered and not, their
 * mean, median and p90, and the share within an hour; p90 in business hours; how many people wrote; the fifty who wrote most. A rollup gets it in
 * one reading; the exact functions are called one after the other; DuckDB loads a CSV of the six columns that are asked about and runs six
 * statements on one thread. All three answers have to be the same in the same run: counts and means equal, quantiles within the bound that the
 * rollup states, at least 45 of the 50 equal.
 *
 * G17: what keeps quantiles and authors in bounded memory: nanoseconds for each value that is added, the largest error of p50, p90, p95 and
 * p99, how many of the fifty who wrote most were found, and whether four parts that were merged are the whole, to the last bit.
 *
 * Run with `npm run bench metrics`; `-- --messages 100000 --rounds 1` for a quick look. Missed goals are printed; only answers that are not the
 * same fail.
 */
import { execFileSync } from "node:child_process";
import { authorsTable, quantilesTable } from "./metrics/streams.js";
import { runScenario, type Told } from "./metrics/scenario.js";
import type { TalkOptions } from "./metrics/talk.js";

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const messages = option("messages", 1_000_000);
const rounds = option("rounds", 3);
const scenarios: readonly TalkOptions[] = [
  { seed: 1, messages, authors: 100_000, lean: 3, times: "clustered", order: "time" },
  { seed: 2, messages, authors: 20_000, lean: 2, times: "clustered", order: "conversation" },
  { seed: 3, messages, authors: 300_000, lean: 2, times: "even", order: "time" },
  { seed: 4, messages, authors: 100_000, lean: 3, times: "even", order: "conversation" },
];

const asked = process.argv.indexOf("--scenario");
if (asked >= 0) {
  const scenario = scenarios[Number(process.argv[asked + 1])];
  if (scenario !== undefined) console.log(JSON.stringify(await runScenario(scenario, rounds)));
} else {
  console.log(`G15: ${messages.toLocaleString("en")} message objects; million messages a CPU second, median of ${rounds} rounds\n`);
  const speed = (micros: number): string => (1 / micros).toFixed(2);
  const rows = scenarios.map(({ seed, authors, times, order }, index) => {
    const args = [
      "--expose-gc",
      "--max-old-space-size=8000",
      process.argv[1] ?? "",
      "--scenario",
      `${index}`,
      "--messages",
      `${messages}`,
      "--rounds",
      `${rounds}`,
    ];
    const told = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as Told;
    return {
      "seed, times, order": `${seed}, ${times}, by ${order}`,
      "people of": `${told.authors.toLocaleString("en")} of ${authors.toLocaleString("en")}`,
      rollup: speed(told.rollup),
      "exact functions": speed(told.functions),
      "DuckDB queries": speed(told.queries),
      "DuckDB with load": speed(told.queries + told.load),
      "quantiles off": `${(told.worst * 100).toFixed(3)} %`,
      "top 50": `${told.recall}/50`,
      "JSON kB": told.jsonKb,
      "goal >= 1.2": 1 / told.rollup >= 1.2 ? "met" : "MISSED",
    };
  });
  console.table(rows);
  console.log("\nG17: quantiles\n");
  console.table(quantilesTable());
  console.log("\nG17: people\n");
  console.table(
    authorsTable([
      [messages, messages / 10],
      [10 * messages, messages],
    ]),
  );
}
