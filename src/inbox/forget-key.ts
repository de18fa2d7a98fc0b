/**
 * Forgets one object and all below it: a message with what was answered to it, a post with its comments, a conversation with its messages and
 * the team's notes, an account with everything.
 * @module
 */
import { accountMark, anyForgotten, pseudonymOf } from "./tombstone-hash.js";
import { cleanse, pagesOf, rewrite, tombstoneWrite, type Scope, type Tally } from "./forget-walk.js";
import type { KeyParts } from "../model/keys.js";
import { rowsOf } from "./rows.js";
import { workflowKey } from "./workflow.js";
import type { Forgetting } from "./forget-rows.js";
import type { IndexedFields, Write } from "../store/store.js";
import type { InboxContext } from "./context.js";
import type { Message } from "../model/message.js";

/** Values of one filter at once. */
const valuesAtOnce = 200;

/** Forgets an object that is no author. */
export async function forgetKey(context: InboxContext, key: string, parts: KeyParts, at: string, tally: Tally): Promise<void> {
  const any: Write = {
    collection: "tombstone",
    key: context.stored(anyForgotten),
    value: { key: pseudonymOf(context, key), at, why: "forgotten" },
  };
  if (parts.kind === "account") return forgetAccount(context, key, any, tally);
  // First, so that what a sync finds from now on does not come back.
  await context.store.write([any, tombstoneWrite(context, key, at)]);

  const what: Forgetting = { at, gone: new Set(), answers: new Set(), rooms: new Set(), touched: new Set() };
  const messages = await below(context, key, parts, what);
  for (const { key: one, conversation } of messages) {
    what.gone.add(one);
    what.touched.add(conversation);
  }
  const places = [...new Set([...messages.map(({ conversation }) => conversation as string), ...what.rooms])];
  const objects = [...what.gone, ...what.rooms];
  const account = context.stored(parts.account);
  const narrowed = (where: IndexedFields): Scope => ({ below: [account], where });

  for (const part of chunks(objects)) {
    await cleanse(context, "outbox", narrowed({ target: part }), what, tally);
    await cleanse(context, "audit", narrowed({ target: part }), what, tally);
    await cleanse(context, "observation", narrowed({ subject: part }), what, tally);
  }
  for (const part of chunks([...new Set([...what.rooms, ...messages.map(workflowKey)])]))
    await rewrite(context, "workflow", part, what, tally);
  await cleanse(context, "dead", { below: [account] }, what, tally);
  for (const part of chunks(places)) {
    await cleanse(context, "outbox", narrowed({ target: part }), what, tally);
    await cleanse(context, "change", narrowed({ conversation: part }), what, tally);
  }
  if (parts.kind === "post") await cleanse(context, "change", narrowed({ post: [key] }), what, tally);
  for (const part of chunks([...what.gone])) {
    await rewrite(context, "message", part, what, tally);
    await rewrite(context, "post", part, what, tally);
  }
  for (const part of chunks(places)) await rewrite(context, "conversation", part, what, tally);
}

/** Everything of an account goes, shells included: one prefix erases it. A mark keeps its history from being read again. */
async function forgetAccount(context: InboxContext, key: string, any: Write, tally: Tally): Promise<void> {
  const name = context.stored(accountMark(context, key));
  await context.store.write([any, { ...any, key: name }]);
  const scope = { below: [context.stored(key)] };
  for (const collection of ["message", "post", "conversation", "author"] as const)
    for await (const rows of pagesOf(context, collection, scope)) tally[collection] = (tally[collection] ?? 0) + rows.length;
  tally["rows"] = await context.store.erase({ below: context.stored(key) });
}

/** Finds the messages that belong to an object, itself included, and names the rest of it. */
async function below(context: InboxContext, key: string, { kind, account }: KeyParts, what: Forgetting): Promise<readonly Message[]> {
  const listed = async (where: IndexedFields): Promise<readonly Message[]> => {
    const found: Message[] = [];
    for await (const rows of pagesOf(context, "message", { below: [context.stored(account)], where }))
      found.push(...rows.map(({ value }) => value));
    return found;
  };
  if (kind === "conversation") {
    what.rooms.add(key);
    return listed({ conversation: [key] });
  }
  if (kind === "post") {
    what.gone.add(key);
    const under = await listed({ post: [key] });
    for (const { conversation } of under) what.touched.add(conversation);
    return under;
  }
  what.gone.add(key);
  const row = (await rowsOf(context, "message", [key])).get(key)?.value;
  if (row === undefined) return [];
  const all = await listed({ conversation: [row.conversation] });
  const tree = new Set<string>([key]);
  // Oldest first; a list that is out of order is gone through until nothing more is found.
  for (let size = 0; size < tree.size;) {
    size = tree.size;
    for (const { key: one, parent, root } of all)
      if ((parent !== undefined && tree.has(parent)) || (parent === undefined && root !== undefined && tree.has(root))) tree.add(one);
  }
  return all.filter((one) => tree.has(one.key));
}

function chunks<T>(list: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / valuesAtOnce) }, (_, index) =>
    list.slice(index * valuesAtOnce, (index + 1) * valuesAtOnce),
  );
}
