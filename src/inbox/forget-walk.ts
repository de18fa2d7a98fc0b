/**
 * Walks through rows and rewrites those that speak of what is forgotten: in bounded batches, each row only as it was read, so that a sync that
 * writes meanwhile loses nothing and brings nothing back.
 * @module
 */
import { countTurn } from "./waiting.js";
import { FolkmootError } from "../errors.js";
import { judge, rowKey, type Forgetting, type Verdict } from "./forget-rows.js";
import { later } from "./merge.js";
import { messageShell } from "./shell.js";
import { pseudonymOf } from "./tombstone-hash.js";
import type { CollectionName, Collections } from "../store/collections.js";
import type { Conversation } from "../model/conversation.js";
import type { InboxContext } from "./context.js";
import type { IndexedFields, StoreQuery, Versioned, Write } from "../store/store.js";
import type { Message } from "../model/message.js";

/** Rows of one batch. */
export const rowsAtOnce = 200;

/** Most tries against others who write the same rows. */
const tries = 12;

/** How many objects of each collection were forgotten, and how many rows that named them were cleaned. */
export type Tally = Record<string, number>;

/** Which rows are looked at. */
export interface Scope {
  /** Prefixes, the tenant included. */
  readonly below: readonly string[];
  /** @defaultValue all */
  readonly where?: IndexedFields;
}

/** Lists rows page by page, oldest first. */
export async function* pagesOf<C extends CollectionName>(
  context: InboxContext,
  collection: C,
  { below, where }: Scope,
): AsyncGenerator<readonly Versioned<Collections[C]>[], void, undefined> {
  let after: string | undefined;
  do {
    const query: StoreQuery = { below, limit: rowsAtOnce, ...(where !== undefined && { where }), ...(after !== undefined && { after }) };
    const page = await context.store.query(collection, query);
    yield page.items;
    after = page.next;
  } while (after !== undefined);
}

/** Rewrites what a collection says of what is forgotten. `skip` leaves rows to a later walk. */
export async function cleanse<C extends CollectionName>(
  context: InboxContext,
  collection: C,
  scope: Scope,
  what: Forgetting,
  tally: Tally,
  skip: (value: Collections[C]) => boolean = () => false,
): Promise<void> {
  for await (const items of pagesOf(context, collection, scope)) {
    const keys = items.flatMap(({ value }) => {
      if (skip(value) || judge(collection, value, what) === undefined) return [];
      return rowKey(collection, value) ?? [];
    });
    if (keys.length > 0) await rewrite(context, collection, [...new Set(keys)], what, tally);
  }
}

/** Rewrites rows by key. A page of them is one transaction, drawn up anew after a lost race. */
export async function rewrite(
  context: InboxContext,
  collection: CollectionName,
  keys: readonly string[],
  what: Forgetting,
  tally: Tally,
): Promise<void> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const rows = await context.store.read(collection, keys.map(context.stored));
    const batch: Write[] = [];
    let forgotten = 0;
    let cleaned = 0;
    for (const [index, key] of keys.entries()) {
      const row = rows[index];
      const verdict = row === undefined ? undefined : judge(collection, row.value, what);
      if (row === undefined || verdict === undefined) continue;
      batch.push(...(await writesOf(context, collection, key, row, verdict, what)));
      if (verdict.forgotten === true) forgotten += 1;
      else cleaned += 1;
    }
    if (batch.length === 0) return;
    if (!(await context.store.write(batch)).ok) continue;
    if (forgotten > 0) tally[collection] = (tally[collection] ?? 0) + forgotten;
    if (cleaned > 0) tally["cleaned"] = (tally["cleaned"] ?? 0) + cleaned;
    return;
  }
  throw new FolkmootError(
    "conflict",
    `forget: others kept changing the same rows of ${collection}; what was forgotten stays so. Call it again to go on.`,
    { retryable: true },
  );
}

async function writesOf(
  context: InboxContext,
  collection: CollectionName,
  key: string,
  { version }: Versioned<unknown>,
  { value, buried }: Exclude<Verdict<CollectionName>, undefined>,
  what: Forgetting,
): Promise<readonly Write[]> {
  const at = context.stored(key);
  const put = (next: unknown, where: string, expect?: number): Write =>
    ({ collection, key: where, value: next, ...(expect !== undefined && { expect }) }) as Write;
  const grave: readonly Write[] = buried === true ? [tombstoneWrite(context, key, what.at)] : [];
  if (value === null) return [put(null, at, version)];
  const counted = collection === "conversation" ? await recounted(context, value as Conversation, what) : value;
  const now = context.stored((counted as { readonly key?: string }).key ?? key);
  if (now === at) return [put(counted, at, version), ...grave];
  // A run that was cut off, or an earlier forgetting, may have left the new row already.
  const [there] = await context.store.read(collection, [now]);
  const next =
    there === undefined
      ? counted
      : collection === "conversation"
        ? joined(there.value as Conversation, counted as Conversation)
        : there.value;
  return [put(null, at, version), put(next, now), ...grave];
}

/** Makes the tombstone of something forgotten: found by the hash of its true key. */
export function tombstoneWrite(context: InboxContext, key: string, at: string): Write {
  const name = pseudonymOf(context, key);
  return { collection: "tombstone", key: context.stored(name), value: { key: name, at, why: "forgotten" } };
}

/** Who was forgotten waits no more; somebody else may. */
async function recounted(context: InboxContext, next: Conversation, what: Forgetting): Promise<Conversation> {
  if (next.waitingSince === undefined) return next;
  // Stands for whatever went: only that something did matters.
  const gone = messageShell({ key: "", conversation: next.key, direction: "inbound" } as Message, what.at);
  return countTurn(context, { conversation: next, added: [], removed: [gone] });
}

const joined = (one: Conversation, other: Conversation): Conversation => {
  const lastInboundAt = later(one.lastInboundAt, other.lastInboundAt);
  const lastOutboundAt = later(one.lastOutboundAt, other.lastOutboundAt);
  const lastActivityAt = later(one.lastActivityAt, other.lastActivityAt);
  return {
    ...one,
    ...(lastInboundAt !== undefined && { lastInboundAt }),
    ...(lastOutboundAt !== undefined && { lastOutboundAt }),
    ...(lastActivityAt !== undefined && { lastActivityAt }),
  };
};
