/**
 * Rows for the store contract: invented people on an invented forum.
 * @module
 */
import type { MessageCreated } from "../../model/change.js";
import { makeKey, type AccountKey, type AuthorKey } from "../../model/keys.js";
import type { Message } from "../../model/message.js";
import type { CollectionName, Collections, OutboxEntry } from "../../store/collections.js";
import type { Claim, Claimable, ClaimRequest, Settlement, Store, StoreQuery, Versioned, Write } from "../../store/store.js";
import { expectSame, expectThat } from "../assert.js";

/** The account that most rows belong to. */
export const home: AccountKey = "forum:1";

/** An instant, so many seconds after midnight. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
}

/** A message; `id` decides key and time unless `over` says otherwise. */
export function message(id: number, over: Partial<Message> = {}, account: AccountKey = home): Message {
  const [network = "", accountId = ""] = account.split(":");
  return {
    key: makeKey(account, "message", String(id)),
    network,
    accountId,
    id: String(id),
    author: { key: makeKey(account, "author", "ada"), id: "ada", isOwn: false },
    text: `Are the boots of lot ${id} waterproof?`,
    entities: [],
    attachments: [],
    counts: { likes: 0 },
    createdAt: at(id),
    visibility: "public",
    kind: "comment",
    direction: "inbound",
    conversation: makeKey(account, "conversation", "boots"),
    via: "poll",
    ...over,
  };
}

/** A change that brings a message. */
export function created(of: Message, over: Partial<MessageCreated> = {}): MessageCreated {
  return {
    type: "message.created",
    id: `created-${of.id}`,
    origin: "live",
    at: of.createdAt,
    account: `${of.network}:${of.accountId}`,
    conversation: of.conversation,
    message: of,
    ...over,
  };
}

/** A reply on its way out. */
export function outgoing(id: number, over: Partial<OutboxEntry> = {}, account: AccountKey = home): OutboxEntry {
  return {
    id: String(id),
    idempotencyKey: `key-${id}`,
    account,
    operation: "reply",
    target: { key: makeKey(account, "message", String(id)) },
    hash: `hash-${id}`,
    by: { type: "human", id: "sandra" },
    state: "queued",
    createdAt: at(id),
    steps: [],
    approvals: [],
    ...over,
  };
}

/** Where a change is stored. */
export function changeKey(id: number, account: AccountKey = home): string {
  return `${account}:change:${id}`;
}

/** Where an outbox entry is stored. */
export function outboxKey(id: number, account: AccountKey = home): string {
  return `${account}:outbox:${id}`;
}

/** Writes, and demands that it works. */
export async function put(store: Store, ...batch: readonly Write[]): Promise<void> {
  expectSame(await store.write(batch), { ok: true }, "writing rows");
}

/** The write of a message under its own key. */
export function messageWrite(value: Message, expect?: number | "absent"): Write {
  return { collection: "message", key: value.key, value, ...(expect !== undefined && { expect }) };
}

/** The writes of changes of conversations, in this order; ids count from 1. */
export function changesIn(conversations: readonly string[], account: AccountKey = home): Write[] {
  return conversations.map((name, index) => ({
    collection: "change",
    key: changeKey(index + 1, account),
    value: created(message(index + 1, { conversation: makeKey(account, "conversation", name) }, account)),
    expect: "absent",
  }));
}

/** The write of an outbox entry. */
export function outboxWrite(value: OutboxEntry): Write {
  return { collection: "outbox", key: outboxKey(Number(value.id), value.account), value };
}

/** Claims, one minute's lease at the instant 0 unless `over` says otherwise. */
export function claim<F extends Claimable>(
  store: Store,
  from: F,
  over: Partial<ClaimRequest<F>> = {},
): Promise<readonly Claim<Collections[F]>[]> {
  return store.claim<F>({ from, consumer: "crm", limit: 100, leaseMs: 60_000, now: 0, ...over });
}

/** The end of a claim. */
export function end(of: Claim<unknown>, from: Claimable = "change", over: Partial<Settlement> = {}): Settlement {
  return { from, consumer: "crm", key: of.key, fence: of.fence, as: "done", ...over };
}

/** Ends claims as done, and demands that it works. */
export async function finish(store: Store, claims: readonly Claim<unknown>[], from: Claimable = "change"): Promise<void> {
  const ended = await store.settle(claims.map((one) => end(one, from)));
  expectThat(ended.length === claims.length && ended.every(Boolean), "claims with a valid fence are settled");
}

/** The keys of claims. */
export function keysOf(claims: readonly { readonly key: string }[]): readonly string[] {
  return claims.map(({ key }) => key);
}

/** Reads one row. */
export async function one<C extends CollectionName>(
  store: Store,
  collection: C,
  key: string,
): Promise<Versioned<Collections[C]> | undefined> {
  return (await store.read(collection, [key]))[0];
}

/** Lists a whole collection, page by page. */
export async function listed<C extends CollectionName>(
  store: Store,
  collection: C,
  query: Partial<StoreQuery> = {},
): Promise<readonly Collections[C][]> {
  const found: Collections[C][] = [];
  let after: string | undefined;
  for (let pages = 0; pages < 10_000; pages++) {
    const page = await store.query(collection, { limit: 100, ...query, ...(after !== undefined && { after }) });
    found.push(...page.items.map(({ value }) => value));
    if (page.next === undefined) return found;
    expectThat(page.next !== after, "a cursor moves on");
    after = page.next;
  }
  throw new Error("The listing does not end.");
}

/** The ids of messages or changes, as numbers. */
export function idsOf(rows: readonly { readonly id: string }[]): readonly number[] {
  return rows.map(({ id }) => Number(id));
}

/** A key of an author. */
export function authorKey(name: string, account: AccountKey = home): AuthorKey {
  return makeKey(account, "author", name);
}
