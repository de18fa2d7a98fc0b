/**
 * A month of twelve accounts, counted by four processes and put together: `npm run example:metrics`.
 * Each process gets whole conversations and gives back its numbers as JSON; beside them stand the exact functions over all messages at
 * once. It ends with 1 where a number is further off than it says. The page: docs/guide/rollup.md.
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { businessHours, responseRate, responseTimes, rollup, shardOf, type Measure, type RollupJson } from "folkmoot/metrics";
import { dim, duration, green, heading, yellow } from "./demo/print.ts";
import { month, question } from "./metrics-workers/month.ts";

const conversations = month();
const messages = conversations.flat();
const { now, timeZone } = question;

heading("1  Hand out");
const workers = Array.from({ length: 4 }, () => fork(new URL("./metrics-workers/worker.ts", import.meta.url)));
// Which worker gets a conversation is said by its key, so that whatever comes later for it goes to the same one.
const shares = workers.map(() => 0);
for (const conversation of conversations) {
  const [first] = conversation;
  if (first === undefined) continue;
  const shard = shardOf(first.conversation, workers.length);
  shares[shard] = (shares[shard] ?? 0) + conversation.length;
  workers[shard]?.send(conversation);
}
console.log(`${String(messages.length)} messages, ${shares.map(String).join(" + ")}`);

heading("2  Put together");
const parts = await Promise.all(workers.map(async (worker) => partOf(worker)));
for (const part of parts) console.log(dim(`${String(Math.round(JSON.stringify(part).length / 1000))} kB of JSON`));
const [head, ...rest] = parts.map((part) => rollup.fromJSON(part));
if (head === undefined) throw new Error("There is no worker.");
const whole = rest.reduce((sum, part) => sum.merge(part), head);
const backwards = parts.toReversed().reduce((sum, part) => sum.merge(part), rollup(question));
const alike = JSON.stringify(whole) === JSON.stringify(backwards);
console.log(`in any order the same, to the last bit: ${alike ? green("yes") : yellow("no")}`);

heading("3  Beside the exact functions");
const hours = question.schedule === undefined ? undefined : businessHours(question.schedule);
const exact = responseTimes(messages, { now });
const working = responseTimes(messages, { now, ...(hours !== undefined && { hours }) });
const merged = whole.responseTimes();
const lines: readonly (readonly [string, Measure, Measure])[] = [
  ["answered", merged.n, exact.n],
  ["unanswered", merged.unanswered, exact.unanswered],
  ["mean", merged.mean, exact.mean],
  ["median", merged.median, exact.median],
  ["p90", merged.p90, exact.p90],
  ["p90 in business hours", whole.responseTimes({ clock: "working" }).p90, working.p90],
  ["within the hour", whole.responseRate({ withinMs: 3_600_000 }), responseRate(messages, { now, withinMs: 3_600_000 })],
];
let wrong = alike ? 0 : 1;
for (const [name, ours, reference] of lines) {
  const off = Math.abs((ours.value ?? Number.NaN) - (reference.value ?? Number.NaN));
  const holds = off <= (ours.errorBound ?? 0);
  if (!holds) wrong++;
  const promise = ours.errorBound === undefined ? "exact" : `at most ${show({ ...ours, value: ours.errorBound })} off`;
  console.log(
    `${name.padEnd(22)} ${show(ours).padStart(22)} ${show(reference).padStart(22)}  ${holds ? green(promise) : yellow(`off: ${promise}`)}`,
  );
}

heading("4  What else it knows");
const busiest = whole.volume().toSorted((a, b) => (b.inbound.value ?? 0) - (a.inbound.value ?? 0))[0];
console.log(`busiest day: ${busiest?.start ?? "none"} (${timeZone}), ${busiest?.account ?? ""}, ${show(busiest?.inbound)} messages`);
console.log(`people: ${show(whole.uniqueAuthors())}; handed in twice: ${show(whole.handedInTwice())}`);
for (const { author, messages: said } of whole.topAuthors({ count: 3 })) console.log(dim(`${author} wrote ${show(said)}`));
process.exitCode = wrong === 0 ? 0 : 1;

async function partOf(worker: ChildProcess): Promise<RollupJson> {
  const answer = once(worker, "message");
  worker.send("done");
  const [part] = (await answer) as [RollupJson];
  return part;
}

function show(measure: Measure | undefined): string {
  if (measure === undefined || measure.value === null) return "unknown";
  if (measure.unit === "ms") return duration(measure.value);
  return measure.unit === "fraction" ? `${(100 * measure.value).toFixed(1)} %` : String(measure.value);
}
