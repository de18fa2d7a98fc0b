/**
 * The main job, from reading to measuring: `npm run demo`.
 *
 * Without credentials it runs on a Bluesky in this process, within a second. With BLUESKY_HANDLE (or BLUESKY_DID) and
 * BLUESKY_APP_PASSWORD in the environment it reads your own account, and writes nothing unless it is told what:
 * `npm run demo -- --write "Thank you for writing!"` sends that one answer to the newest message that waits.
 * A server of your own is named by BLUESKY_DID and BLUESKY_SERVICE.
 */
import { createInbox, type Inbox, type Message, type Outcome } from "folkmoot";
import { createBlueskyAdapter, resolveAccount, type BlueskyAdapter } from "folkmoot/bluesky";
import { engagementRate, responseRate, responseTimes } from "folkmoot/metrics";
import { compose, nordic, type StepValues } from "folkmoot/reply";
import { answerTo } from "./demo/answers.ts";
import { bold, clockTime, dim, duration, green, heading, wrap, yellow } from "./demo/print.ts";
import { openTown, type Town } from "./demo/town.ts";

const by = { type: "human", id: "sandra" } as const;
const { BLUESKY_HANDLE: handle, BLUESKY_DID: did, BLUESKY_SERVICE: service, BLUESKY_APP_PASSWORD: password } = process.env;
const real = password !== undefined && (did ?? handle) !== undefined;
const toWrite = process.argv.includes("--write") ? process.argv[process.argv.indexOf("--write") + 1] : undefined;
const mayWrite = !real || toWrite !== undefined;

const town = real ? undefined : await openTown();
const account: BlueskyAdapter =
  town === undefined
    ? createBlueskyAdapter({
        ...(did && service ? { accountId: did, service } : await resolveAccount(did ?? handle ?? "")),
        password: password ?? "",
      })
    : createBlueskyAdapter({ accountId: town.brand.did, password: town.brand.password, service: town.network.baseUrl });
const inbox: Inbox<BlueskyAdapter> = createInbox({
  accounts: [account],
  ...(town !== undefined && { fetch: town.network.fetch, clock: town.clock }),
});

console.log(bold("folkmoot"), real ? "on your Bluesky account" : "on a Bluesky in this process: nobody outside hears of it");

heading("1  Read: everything that was said, in one model");
const report = await inbox.sync();
for (const { surface, error } of report.surfaces) if (error) console.log(yellow(`${surface}: ${error.message}`));
const waiting: Message[] = [];
for await (const { message } of inbox.items({ direction: "inbound", order: real ? "newest" : "oldest", limit: 20 })) {
  waiting.push(message);
  console.log(
    `${dim(clockTime(message.createdAt))}  ${message.kind.padEnd(8)} ${bold(message.author?.name ?? message.author?.handle ?? "somebody")}`,
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

heading("4  Budgets: what the network still allows");
for (const { rule, remaining, limit, unit, resetsAt } of await inbox.budgets()) {
  const left = remaining === undefined ? "not told" : `${String(remaining)} of ${String(limit ?? "?")} ${unit}`;
  console.log(`${rule.padEnd(16)} ${left}${resetsAt === undefined ? "" : dim(`  until ${clockTime(resetsAt)}`)}`);
}

heading("5  Measure: numbers with a footing");
const messages: Message[] = [];
for await (const { message } of inbox.items({})) messages.push(message);
const now = new Date(town?.clock.now() ?? Date.now()).toISOString();
const { followers } = await account.getAccount();
const posts = (await account.listPosts({ limit: 20 })).items.filter(({ isOwn }) => isOwn);
const engagement = engagementRate.byFollowers(posts, followers === undefined ? {} : { followers });
const rate = responseRate(messages, { now });
const times = responseTimes(messages, { now });
const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
console.log(
  `engagement by followers  ${engagement.value === null ? engagement.reason : `${percent(engagement.value)} ${dim(`(${String(engagement.numerator)} of ${String(engagement.denominator)}, ${String(posts.length)} post${posts.length === 1 ? "" : "s"})`)}`}`,
);
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
