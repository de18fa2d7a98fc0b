/**
 * A team shares an inbox: who takes care, who approves, what is said in private, and a switch that stops everything.
 * `npm run example:team` runs it on a Mastodon in this process; nobody outside hears of it. The page: docs/guide/team.md.
 */
import { createInbox, fourEyes, holdAutomation, type Policy } from "folkmoot";
import { createMastodonAdapter } from "folkmoot/mastodon";
import { fakeNetwork, virtualClock } from "folkmoot/testing";
import { clockTime, heading } from "./demo/print.ts";

const sandra = { type: "human", id: "sandra" } as const;
const mikkel = { type: "human", id: "mikkel" } as const;
const robot = { type: "automation", id: "night-shift" } as const;
const hour = 3_600_000;

const clock = virtualClock({ auto: true, start: "2026-11-20T08:00:00.000Z" });
const network = fakeNetwork("mastodon", { clock, seed: "team", baseUrl: "https://fjeld.test" });
const brand = network.state.addAccount("fjeldboots");
const asta = network.state.addAccount("asta@bjerg.example");
const post = network.state.post(brand, "Our winter boots are here.");
const question = network.state.reply(asta, post, "@fjeldboots@fjeld.test My parcel never came.");

// A rule of the house: what speaks of money is looked at by two people. It sees the public and the private half alike.
const second = fourEyes();
const money: Policy = (send, context) => (/refund|money/i.test(send.plan?.text ?? "") ? second(send, context) : { do: "send" });

const inbox = createInbox({
  accounts: [createMastodonAdapter({ server: network.baseUrl, accountId: brand.id, token: brand.token })],
  policies: [holdAutomation(), money],
  clock,
  fetch: network.fetch,
});
await inbox.sync();

heading("1  Somebody takes care");
const [item] = (await inbox.items({ direction: "inbound", status: "open" })).items;
if (item === undefined) throw new Error("Nobody asked anything.");
const { message, workflow } = item;
await inbox.assign(workflow.key, "sandra", { by: mikkel });
await inbox.label(workflow.key, { add: ["parcel"] }, { by: mikkel });
const noted = await inbox.note(workflow.key, "The carrier lost three last week.", { by: sandra });
console.log(`${noted.status}, taken by ${noted.assignee ?? "nobody"}, ${noted.labels.join(", ")}, ${String(noted.notes.length)} note`);
// Whoever looked before the note was written decides on something old.
const late = await inbox.resolve(workflow.key, { by: mikkel, version: workflow.version }).catch((error: unknown) => error);
console.log(late instanceof Error ? `too late: ${late.name}` : "resolved");

heading("2  A program writes, a person approves");
const draft = await inbox.respond(message, "@asta@bjerg.example Sorry! I am looking for it.", { by: robot });
console.log(`written by a program: ${draft.status}`);
console.log(`approved by Sandra: ${(await inbox.approveReply(draft.id, sandra)).status}`);

heading("3  Into private, with four eyes on the money");
const moved = await inbox.escalate(
  message,
  { publicPlan: "@asta@bjerg.example I have sent you a message.", privatePlan: "@asta@bjerg.example Here is your refund." },
  { by: sandra },
);
console.log(`asked for by Sandra: ${moved.status}, steps ${String(moved.steps.length)}`);
const out = await inbox.approveReply(moved.id, mikkel);
console.log(`approved by Mikkel: ${out.status}, ${out.steps.map(({ step, status }) => `${step} ${status}`).join(", ")}`);

heading("4  We wait for her, then she writes");
console.log((await inbox.markPending(workflow.key, { by: sandra })).status);
await clock.sleep(hour);
network.state.reply(asta, question, "@fjeldboots@fjeld.test It came!");
await inbox.sync();
const [again] = (await inbox.items({ direction: "inbound", assignee: "sandra", limit: 1 })).items;
console.log(`after her answer: ${again?.workflow.status ?? "gone"}`);
console.log((await inbox.resolve(workflow.key, { by: sandra })).status);

heading("5  The switch");
await inbox.pause({ scope: "all", reason: "The wrong price was published.", by: mikkel });
const stopped = await inbox.respond(message, "@asta@bjerg.example Wonderful!", { by: sandra });
console.log(`while paused: ${stopped.status}, ${stopped.status === "pending" ? (stopped.reason ?? "") : ""}`);
await inbox.resume({ scope: "all", by: mikkel });
await clock.sleep(hour);
await inbox.recover();
console.log(`an hour after it was lifted, nothing has left by itself: ${(await inbox.outbox({ states: ["held"] })).items.length} waits`);
console.log(`asked for again: ${(await inbox.respond(message, "@asta@bjerg.example Wonderful!", { by: sandra })).status}`);

heading("6  Who did what");
for await (const { at, by, action, status, reason } of inbox.audit({ limit: 30 }))
  console.log([clockTime(at), by.id.padEnd(11), action, status, reason].filter((word) => word !== undefined).join("  "));
await inbox.close();
