/**
 * Our own message among what is stored already: the network may have told of it before we asked.
 * @module
 */
import { partOf } from "./plan.js";
import type { InboxContext } from "./context.js";
import type { Message } from "../model/message.js";
import type { OutboxEntry } from "../store/collections.js";
import type { OutcomeStep } from "../model/outcome.js";
import type { Post } from "../model/post.js";
import type { Surroundings } from "./act-target.js";
import type { Timestamp } from "../model/ref.js";

/** How many stored messages, and how many outbox entries, are looked through. */
const mostMessages = 200;
const mostEntries = 1_000;

/** Texts are compared as people read them: networks trim and fold spaces. */
const plain = (text: string): string => text.normalize("NFC").replace(/\s+/gu, " ").trim();

/**
 * What a message says without the names that stand in front of it: where a network addresses people by naming them (Mastodon), whoever
 * writes for us puts those there.
 */
function unaddressed({ text, entities }: Pick<Message, "text" | "entities">): string {
  let from = 0;
  for (const { type, start, end } of [...entities].sort((one, other) => one.start - other.start)) {
    if (type !== "mention" || text.slice(from, start).trim() !== "") break;
    from = end;
  }
  return text.slice(from);
}

/** Says whether a stored message of ours stands where the write would have put it. */
function inPlace(message: Message, entry: OutboxEntry, around: Surroundings, before: Message | undefined): boolean {
  const target = entry.target.key;
  if (entry.operation === "sendMessage") return message.conversation === target;
  if (entry.operation !== "reply") return false;
  // Flat networks put an answer to an answer under the first message.
  const places = [before?.key, target, around.message?.root].filter((key) => key !== undefined);
  return message.parent === undefined ? message.post === target : places.includes(message.parent);
}

/** Collects the keys of what other writes have left behind: one message is never taken for two. */
export async function ownedElsewhere(
  context: InboxContext,
  entry: OutboxEntry,
  step: Pick<OutcomeStep, "step" | "index">,
): Promise<ReadonlySet<string>> {
  const owned = new Set<string>();
  let after: string | undefined;
  for (let seen = 0; seen < mostEntries;) {
    const { items, next } = await context.store.query("outbox", {
      below: [context.stored(`${entry.account}:outbox`)],
      order: "newest",
      limit: 100,
      ...(after !== undefined && { after }),
    });
    for (const { value } of items)
      for (const { step: kind, index, message, post } of value.steps) {
        const key = message?.key ?? post?.key;
        if (key !== undefined && !(value.id === entry.id && kind === step.step && index === step.index)) owned.add(key);
      }
    if (next === undefined) break;
    seen += items.length;
    after = next;
  }
  return owned;
}

/** Finds a stored message of ours that says this part in this place, and that no other write has left behind. */
export async function findEcho(
  context: InboxContext,
  entry: OutboxEntry,
  index: number,
  place: {
    readonly around: Surroundings;
    readonly before: Message | undefined;
    readonly since: Timestamp;
    readonly owned: ReadonlySet<string>;
  },
): Promise<Message | undefined> {
  if (entry.plan === undefined) return undefined;
  const { around, before, since, owned } = place;
  const text = plain(partOf(entry.plan, index).text);
  const conversation = around.conversation?.key ?? around.message?.conversation;
  const { items } = await context.store.query("message", {
    below: [context.stored(entry.account)],
    where: { direction: ["outbound"], ...(conversation !== undefined && { conversation: [conversation] }) },
    since,
    order: "oldest",
    limit: mostMessages,
  });
  return items
    .map(({ value }) => value)
    .find(
      (message) =>
        !owned.has(message.key) &&
        (plain(message.text) === text || plain(unaddressed(message)) === text) &&
        inPlace(message, entry, around, before),
    );
}

/**
 * Says whether something of ours that stood where the write would have put it was deleted: it may have been this. Its words are gone, so nobody
 * can tell, and to say that nothing was sent would have it said twice.
 */
export async function mayBeBuried(
  context: InboxContext,
  entry: OutboxEntry,
  place: {
    readonly around: Surroundings;
    readonly before: Message | undefined;
    readonly since: Timestamp;
    readonly owned: ReadonlySet<string>;
  },
): Promise<boolean> {
  const { around, before, since, owned } = place;
  const until = entry.checkAt ?? "";
  const isShell = ({ key, createdAt, deletedAt }: Pick<Message | Post, "key" | "createdAt" | "deletedAt">): boolean =>
    deletedAt !== undefined && createdAt <= until && !owned.has(key);
  const query = { below: [context.stored(entry.account)], since, order: "oldest", limit: mostMessages } as const;
  if (entry.operation === "publishPost") {
    const { items } = await context.store.query("post", query);
    return items.some(({ value }) => value.isOwn && isShell(value));
  }
  const { items } = await context.store.query("message", { ...query, where: { direction: ["outbound"] } });
  return items.some(
    ({ value }) =>
      isShell(value) && (entry.operation === "replyPrivately" ? value.kind === "direct" : inPlace(value, entry, around, before)),
  );
}
