/** Compares what the inbox holds with what is true. @module */
import { judgeBrand } from "./judge-brand.js";
import { judgeJournal } from "./judge-journal.js";
import { judgeMessages } from "./judge-messages.js";
import { judgeOutside } from "./judge-outside.js";
import { judgeWaiting } from "./judge-waiting.js";
import { rowsOf } from "./rows.js";
import { truthOf, type AccountTruth } from "./truth.js";
import type { Collections } from "../../src/store/collections.js";
import type { Run, RunReport } from "./run.js";

/** Everything that a judge looks at. */
export interface Evidence {
  readonly run: Run;
  readonly truth: readonly AccountTruth[];
  readonly messages: ReadonlyMap<string, Collections["message"]>;
  readonly posts: ReadonlyMap<string, Collections["post"]>;
  readonly changes: ReadonlyMap<string, Collections["change"]>;
  readonly outbox: ReadonlyMap<string, Collections["outbox"]>;
  readonly conversations: ReadonlyMap<string, Collections["conversation"]>;
  readonly cursors: ReadonlyMap<string, Collections["cursor"]>;
  readonly dead: ReadonlyMap<string, Collections["dead"]>;
  /** Says that something is wrong. */
  readonly wrong: (what: string) => void;
}

/** Judges a run. */
export async function judge(run: Run): Promise<RunReport> {
  const wrongs: string[] = [];
  const evidence: Evidence = {
    run,
    truth: truthOf(run.town),
    messages: await rowsOf(run, "message", ({ key }) => key),
    posts: await rowsOf(run, "post", ({ key }) => key),
    changes: await rowsOf(run, "change", ({ account, id }) => `${account} ${id}`),
    outbox: await rowsOf(run, "outbox", ({ id }) => id),
    conversations: await rowsOf(run, "conversation", ({ key }) => key),
    cursors: await rowsOf(run, "cursor", ({ account, surface }) => `${account} ${surface}`),
    dead: await rowsOf(run, "dead", ({ account, consumer, id }) => `${account} ${consumer} ${id}`),
    wrong: (what) => wrongs.push(what),
  };
  for (const judging of [judgeMessages, judgeJournal, judgeBrand, judgeWaiting, judgeOutside]) judging(evidence);
  run.options.look?.(evidence);
  const { town, brand, consumers } = run;
  const handled = [...consumers.handled.values()];
  const sum = (count: (one: (typeof handled)[number]) => number): number => handled.reduce((total, one) => total + count(one), 0);
  return {
    wrongs,
    tally: {
      steps: run.options.steps,
      said: town.said.size,
      stored: evidence.messages.size,
      expected: evidence.truth.reduce((total, { messages }) => total + messages.size, 0),
      journaled: evidence.changes.size,
      asks: brand.asks.length,
      sent: [...evidence.outbox.values()].filter(({ state }) => state === "sent").length,
      deaths: run.deaths.length,
      calls: [town.bluesky, town.mastodon, town.discord].reduce((total, { calls }) => total + calls.length, 0),
      faults: [town.bluesky, town.mastodon, town.discord].reduce(
        (total, { calls, pushes }) => total + [...calls, ...pushes].filter(({ faults }) => faults.length > 0).length,
        0,
      ),
      quarantined: [...run.quarantined.values()].reduce((total, one) => total + one, 0),
      handledTwice: sum(({ successes }) => Math.max(0, successes.length - 1)),
      dead: evidence.dead.size,
      virtualMinutes: Math.round((run.clock.now() - Date.parse("2026-11-20T08:00:00.000Z")) / 60_000),
    },
  };
}
