/**
 * Facebook, Instagram and Threads in one inbox: `npm run example:meta`.
 *
 * Without credentials it runs on a Facebook, an Instagram and a Threads in this process; `-- --login instagram` shows what changes where the
 * account on Instagram logs in without Facebook. With credentials in the environment (see `meta/own-accounts.ts`) it reads your own accounts,
 * and writes nothing unless it is told what: `-- --write "Thank you for writing!"` sends that one answer to the newest message that waits.
 */
import { createInbox, type Message, type Outcome } from "folkmoot";
import { compose, nordic, type StepValues } from "folkmoot/reply";
import { answerTo } from "./meta/answers.ts";
import { bold, clockTime, dim, green, heading, wrap, yellow } from "./demo/print.ts";
import { openTown } from "./meta/town.ts";
import { ownAccounts } from "./meta/own-accounts.ts";

const by = { type: "human", id: "sandra" } as const;
const program = { type: "automation", id: "greeter" } as const;
const option = (name: string): string | undefined =>
  process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined;
const own = ownAccounts(process.env);
const real = own.length > 0;
const toWrite = option("--write");

const town = real ? undefined : await openTown(option("--login") === "instagram" ? "instagram" : "facebook");
const accounts = town?.accounts ?? own;
const inbox = createInbox({ accounts, ...town?.runtime });

console.log(bold("folkmoot"), real ? "on your own accounts" : "on three networks in this process: nobody outside hears of it");

heading("1  Read: what lists tell");
for (const { account, surface, fetched, error } of (await inbox.sync()).surfaces)
  if (error !== undefined) console.log(yellow(`${account} ${surface}: ${error.message}`));
  else if (fetched > 0) console.log(`${account.split(":")[0]?.padEnd(10) ?? ""}${surface.padEnd(9)} ${String(fetched)}`);

if (town !== undefined) {
  heading("2  Webhooks: what lists do not tell, and nothing twice");
  for (const { account, operations } of accounts)
    if (operations.has("subscribe")) await inbox.subscribe(account, { url: "https://fjeld.example/webhooks/meta" });
  inbox.on("message", (message) => {
    console.log(`new     ${message.network.padEnd(10)}${message.kind.padEnd(8)} ${message.text}`);
  });
  await town.later();
  const deliveries = await town.deliveries();
  const answers = (await Promise.all(deliveries.map((request) => inbox.receive(request.clone())))).map(({ status }) => status);
  const again = (await Promise.all(deliveries.map((request) => inbox.receive(request)))).map(({ status }) => status);
  console.log(`delivered ${answers.join(", ")}; once more ${again.join(", ")}; then every list is asked again, and nobody is new`);
  await inbox.sync();
}

const waiting: Message[] = [];
for await (const { message } of inbox.items({ direction: "inbound", order: real ? "newest" : "oldest", limit: 30 })) waiting.push(message);
const find = (words: string): Message | undefined => waiting.find(({ text }) => text.includes(words));

heading("3  Answer: acknowledge, answer, continue, sign");
if (!real) for (const message of waiting) await answer(message, answerTo(message), true);
else
  for (const [index, message] of waiting.entries())
    if (index > 0) show(message);
    else await answer(message, toWrite === undefined ? {} : { acknowledge: toWrite }, toWrite !== undefined);
if (real && toWrite === undefined)
  console.log(dim('Reading only. `npm run example:meta -- --write "Thank you for writing!"` sends that to the newest message.'));

if (town !== undefined) {
  heading("4  Likes: done where the network has them, said where it has none");
  const liked: Message[] = [];
  for await (const { message } of inbox.items({ direction: "inbound" }))
    if (message.ownReactions?.includes("like") === true) liked.push(message);
  for (const { network } of accounts) {
    const count = liked.filter((message) => message.network === network).length;
    const comment = waiting.find((message) => message.network === network && message.kind === "comment");
    const may = comment && (await inbox.can("like", comment.key, { by }));
    const none = may?.ok === false ? `none: ${may.detail} The answers went out without` : "none";
    console.log(`${network.padEnd(10)}${count > 0 ? green(`${String(count)} liked`) : yellow(none)}`);
  }

  heading("5  Moderate: a private answer, once; hide; let wait, and let in");
  const [asked, spam, held] = [find("De ligner ikke læder"), find("spam.example"), find("Til Rago!")];
  if (asked !== undefined) {
    console.log(`private ${told(await inbox.act("replyPrivately", asked, "Vi har lagt et par til side til dig.", { by }))}`);
    console.log(`again   ${told(await inbox.act("replyPrivately", asked, "Og et par til din søster.", { by }))}`);
  }
  if (spam !== undefined) console.log(`hide    ${told(await inbox.act("hide", spam, null, { by }))}  ${dim(spam.text)}`);
  if (held !== undefined) console.log(`approve ${told(await inbox.act("approve", held, null, { by }))}  ${dim(held.text)}`);

  heading("6  A direct message after more than 24 hours");
  await town.clock.sleep(26 * 3_600_000);
  const parcel = find("hvor er min pakke");
  if (parcel !== undefined) {
    for (const who of [program, by]) {
      const may = await inbox.can("sendMessage", parcel.conversation, { by: who });
      console.log(`${who.id.padEnd(8)}${may.ok ? `may until ${may.until ?? "?"}, as a ${may.mode ?? "?"}` : yellow(may.detail)}`);
    }
    const draft = await inbox.respond(parcel, "Hej Frida, undskyld ventetiden. Din pakke ligger i butikken.", { by: program });
    console.log(`program ${told(draft)}`);
    if (draft.status === "pending") console.log(`approve ${told(await inbox.approveReply(draft.id, by))}`);
  }
}
await inbox.close();

function show({ createdAt, network, kind, parent, author, text }: Message): void {
  const place = `${network.padEnd(10)}${(parent === undefined ? kind : `${kind}, below`).padEnd(15)}`;
  console.log(`${dim(clockTime(createdAt))}  ${place} ${bold(author?.name ?? author?.handle ?? "somebody")} ${dim(text)}`);
}

/** Lays an answer out by the Nordic framework, and sends it. */
async function answer(message: Message, values: StepValues | undefined, write: boolean): Promise<void> {
  show(message);
  if (values === undefined || Object.keys(values).length === 0) return;
  const plan = compose(nordic, { ...(await inbox.replyContext(message.key)), values });
  console.log(wrap(plan.text, "       "));
  if (write) console.log(`       ${told(await inbox.respond(message, plan, { by }))}`);
}

/** Says what became of a write. */
function told(outcome: Outcome): string {
  switch (outcome.status) {
    case "sent":
      return `${green("sent")} ${dim(outcome.steps.map(({ step, status, error }) => `${step} ${status}${error ? ` (${error.code})` : ""}`).join(", "))}`;
    case "pending":
      return `${yellow("pending")} ${dim(outcome.reason ?? outcome.waitsFor)}`;
    case "rejected":
    case "unknown":
      return `${yellow(outcome.status)} ${outcome.error.message}`;
  }
}
