/**
 * Limiters beside each other, against the same simulated servers in virtual time: what share of a budget they use, how often they are
 * refused, how long they keep calls waiting, and how long a reply waits behind a backfill. `docs/benchmarks.md` explains the tables.
 *
 * Run with `npm run bench limiter`. `-- --seed 7` draws other servers, `--only discord` looks at one kind, `--fast` leaves the long parts
 * out, `--trace` prints each refusal of ours. Missed goals are printed; nothing here fails.
 */
import { readArguments } from "./limiter/arguments.js";
import { machineMs } from "./limiter/time.js";
import { beside, replies, worst } from "./limiter/tables.js";
import { families } from "./limiter/families.js";

const asked = readArguments(process.argv.slice(2));
const began = machineMs();
console.log(`seed ${asked.seed}\n`);
const chosen = families.filter(({ id }) => asked.only.length === 0 || asked.only.includes(id));
for (const family of chosen) await beside(family, asked);
for (const family of chosen) await worst(family, asked);
if (asked.only.length === 0 || asked.only.includes("replies")) await replies(asked);
console.log(`\n${Math.round((machineMs() - began) / 1000)} s.`);
