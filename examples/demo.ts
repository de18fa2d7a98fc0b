/**
 * The main job, from reading to measuring, on three networks in one inbox: `npm run demo`.
 *
 * Without credentials it runs on a Bluesky, a Mastodon and a Discord in this process, within seconds. With credentials in the environment
 * (see `demo/own-accounts.ts`) it reads your own accounts, and writes nothing unless it is told what:
 * `npm run demo -- --write "Thank you for writing!"` sends that one answer to the newest message that waits.
 */
import { createInbox, type Message, type Outcome } from "folkmoot";
import { engagementRate, responseRate, responseTimes } from "folkmoot/metrics";
import { compose, nordic, type StepValues } from "folkmoot/reply";
import { answerTo } from "./demo/answers.ts";
import { ownAccounts } from "./demo/own-accounts.ts";
import { bold, clockTime, dim, duration, green, heading, wrap, yellow } from "./demo/print.ts";
import { openTown, type Town } from "./demo/town.ts";

const by = { type: "human", id: "sandra" } as const;
const own = await ownAccounts(process.env);
const real = own.length > 0;
const toWrite = process.argv.includes("--write") ? process.argv[process.argv.indexOf("--write") + 1] : undefined;
const mayWrite = !real || toWrite !== undefined;

const town = real ? undefined : await openTown();
const accounts = town?.accounts ?? own;
const inbox = createInbox({ accounts, ...town?.runtime });

console.log(bold("folkmoot"), real ? "on your own accounts" : "on three networks in this process: nobody outside hears of it");

heading("1  Read: everything that was said on every network, in one model");
const report = await inbox.sync();
for (const { surface, error } of report.surfaces) if (error) console.log(yellow(`${surface}: ${error.message}`));
const waiting: Message[] = [];
for await (const { message } of inbox.items({ direction: "inbound", order: real ? "newest" : "oldest", limit: 20 })) {
  waiting.push(message);
  console.log(
    `${dim(clockTime(message.createdAt))}  ${message.network.padEnd(9)} ${message.kind.padEnd(8)} ${bold(message.author?.name ?? message.author?.handle ?? "somebody")}`,
  );
  console.log(wrap(message.text, "       "));
}

heading("2  Answer: acknowledge, answer, continue, sign");
if (real)
  for (const message of waiting.slice(0, 1)) await answer(message, toWrite === undefined ? undefined : { acknowledge: toWrite }, undefined);
else for (const message of waiting) await answer(message, answerTo(message), town);
if (!mayWrite) console.log(dim('Reading only. `npm run demo -- --write "Thank you for writing!"` sends that to the newest message above.'));

heading("3  Moderate, and let a program draft");
const spam = waiting.find(({ text }) => text.includes("spam.example"));
if (spam !== undefined && !real) console.log(`hide    ${told(await inbox.act("hide", spam, null, { by }))}  ${dim(spam.text)}`);
const praise = waiting.find(({ kind }) => kind === "quote");
if (praise !== undefined && !real) {
  const draft = await inbox.respond(praise, "Vi krydser fingre for dig!", { by: { type: "automation", id: "greeter" } });
  console.log(`draft   ${told(draft)}`);
  if (draft.status === "pending") console.log(`approve ${told(await inbox.approveReply(draft.id, by))}`);
}

heading("4  Budgets: what the networks still allow, where something was used");
for (const { rule, remaining, limit, unit, resetsAt } of await inbox.budgets()) {
  if (remaining === undefined || remaining === limit) continue;
  const left = `${String(remaining)} of ${String(limit ?? "?")} ${unit}`;
  console.log(`${rule.padEnd(16)} ${left}${resetsAt === undefined ? "" : dim(`  until ${clockTime(resetsAt)}`)}`);
}

heading("5  Measure: numbers with a footing");
const messages: Message[] = [];
for await (const { message } of inbox.items({})) messages.push(message);
const now = new Date(town?.clock.now() ?? Date.now()).toISOString();
const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
for (const account of accounts) {
  const { followers } = (await account.getAccount?.()) ?? {};
  const posts = ((await account.listPosts?.({ limit: 20 }))?.items ?? []).filter(({ isOwn }) => isOwn);
  const engagement = engagementRate.byFollowers(posts, followers === undefined ? {} : { followers });
  console.log(
    `engagement by followers  ${account.network.padEnd(9)} ${engagement.value === null ? dim(engagement.reason) : `${percent(engagement.value)} ${dim(`(${String(engagement.numerator)} of ${String(engagement.denominator)}, ${String(posts.length)} post${posts.length === 1 ? "" : "s"})`)}`}`,
  );
}
const rate = responseRate(messages, { now });
const times = responseTimes(messages, { now });
console.log(
  `response rate            ${rate.value === null ? rate.reason : `${percent(rate.value)} ${dim(`(${String(rate.numerator)} of ${String(rate.denominator)}; 95 %: ${percent(rate.interval?.low ?? 0)} to ${percent(rate.interval?.high ?? 1)})`)}`}`,
);
console.log(
  `median response time     ${times.median.value === null ? times.median.reason : `${duration(times.median.value)} ${dim(`(${String(times.n.value)} answered, ${String(times.unanswered.value)} waiting)`)}`}`,
);
await inbox.close();

/** Lays an answer out by the Nordic framework, shows how it fits, and sends it. */
async function answer(message: Message, values: StepValues | undefined, here: Town | undefined): Promise<void> {
  if (values === undefined) return;
  const plan = compose(nordic, { ...(await inbox.replyContext(message.key)), values });
  const fits = plan.lengths.map(({ value, max, unit }) => `${String(value)} of ${String(max)} ${unit}`).join(", ");
  console.log(`${bold(message.author?.name ?? message.author?.handle ?? "somebody")} ${dim(message.text)}`);
  console.log(wrap(plan.text, "  "));
  console.log(`  ${dim(fits)}${plan.dropped.length > 0 ? yellow(`  dropped: ${plan.dropped.join(", ")}`) : ""}`);
  if (!mayWrite) return;
  await here?.clock.advance(90_000);
  const outcome = await inbox.respond(message, plan, { by });
  console.log(`  ${told(outcome)}`);
}

/** Says what became of a write. */
function told(outcome: Outcome): string {
  const steps = outcome.steps.map(({ step, status }) => `${step} ${status}`).join(", ");
  switch (outcome.status) {
    case "sent":
      return `${green("sent")} ${dim(steps)}`;
    case "pending":
      return `${yellow("pending")} ${dim(outcome.reason ?? outcome.waitsFor)}`;
    case "rejected":
    case "unknown":
      return `${yellow(outcome.status)} ${outcome.error.message}`;
  }
}
