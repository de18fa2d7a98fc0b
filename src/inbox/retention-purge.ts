/**
 * Purges what a network no longer lets us keep: rows, their copies in journal and outbox, and what was counted about them. In bounded batches,
 * so that a sync after a long pause is not held up; the next one goes on.
 * @module
 */
import { isExpired, keptAuthor, keptChange } from "./retention.js";
import { actorsOf, type CleanRules } from "./clean.js";
import { authorShell, conversationShell, messageShell, postShell } from "./shell.js";
import { drawConversations } from "./draw-conversations.js";
import { drawJournal } from "./draw-journal.js";
import { omit } from "./omit.js";
import { pagesOf } from "./forget-walk.js";
import { changeRow, observationRow } from "./storage-keys.js";
import type { AccountKey } from "../model/keys.js";
import type { Author } from "../model/author.js";
import type { Change } from "../model/change.js";
import type { CollectionName, Collections, OutboxEntry } from "../store/collections.js";
import type { InboxContext } from "./context.js";
import type { Message } from "../model/message.js";
import type { Post } from "../model/post.js";
import type { Timestamp } from "../model/ref.js";
import type { Versioned, Write } from "../store/store.js";

/** Objects of one transaction. */
const objectsAtOnce = 50;

/** Most transactions of one call. */
const mostBatches = 40;

/** Purges what has expired in an account. @returns how many objects went; what is left over goes next time */
export async function purgeExpired(context: InboxContext, account: AccountKey): Promise<number> {
  let purged = 0;
  let batches = 0;
  const all = async <C extends CollectionName>(
    collection: C,
    draw: (rows: readonly Versioned<Collections[C]>[], now: Timestamp) => readonly Write[] | Promise<readonly Write[]>,
  ): Promise<void> => {
    while (batches < mostBatches && !context.closing.aborted) {
      batches += 1;
      const now = new Date(context.runtime.clock.now()).toISOString();
      const query = { below: [context.stored(account)], expiredAt: now, limit: objectsAtOnce };
      const { items } = await context.store.query(collection, query);
      if (items.length === 0) return;
      // A row that somebody else wrote meanwhile is looked at again.
      if ((await context.store.write(await draw(items, now))).ok) purged += items.length;
    }
  };
  const [row] = await context.store.read("account", [context.stored(account)]);
  const rules: CleanRules = { account, actors: actorsOf(account, row?.value), raw: context.raw };
  await all("message", async (rows, now) => {
    const shells = rows.map(({ value }) => messageShell(value, value.retainUntil ?? now, "expired"));
    const own = rows.filter(({ value }) => value.direction === "outbound").map(({ value }) => value);
    return [
      ...shrunk(context, "message", rows, shells, now),
      ...(await drawConversations(context, rules, [], { added: [], removed: shells, moved: [], waits: () => true })),
      ...(await drawJournal(context, [], shells)).writes,
      ...(await counted(context, account, shells)),
      ...(await sentCopies(context, account, own, now)),
    ];
  });
  await all("post", async (rows, now) => {
    const shells = rows.map(({ value }) => postShell(value, value.retainUntil ?? now));
    return [
      ...shrunk(context, "post", rows, shells, now),
      ...(await drawJournal(context, [], shells)).writes,
      ...(await counted(context, account, shells)),
      ...(await sentCopies(
        context,
        account,
        rows.filter(({ value }) => value.isOwn).map(({ value }) => value),
        now,
      )),
    ];
  });
  await all("conversation", (rows) =>
    rows.map(({ value, version }) => ({
      collection: "conversation",
      key: context.stored(value.key),
      value: conversationShell(value),
      expect: version,
    })),
  );
  await all("author", async (rows, now) => [
    ...rows.map(({ value, version }): Write => ({
      collection: "author",
      key: context.stored(value.key),
      value: authorShell(value),
      expect: version,
    })),
    ...(await profileCopies(
      context,
      account,
      rows.map(({ value }) => value),
      now,
    )),
  ]);
  return purged;
}

/** Shells in the place of rows, and the tombstones that keep them so. */
function shrunk<C extends "message" | "post">(
  context: InboxContext,
  collection: C,
  rows: readonly Versioned<Collections[C]>[],
  shells: readonly Collections[C][],
  at: Timestamp,
): readonly Write[] {
  return rows.flatMap(({ value: { key }, version }, index): readonly Write[] => [
    { collection, key: context.stored(key), value: shells[index] ?? null, expect: version } as Write,
    { collection: "tombstone", key: context.stored(key), value: { key, at, why: "expired" } },
  ]);
}

/** Numbers about what is gone go with it. */
async function counted(context: InboxContext, account: AccountKey, shells: readonly (Message | Post)[]): Promise<readonly Write[]> {
  const writes: Write[] = [];
  const scope = { below: [context.stored(account)], where: { subject: shells.map(({ key }) => key as string) } };
  for await (const rows of pagesOf(context, "observation", scope))
    for (const { value } of rows)
      writes.push({
        collection: "observation",
        key: context.stored(observationRow(account, value.subject, value.metric, value.at)),
        value: null,
      });
  return writes;
}

/** The outbox remembers what the network made of our own words: there the shell stands as well. */
async function sentCopies(
  context: InboxContext,
  account: AccountKey,
  own: readonly (Message | Post)[],
  now: Timestamp,
): Promise<readonly Write[]> {
  if (own.length === 0) return [];
  const keys = new Set<string>(own.map(({ key }) => key));
  const places = own.flatMap((one) => ("conversation" in one ? [one.parent, one.root, one.conversation, one.post] : []));
  const where = { target: [...new Set([account, ...places.filter((key) => key !== undefined)])] };
  const writes: Write[] = [];
  for await (const rows of pagesOf(context, "outbox", { below: [context.stored(account)], where }))
    for (const { value, version } of rows) {
      const next = withShells(value, keys, now);
      if (next !== value) writes.push({ collection: "outbox", key: context.stored(value.id), value: next, expect: version });
    }
  return writes;
}

function withShells(entry: OutboxEntry, keys: ReadonlySet<string>, now: Timestamp): OutboxEntry {
  const steps = entry.steps.map((step) => {
    const { message, post } = step;
    return {
      ...step,
      ...(message !== undefined && keys.has(message.key) && { message: messageShell(message, message.retainUntil ?? now, "expired") }),
      ...(post !== undefined && keys.has(post.key) && { post: postShell(post, post.retainUntil ?? now) }),
    };
  });
  return entry.steps.some(({ message, post }) => keys.has(message?.key ?? "") || keys.has(post?.key ?? "")) ? { ...entry, steps } : entry;
}

/** Profiles stand in what people said and where they take part. */
async function profileCopies(
  context: InboxContext,
  account: AccountKey,
  expired: readonly Author[],
  now: Timestamp,
): Promise<readonly Write[]> {
  const author = expired.map(({ key }) => key as string);
  const scope = { below: [context.stored(account)], where: { author } };
  const writes: Write[] = [];
  const conversations = new Set<string>();
  for (const collection of ["message", "post"] as const)
    for await (const rows of pagesOf(context, collection, scope))
      for (const { value, version } of rows) {
        if ("conversation" in value) conversations.add(value.conversation);
        if (value.author === undefined || !isExpired(value.author, now)) continue;
        const rest = omit({ ...value, author: authorShell(value.author) } as Message, "raw");
        writes.push({ collection, key: context.stored(value.key), value: rest, expect: version } as Write);
      }
  if (conversations.size > 0)
    for await (const rows of pagesOf(context, "change", { below: scope.below, where: { conversation: [...conversations] } }))
      for (const { value, version } of rows) {
        const next = keptChange(value, now);
        if (next !== value)
          writes.push({
            collection: "change",
            key: context.stored(changeRow(value.account, value.id)),
            value: bare(next),
            expect: version,
          });
      }
  for await (const rows of pagesOf(context, "conversation", scope))
    for (const { value, version } of rows) {
      const participants = value.participants.map((one) => (author.includes(one.key) ? keptAuthor(one, now) : one));
      writes.push({ collection: "conversation", key: context.stored(value.key), value: { ...value, participants }, expect: version });
    }
  return writes;
}

/** The network's own object holds the profile as well. */
const bare = (change: Change): Change =>
  change.type === "message.created" || change.type === "message.updated" ? { ...change, message: omit(change.message, "raw") } : change;
