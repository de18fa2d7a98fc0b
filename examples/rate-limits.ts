/**
 * Rate limits that you never meet: `npm run example:limits`.
 * It runs on a Mastodon in this process and on a clock that jumps, so that a quarter of an hour takes a second; nobody outside hears of it.
 * The pages: docs/guide/errors-and-limits.md, and docs/guide/many-processes.md for the last part.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInbox, type BackfillJob, type Estimate, type Inbox } from "folkmoot";
import type { FakeMastodon } from "folkmoot/testing";
import { bold, clockTime, dim, duration, heading } from "./demo/print.ts";
import { openTown } from "./rate-limits/town.ts";

const by = { type: "human", id: "sandra" } as const;
const { network, clock, fetch, adapter } = await openTown();
const now = (): string => new Date(clock.now()).toISOString();

// The server allows 300 calls in five minutes. The brand has other tools with the same token: this one stops where half of them is used,
// by whomever.
const fjeld = adapter();
const inbox = createInbox({ accounts: [fjeld], clock, fetch, limiter: { capacities: { "ma.token": 150 } } });

// News of budgets: for a light on a dashboard. Nothing has to be done about them, calls wait by themselves.
inbox.on("budget-low", ({ rule, remaining }) => {
  console.log(`${clockTime(now())}  ${rule} has ${String(remaining)} left, kept for replies`);
});
inbox.on("throttled", ({ rule, retryAt }) => {
  console.log(`${clockTime(now())}  ${rule} holds reading back until ${clockTime(retryAt)}`);
});

heading("1  Before: what would two months of history take?");
const job: BackfillJob = {
  id: "autumn",
  accounts: [fjeld.account],
  surfaces: ["posts", "comments", "mentions"],
  from: "2026-09-22T00:00:00.000Z",
};
showEstimate(await inbox.estimate(job));
console.log(dim(`Asking took ${String(network.calls.length)} calls: first pages, and what is looked up for their items.`));

heading("2  What is left");
await showBudgets(inbox);

heading("3  Read a month, and answer in the middle of it");
// As soon as reading has used what it may, it waits for the next five minutes. The fifth that is left is for people.
const began = clock.now();
const throttled = new Promise<void>((resolve) => {
  inbox.on("throttled", () => {
    resolve();
  });
});
const reading = inbox.sync();
await throttled;
const [question] = (await inbox.items({ direction: "inbound", order: "newest", limit: 1 })).items;
if (question) {
  const asked = clock.now();
  const { status } = await inbox.respond(question.message, "It is: two hours in a stream, and dry.", { by });
  console.log(`${clockTime(now())}  ${bold("the answer")} is ${status}, ${String(clock.now() - asked)} ms after it was written: one trip`);
}
const { surfaces } = await reading;
const fetched = surfaces.reduce((sum, surface) => sum + surface.fetched, 0);
console.log(`${clockTime(now())}  all is read: ${String(fetched)} posts, comments and mentions in ${duration(clock.now() - began)}`);
console.log(dim(whatTheServerSaw(network)));

heading("4  What is left now");
await showBudgets(inbox);
await inbox.close();

heading("5  Two processes, one budget");
// This server tells nothing of its limits, as Hollo and Pleroma do: neither process could know of the other by itself. Both open the same
// file. Here they live in one program, which makes no difference to the file; each has an empty store, so both read the whole month.
if (!isBuiltin("node:sqlite")) console.log("This needs Node 22.13 or newer.");
else {
  const { sqliteCoordinator } = await import("folkmoot/store/sqlite");
  const silent = await openTown({ silent: true });
  const { clock, fetch } = silent;
  const folder = mkdtempSync(join(tmpdir(), "folkmoot-limits-"));
  const start = () => {
    const coordinator = sqliteCoordinator({ file: join(folder, "budgets.db"), clock });
    const inbox = createInbox({ accounts: [silent.adapter()], clock, fetch, coordinator });
    // Permits that were taken ahead go back with `close`.
    return { inbox, stop: () => inbox.close().then(() => coordinator.close()) };
  };
  const [web, worker] = [start(), start()];
  const began = clock.now();
  await Promise.all([web.inbox.sync(), worker.inbox.sync()]);
  console.log(`Both have read: ${String(silent.network.calls.length)} calls in ${duration(clock.now() - began)}`);
  console.log(dim(whatTheServerSaw(silent.network)));
  console.log("What the one sees:");
  await showBudgets(web.inbox);
  console.log("What the other sees:");
  await showBudgets(worker.inbox);
  await web.stop();
  await worker.stop();
  rmSync(folder, { recursive: true });
}

/** A line for each list, and the sum. What is absent is unknown: say so, and never 0. */
function showEstimate({ surfaces, calls, durationMs, money }: Estimate): void {
  for (const { surface, calls, units = [] } of surfaces) {
    const ofRules = units.map(({ rule, amount }) => `${String(amount)} of ${rule}`).join(", ");
    console.log(`${surface.padEnd(10)} ${calls === undefined ? "nobody knows" : `about ${String(calls)} calls`}  ${dim(ofRules)}`);
  }
  const costs = money?.map(({ amount, currency }) => `${amount.toFixed(2)} ${currency}`).join(" and ") ?? "no money";
  const done = durationMs === undefined ? "at a time that nobody knows" : `in ${duration(durationMs)}`;
  console.log(`${"together".padEnd(10)} ${calls === undefined ? "?" : String(calls)} calls, ${costs}, done ${done}`);
}

/** What is left of each budget that was used, and until when. */
async function showBudgets(of: Inbox): Promise<void> {
  for (const { rule, remaining, limit, unit, resetsAt, money } of await of.budgets()) {
    if (remaining === limit) continue;
    const until = resetsAt === undefined ? "" : `, anew at ${clockTime(resetsAt)}`;
    const spent = money === undefined ? "" : `, ${String(money.spent)} ${money.currency} spent`;
    console.log(`${rule.padEnd(10)} ${String(remaining ?? "?")} of ${String(limit ?? "?")} ${unit}${until}${spent}`);
  }
}

/** How many calls came in the busiest five minutes, and how often the server had to say 429. */
function whatTheServerSaw({ calls }: FakeMastodon): string {
  const byWindow = new Map<number, number>();
  for (const { at } of calls) {
    const window = Math.floor(Date.parse(at) / 300_000);
    byWindow.set(window, (byWindow.get(window) ?? 0) + 1);
  }
  const refusals = calls.filter(({ status }) => status === 429).length;
  return `The server saw ${String(Math.max(...byWindow.values()))} calls in the busiest five minutes, and refused ${String(refusals)}.`;
}
