/** What the processes of these tests are told, and what they tell. @module */
import type { Outcome } from "../../src/model/outcome.js";
import type { MessageKey } from "../../src/model/keys.js";
import type { Store } from "../../src/store/store.js";
import type { AnyAdapter } from "../../src/adapter/adapter.js";
import type { ReplyPlan } from "../../src/model/draft.js";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createDiscordAdapter } from "../../src/networks/discord/index.js";
import { createMastodonAdapter } from "../../src/networks/mastodon/index.js";
import { postgresStore } from "../../src/store/postgres/index.js";
import { sqliteStore } from "../../src/store/sqlite/index.js";

/** Where the processes share. */
export type Place = { readonly file: string } | { readonly connectionString: string; readonly schema: string };

export const networks = ["bluesky", "mastodon", "discord"] as const;
export type NetworkName = (typeof networks)[number];

export const kinds = ["reply", "escalate", "message"] as const;
/** A reply of two parts with a like, a public and a private part with a like, and a message of two parts. */
export type Kind = (typeof kinds)[number];

/** How a process reaches the networks, which live in the test. */
export interface Wire {
  /** Where a host of a fake listens. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly bluesky: { readonly accountId: string; readonly password: string; readonly service: string };
  readonly mastodon: { readonly accountId: string; readonly token: string; readonly server: string };
  readonly discord: { readonly accountId: string; readonly token: string; readonly service: string };
}

/** One write of the brand. Each has a tenant of its own, so that one process can stand for many that stop at different steps. */
export interface Job {
  readonly id: string;
  readonly network: NetworkName;
  readonly kind: Kind;
  readonly message: MessageKey;
}

/** What a process is to do with a job. */
export interface Task {
  readonly job: Job;
  readonly does: "send" | "recover";
  /** The step at which it stops for good, from 1; without it none. */
  readonly stallAt?: number;
}

/** What a process is told. */
export interface ChildSetup {
  readonly place: Place;
  readonly wire: Wire;
  /** How far its clock is ahead of the machine's. Milliseconds. */
  readonly aheadMs: number;
  /** The instant at which its clock stands still, however long it takes. Milliseconds since 1970. */
  readonly frozenAt?: number;
  readonly tasks: readonly Task[];
}

/** What a process tells of one task, once: it has ended, or it stands at its step. */
export interface Told {
  readonly id: string;
  /** The steps so far. */
  readonly steps: readonly string[];
  readonly stalled: boolean;
  readonly outcomes?: readonly Outcome[];
  /** What went wrong that should not. */
  readonly failure?: string;
}

/** The texts of a job, in the order in which they have to stand. Words that stand in no other text. */
export const textsOf = ({ id }: Pick<Job, "id">): readonly string[] => [`first-of-${id}.`, `second-of-${id}.`];

/** A plan as `compose` makes one. */
function planOf(parts: readonly string[], likes: boolean): ReplyPlan {
  return {
    text: parts.join(" "),
    parts,
    segments: [],
    actions: likes ? [{ type: "like", onUnsupported: "fail" }] : [],
    used: [],
    dropped: [],
    lengths: [],
    warnings: [],
    provenance: {},
  };
}

/** The plans of a job: both halves of an escalation, else one. */
export function plansOf(job: Job): { readonly plan: ReplyPlan; readonly publicPlan: ReplyPlan; readonly privatePlan: ReplyPlan } {
  const [first = "", second = ""] = textsOf(job);
  return {
    plan: planOf([first, second], job.kind === "reply"),
    publicPlan: planOf([first], true),
    privatePlan: planOf([second], false),
  };
}

export const likes = ({ kind }: Pick<Job, "kind">): boolean => kind !== "message";

export function openStore(place: Place): Store {
  return "file" in place ? sqliteStore({ file: place.file, timeoutMs: 30_000 }) : postgresStore({ ...place });
}

export const adapterOf = (network: NetworkName, wire: Wire): AnyAdapter => {
  switch (network) {
    case "bluesky":
      return createBlueskyAdapter(wire.bluesky);
    case "mastodon":
      return createMastodonAdapter(wire.mastodon);
    case "discord":
      return createDiscordAdapter(wire.discord);
  }
};
