/**
 * Draws up a batch: what the store has to write so that it knows what was found, and the journal entries that tell it.
 * @module
 */
import { buryMessage, buryPost, drawMessage, drawPost } from "./draw-objects.js";
import { cleanConversation, cleanMessage, cleanPost, unfit, unfitMessage, type CleanRules } from "./clean.js";
import { differs } from "./changed.js";
import { drawConversations } from "./draw-conversations.js";
import { drawJournal } from "./draw-journal.js";
import { mergeAuthor, mergeMessage, mergePost } from "./merge.js";
import { rowsOf } from "./rows.js";
import { takeSheet, type Age } from "./draw-sheet.js";
import type { Change } from "../model/change.js";
import type { Conversation } from "../model/conversation.js";
import type { InboxContext } from "./context.js";
import type { Message } from "../model/message.js";
import type { Post } from "../model/post.js";
import type { Timestamp } from "../model/ref.js";
import type { Write } from "../store/store.js";

/** What a route told. */
export interface Found {
  readonly messages?: readonly Message[];
  readonly posts?: readonly Post[];
  readonly conversations?: readonly Conversation[];
  /** What is gone, and since when. */
  readonly deleted?: readonly { readonly kind: "message" | "post"; readonly key: string; readonly at: Timestamp }[];
  /** Journaled as they are: changes that speak of no message or post of ours. */
  readonly changes?: readonly Change[];
}

/** A batch, and what it tells. */
export interface Drawn {
  readonly writes: readonly Write[];
  /** In the order of the journal. */
  readonly changes: readonly Change[];
  /** Messages that were not known. */
  readonly created: readonly Message[];
  /** Messages that say something else now. */
  readonly reworded: readonly Message[];
}

/** Draws up a batch against what is stored now. Objects that cannot be stored are left out: the caller has quarantined them. */
export async function drawBatch(context: InboxContext, rules: CleanRules, found: Found, age: Age = {}): Promise<Drawn> {
  const { account } = rules;
  const messages = joined(
    (found.messages ?? []).filter((one) => unfitMessage(one, account) === undefined).map((one) => cleanMessage(one, rules)),
    mergeMessage,
  );
  const posts = joined(
    (found.posts ?? []).filter((one) => unfit(one, "post", account) === undefined).map((one) => cleanPost(one, rules)),
    mergePost,
  );
  const conversations = (found.conversations ?? [])
    .filter((one) => unfit(one, "conversation", account) === undefined)
    .map((one) => cleanConversation(one, rules));
  const authors = joined(
    [...messages.values(), ...posts.values()].flatMap(({ author }) => author ?? []),
    mergeAuthor,
  );
  const gone = found.deleted ?? [];
  const goneKeys = gone.map(({ key }) => key);
  const [oldMessages, oldPosts, oldAuthors, tombstones] = await Promise.all([
    rowsOf(context, "message", [...messages.keys(), ...goneKeys]),
    rowsOf(context, "post", [...posts.keys(), ...goneKeys]),
    rowsOf(context, "author", authors.keys()),
    rowsOf(context, "tombstone", [...messages.keys(), ...posts.keys(), ...authors.keys()]),
  ]);

  // What was forgotten or deleted does not come back, by whichever route it is told once more.
  const sheet = takeSheet(context, account, age);
  for (const [key, message] of messages) if (!tombstones.has(key)) drawMessage(sheet, message, oldMessages.get(key));
  for (const [key, post] of posts) if (!tombstones.has(key)) drawPost(sheet, post, oldPosts.get(key));
  for (const { kind, key, at } of gone) {
    const message = kind === "message" ? oldMessages.get(key) : undefined;
    const post = kind === "post" ? oldPosts.get(key) : undefined;
    if (message !== undefined) buryMessage(sheet, message, at);
    if (post !== undefined) buryPost(sheet, post, at);
  }
  for (const [key, fresh] of authors) {
    const old = oldAuthors.get(key);
    const author = mergeAuthor(old?.value, fresh);
    if (!tombstones.has(key) && (old === undefined || differs(old.value, author))) sheet.put("author", key, author, old);
  }

  const { turns, reworded } = sheet;
  turns.added.sort((one, other) => (one.createdAt < other.createdAt ? -1 : Number(one.createdAt > other.createdAt)));
  const places = await drawConversations(context, rules, conversations, turns);
  const others = (found.changes ?? []).filter((change) => change.account === account);
  const journal = await drawJournal(context, [...sheet.changes, ...others], [...turns.removed, ...sheet.removedPosts]);
  return { writes: [...sheet.writes, ...places, ...journal.writes], changes: journal.changes, created: turns.added, reworded };
}

/** One entry a key: a page may name one object twice. */
function joined<T extends { readonly key: string }>(items: readonly T[], merge: (old: T, fresh: T) => T): ReadonlyMap<string, T> {
  const byKey = new Map<string, T>();
  for (const item of items) {
    const old = byKey.get(item.key);
    byKey.set(item.key, old === undefined ? item : merge(old, item));
  }
  return byKey;
}
