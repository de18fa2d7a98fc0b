/** An invented network with one account, and an inbox's writing half over it. The network remembers what it was told, and fails on demand. */
import { defineAdapter } from "../../src/adapter/define-adapter.js";
import { onePage } from "../../src/adapter/paged.js";
import { resolveRuntime } from "../../src/adapter/defaults.js";
import { FolkmootError } from "../../src/errors.js";
import { createAnswer, type Answer } from "../../src/inbox/answer.js";
import { createCare, type Care } from "../../src/inbox/care.js";
import { createRule, type Rule } from "../../src/inbox/rule.js";
import { holdAutomation } from "../../src/inbox/policies.js";
import { listAudit } from "../../src/inbox/audit-list.js";
import { listOutbox } from "../../src/inbox/outbox-list.js";
import { makeKey } from "../../src/model/keys.js";
import { memoryStore } from "../../src/store/memory/memory-store.js";
import { virtualClock, type VirtualClock } from "../../src/testing/clock.js";
import type { Actor } from "../../src/model/actor.js";
import type { AnyAdapter, CanRules } from "../../src/adapter/adapter.js";
import type { Collections, OutboxEntry } from "../../src/store/collections.js";
import type { Conversation } from "../../src/model/conversation.js";
import type { Draft, ReplyPlan } from "../../src/model/draft.js";
import type { InboxContext } from "../../src/inbox/context.js";
import type { Key, MessageKey } from "../../src/model/keys.js";
import type { LimiterOptions } from "../../src/limits/options.js";
import type { Logger } from "../../src/logger.js";
import type { Message } from "../../src/model/message.js";
import type { OperationName, Receipt, WriteOptions } from "../../src/adapter/operations.js";
import type { Policy } from "../../src/inbox/policy.js";
import type { Store } from "../../src/store/store.js";

export const account = "forum:1";
export const sandra: Actor = { type: "human", id: "sandra" };
export const mikkel: Actor = { type: "human", id: "mikkel" };
export const robot: Actor = { type: "automation", id: "night-shift" };

export const comment: Message = {
  key: makeKey(account, "message", "c1"),
  network: "forum",
  accountId: "1",
  id: "c1",
  kind: "comment",
  direction: "inbound",
  conversation: makeKey(account, "conversation", "p1"),
  post: makeKey(account, "post", "p1"),
  author: { key: makeKey(account, "author", "u1"), id: "u1", name: "Asta Sentinel", isOwn: false },
  text: "Are the boots waterproof? sentinel-inbound",
  entities: [],
  attachments: [],
  counts: {},
  createdAt: "2026-01-01T00:00:00.000Z",
  visibility: "public",
  via: "poll",
  refs: { cid: "ref-1" },
  raw: { wire: true },
};

export const direct: Message = {
  ...comment,
  key: makeKey(account, "message", "d1"),
  id: "d1",
  kind: "direct",
  conversation: makeKey(account, "conversation", "dm1"),
  visibility: "private",
};

export const room: Conversation = {
  key: direct.conversation,
  network: "forum",
  accountId: "1",
  id: "dm1",
  kind: "direct",
  participants: [],
  lastInboundAt: direct.createdAt,
  waitingSince: direct.createdAt,
  refs: { convo: "ref-dm" },
};

/** What the network does with one write. */
export type Fate = "ok" | "rejects" | "cut-happened" | "cut-not" | "limited" | "logged-out" | "crash" | "strange";

export interface Told {
  readonly operation: OperationName;
  readonly target: Key;
  readonly refs?: Readonly<Record<string, string>>;
  readonly text: string;
  readonly draft?: Draft;
  readonly options: WriteOptions;
}

export interface Network {
  readonly adapter: AnyAdapter;
  /** Every write call that reached the adapter. */
  readonly told: Told[];
  /** What stands on the network, oldest first. */
  readonly standing: Message[];
  /** Fates of the next writes; `ok` when there are none left. */
  fates: Fate[];
  /** Called with each write before its fate. */
  onWrite: (told: Told) => void | Promise<void>;
  /** Reads of `findOwn`. */
  looks: number;
  /** What `findOwn` does. */
  finding: "works" | "throws" | "quarantines";
  /** What `getMessages` finds; absent = the network has no such operation. */
  readonly others?: Message[];
  rereads: number;
  /** `leaves-out-once`: the next answer is empty, and then it works. */
  reading: "works" | "leaves-out-once" | "quarantines" | FolkmootError["code"];
}

export interface NetworkOptions {
  readonly clock: VirtualClock;
  readonly canRules?: CanRules<"reply" | "like" | "sendMessage" | "hide" | "replyPrivately">;
  readonly findOwn?: boolean;
  readonly like?: boolean;
  /** @defaultValue true */
  readonly reply?: boolean;
  /** @defaultValue true */
  readonly message?: boolean;
  /** @defaultValue false */
  readonly privately?: boolean;
  readonly others?: readonly Message[];
}

export function makeNetwork({
  clock,
  canRules,
  findOwn = true,
  like = true,
  reply = true,
  message: messages = true,
  privately = false,
  others,
}: NetworkOptions): Network {
  const told: Told[] = [];
  const standing: Message[] = [];
  let made = 0;
  const receiptOf = (target: Key, draft: Draft, conversation: string): Message => {
    made += 1;
    return {
      key: makeKey(account, "message", `own${made}`),
      network: "forum",
      accountId: "1",
      id: `own${made}`,
      kind: conversation === comment.conversation ? "comment" : "direct",
      direction: "outbound",
      conversation,
      ...(target.includes(":message:") && { parent: target as MessageKey }),
      author: { key: makeKey(account, "author", "1"), id: "1", name: "Brand X", isOwn: true },
      text: draft.text,
      entities: [],
      attachments: [],
      counts: {},
      createdAt: new Date(clock.now()).toISOString(),
      visibility: "public",
      via: "poll",
      raw: { secret: "sentinel-raw" },
    };
  };
  const write = async (one: Told, happens: () => Message | undefined): Promise<Receipt> => {
    told.push(one);
    await network.onWrite(one);
    switch (network.fates.shift() ?? "ok") {
      case "ok": {
        const message = happens();
        return message === undefined ? { refs: { undo: "ref-undo" } } : { message };
      }
      case "rejects":
        throw new FolkmootError("forbidden", "forum reply failed: not allowed here; ask the moderators.");
      case "logged-out":
        throw new FolkmootError("unauthenticated", "forum reply failed: the token is dead; let the account log in again.");
      case "cut-happened":
        happens();
        throw new FolkmootError("outcome-unknown", "forum reply: no answer; look before sending again.");
      case "cut-not":
        throw new FolkmootError("outcome-unknown", "forum reply: no answer; look before sending again.");
      case "limited":
        throw new FolkmootError("rate-limited", "forum reply: no budget left; call again then.", {
          retryable: true,
          retryAt: new Date(clock.now() + 60_000).toISOString(),
        });
      case "strange":
        happens();
        throw new TypeError("sentinel-strange-error");
      case "crash":
        happens();
        // The process is gone: nobody hears of anything any more.
        return new Promise(() => undefined);
    }
  };
  const say = (
    operation: OperationName,
    target: { readonly key: Key; readonly refs?: Readonly<Record<string, string>> },
    draft: Draft,
    options: WriteOptions = {},
  ) =>
    write({ operation, target: target.key, ...(target.refs && { refs: target.refs }), text: draft.text, draft, options }, () => {
      const isPrivate = operation === "replyPrivately" || operation === "sendMessage";
      const begun = makeKey(account, "conversation", "dm-new");
      const message = receiptOf(
        target.key,
        draft,
        target.key.includes(":conversation:") ? target.key : isPrivate ? begun : comment.conversation,
      );
      standing.push(message);
      return message;
    });
  const turn = (operation: OperationName, target: { readonly key: Key }, options: WriteOptions = {}) =>
    write({ operation, target: target.key, text: "", options }, () => undefined);

  const operations = {
    ...(reply && {
      reply: (target: { readonly key: Key }, draft: Draft, options?: WriteOptions) => say("reply", target, draft, options),
    }),
    ...(messages && {
      sendMessage: (to: { readonly key: Key }, draft: Draft, options?: WriteOptions) => say("sendMessage", to, draft, options),
    }),
    ...(privately && {
      replyPrivately: (to: { readonly key: Key }, draft: Draft, options?: WriteOptions) => say("replyPrivately", to, draft, options),
    }),
    publishPost: (draft: Draft, options?: WriteOptions) => say("publishPost", { key: account }, draft, options),
    hide: (target: { readonly key: Key }, options?: WriteOptions) => turn("hide", target, options),
    unlike: (target: { readonly key: Key }, options?: WriteOptions) => turn("unlike", target, options),
    react: (target: { readonly key: Key }, _reaction: string, options?: WriteOptions) => turn("react", target, options),
    ban: (target: { readonly key: Key }, options?: WriteOptions) => turn("ban", target, options),
    delete: (target: { readonly key: Key }, options?: WriteOptions) => turn("delete", target, options),
    ...(like && { like: (target: { readonly key: Key }, options?: WriteOptions) => turn("like", target, options) }),
    ...(others && {
      getMessages: (wanted: readonly { readonly key: Key }[]) =>
        onePage<Message>(async () => {
          network.rereads += 1;
          const { reading } = network;
          if (reading === "quarantines") return { items: [], quarantined: [{ reason: "unreadable" }] };
          if (reading === "leaves-out-once") {
            network.reading = "works";
            return { items: [] };
          }
          if (reading !== "works") throw new FolkmootError(reading, "forum getMessages failed.", { retryable: true });
          return { items: network.others?.filter(({ key }) => wanted.some((one) => one.key === key)) ?? [] };
        }),
    }),
    ...(findOwn && {
      findOwn: (target: { readonly key: Key }, draft: Draft) =>
        onePage<Message>(async () => {
          network.looks += 1;
          if (network.finding === "throws") throw new FolkmootError("server-error", "forum is down.");
          const items = standing.filter((one) => one.text === draft.text && (one.parent ?? one.conversation) === target.key);
          return { items, ...(network.finding === "quarantines" && { quarantined: [{ reason: "unreadable" }] }) };
        }),
    }),
  };
  const adapter = defineAdapter({
    network: "forum",
    account,
    baseUrl: "https://forum.example",
    limits: [],
    meter: { cost: () => ({}), read: () => [] },
    textRules: () => ({ markup: "plain", limits: [{ unit: "graphemes", max: 300, severity: "error" }], most: { attachments: 2 } }),
    settlingMs: () => 60_000,
    ...(canRules !== undefined && { canRules }),
    operations: () => operations as Required<typeof operations>,
  });
  const network: Network = {
    adapter,
    told,
    standing,
    fates: [],
    onWrite: () => undefined,
    looks: 0,
    finding: "works",
    rereads: 0,
    reading: "works",
    ...(others && { others: [...others] }),
  };
  return network;
}

export interface Desk extends Answer, Rule, Omit<Care, "close"> {
  readonly context: InboxContext;
  /** Ends it, as `close` would. */
  readonly stop: () => void;
}

export interface DeskOptions {
  readonly store: Store;
  readonly network: Network;
  readonly clock: VirtualClock;
  readonly policies?: readonly Policy[];
  readonly logger?: Logger;
  readonly limiter?: LimiterOptions;
  readonly raw?: "keep" | "drop";
  readonly tenant?: string;
  /** Hears what listeners of this process are told. */
  readonly heard?: (event: string, news: unknown) => void;
}

/** The writing half of an inbox: one "process". */
export function makeDesk(options: DeskOptions): Desk {
  const { store, network, clock, policies = [holdAutomation()], logger, limiter, raw = "keep", tenant } = options;
  const closing = new AbortController();
  const prefix = tenant === undefined ? "" : `${tenant}/`;
  const context: InboxContext = {
    store,
    runtime: resolveRuntime({ clock, ...(logger && { logger }), ...(limiter && { limiter }) }),
    stored: (key) => `${prefix}${key}`,
    prefix,
    accounts: [account],
    adapter: async (key) => {
      if (key === account) return network.adapter;
      throw new FolkmootError("misconfigured", `The inbox does not know ${key}; list it in \`accounts\`.`);
    },
    emit: (event, news) => {
      options.heard?.(event, news);
    },
    bell: { rings: 0, ring: () => undefined, wait: async () => undefined },
    policies,
    raw,
    enrich: () => undefined,
    arrived: () => undefined,
    closing: closing.signal,
    track: (work) => work,
  };
  return {
    context,
    stop: () => {
      closing.abort();
    },
    ...createAnswer(context),
    ...createRule(context),
    ...createCare(context),
    outbox: (query) => listOutbox(context, query),
    audit: (query) => listAudit(context, query),
  };
}

/** What a test starts with. */
export interface Scene {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly network: Network;
  /** Starts another process over the same store and network. */
  readonly open: (more?: Partial<DeskOptions>) => Desk;
  readonly desk: Desk;
}

/** A store with the invented people in it, a network, a clock and one desk. */
export async function setUp(options: Partial<DeskOptions> & Omit<NetworkOptions, "clock"> = {}): Promise<Scene> {
  const clock = options.clock ?? virtualClock({ start: "2026-01-01T12:00:00.000Z", auto: true });
  const store = options.store ?? memoryStore();
  const network = options.network ?? makeNetwork({ ...options, clock });
  const prefix = options.tenant === undefined ? "" : `${options.tenant}/`;
  await put(store, "message", comment, prefix);
  await put(store, "message", direct, prefix);
  await put(store, "conversation", room, prefix);
  const open = (more: Partial<DeskOptions> = {}): Desk => makeDesk({ ...options, clock, store, network, ...more });
  return { clock, store, network, open, desk: open() };
}

export async function put<C extends "message" | "conversation" | "post" | "account">(
  store: Store,
  collection: C,
  value: Collections[C],
  prefix = "",
): Promise<void> {
  await store.write([{ collection, key: `${prefix}${value.key}`, value } as never]);
}

/** All rows of a collection. */
export async function rowsOf<C extends keyof Collections>(store: Store, collection: C): Promise<readonly Collections[C][]> {
  const { items } = await store.query(collection, { limit: 1_000 });
  return items.map(({ value }) => value);
}

export async function entryOf(store: Store, id: string): Promise<OutboxEntry> {
  const [row] = await store.read("outbox", [id]);
  if (row === undefined) throw new Error("no such entry");
  return row.value;
}

/** A plan as `compose` makes one. */
export function plan(parts: readonly string[], more: Partial<ReplyPlan> = {}): ReplyPlan {
  return {
    text: parts.join(" "),
    parts,
    segments: [],
    actions: [],
    used: [],
    dropped: [],
    lengths: [],
    warnings: [],
    provenance: {},
    ...more,
  };
}

export const textsOf = (network: Network): readonly string[] => network.standing.map(({ text }) => text);
