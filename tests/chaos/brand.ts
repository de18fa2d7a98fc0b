/** What the brand does in a run: answers, likes, hides, takes back, moves into private, approves; each thing once, however often it is asked for. @module */
import { isFolkmootError } from "../../src/errors.js";
import { StoreAway, type Process } from "./process.js";
import type { Actor } from "../../src/model/actor.js";
import type { Chance } from "./chance.js";
import type { Message } from "../../src/model/message.js";
import type { Outcome } from "../../src/model/outcome.js";
import type { ReplyPlan } from "../../src/model/draft.js";

/** One thing that the brand wanted. */
export interface Ask {
  /** The idempotency key, and part of every text that is said for it. */
  readonly key: string;
  readonly what: "respond" | "escalate" | "publish" | "like" | "hide" | "delete";
  readonly account: string;
  /** What it is done to; absent for a post. */
  readonly target?: Message;
  /** What each part says, public ones first. */
  readonly parts: readonly string[];
  readonly by: Actor;
  /** Everything that was answered, oldest first. */
  readonly outcomes: Outcome[];
}

/** The brand of a town. */
export interface Brand {
  readonly asks: readonly Ask[];
  /** What was thrown that no caller could have expected. */
  readonly surprises: readonly string[];
  /** Wants something new, asks again for something old, or decides about what waits. */
  act(process: Process): Promise<void>;
}

const sandra: Actor = { type: "human", id: "sandra" };
const mikkel: Actor = { type: "human", id: "mikkel" };
const nightShift: Actor = { type: "automation", id: "night-shift" };

/** How many of the newest messages the brand looks at. */
const looksAt = 25;

function planOf(parts: readonly string[], likes: boolean): ReplyPlan {
  return {
    text: parts.join("\n"),
    parts,
    segments: [],
    actions: likes ? [{ type: "like", onUnsupported: "skip" }] : [],
    used: [],
    dropped: [],
    lengths: [],
    warnings: [],
    provenance: {},
  };
}

/** Codes of what a call may throw before anything is stored or sent: the target is gone, or the network has no such thing. */
const expected = ["not-found", "unsupported", "invalid-request", "conflict", "forbidden"] as const;

/** Makes a brand. */
export function brandOf(chance: Chance): Brand {
  const asks: Ask[] = [];
  const surprises: string[] = [];
  const waiting: string[] = [];
  let wanted = 0;

  const note = (what: string, error: unknown): void => {
    if (error instanceof StoreAway || expected.some((code) => isFolkmootError(error, code))) return;
    const told = isFolkmootError(error)
      ? `${error.code}: ${error.message}`
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
    surprises.push(`${what} threw ${told}`);
  };
  const run = async (process: Process, ask: Ask): Promise<void> => {
    const { inbox } = process;
    const { key, what, by, parts, target, account } = ask;
    const options = { by, idempotencyKey: key };
    const ended = await process.attempt(async (): Promise<Outcome> => {
      if (what === "publish") return inbox.act("publishPost", { key: account }, { text: parts[0] ?? "" }, options);
      if (target === undefined) throw new TypeError("an ask without a target");
      switch (what) {
        case "respond":
          return inbox.respond(target, planOf(parts, key.endsWith("l")), options);
        case "escalate":
          return inbox.escalate(target, { publicPlan: parts[0] ?? "", privatePlan: parts[1] ?? "" }, options);
        case "like":
        case "hide":
        case "delete":
          return inbox.act(what, target, null, options);
      }
    });
    if (ended?.error !== undefined) note(what, ended.error);
    const outcome = ended?.value;
    if (outcome === undefined) return;
    ask.outcomes.push(outcome);
    if (outcome.status === "pending" && outcome.waitsFor === "approval") waiting.push(outcome.id);
  };
  const want = async (process: Process): Promise<void> => {
    wanted += 1;
    const account = chance.of(process.accounts) ?? "";
    const what = chance.weighed({ respond: 60, publish: 1, like: 12, hide: 4, delete: 5, escalate: 5 });
    const by = chance.hits(0.25) ? nightShift : sandra;
    const key = `a${wanted}${chance.hits(0.4) ? "l" : ""}`;
    const say = (part: number): string => `Thank you, we look into it. [${key}.${part}]`;
    if (what === "publish") {
      const ask: Ask = { key, what, account, parts: [say(0)], by, outcomes: [] };
      asks.push(ask);
      return run(process, ask);
    }
    const found = await process.attempt(async () => {
      const messages: Message[] = [];
      const direction = what === "delete" ? "outbound" : "inbound";
      for await (const { message } of process.inbox.items({ accounts: [account], direction })) {
        if (message.deletedAt === undefined) messages.push(message);
        if (messages.length >= looksAt) break;
      }
      return messages;
    });
    if (found?.error !== undefined) note("items", found.error);
    const target = chance.of(found?.value ?? []);
    if (target === undefined) return;
    const count = what === "respond" ? chance.whole(1, 3) : what === "escalate" ? 2 : 0;
    const ask: Ask = { key, what, account, target, parts: Array.from({ length: count }, (_, part) => say(part)), by, outcomes: [] };
    asks.push(ask);
    await run(process, ask);
  };
  const decide = async (process: Process): Promise<void> => {
    const id = waiting.shift();
    if (id === undefined) return;
    const declines = chance.hits(0.2);
    const ended = await process.attempt(() =>
      declines ? process.inbox.declineReply(id, mikkel, "not now") : process.inbox.approveReply(id, mikkel),
    );
    if (ended?.error !== undefined) {
      note(declines ? "declineReply" : "approveReply", ended.error);
      if (ended.error instanceof StoreAway) waiting.push(id);
    }
  };
  return {
    asks,
    surprises,
    act: async (process) => {
      switch (chance.weighed({ want: 6, again: 3, decide: 2 })) {
        case "want":
          return want(process);
        case "again": {
          const ask = chance.late(asks);
          return ask === undefined ? undefined : run(process, ask);
        }
        case "decide":
          return decide(process);
      }
    },
  };
}
