/**
 * Draws up a batch: what the store has to write so that it knows what was found, and the journal entries that tell it.
 * @module
 */
import { buryMessage, buryPost, buryUnseen, drawLateMessage, drawLatePost, drawMessage, drawPost, type Gone } from "./draw-objects.js";
import { cleanConversation, cleanMessage, cleanPost, unfit, unfitMessage, type CleanRules } from "./clean.js";
import { differs } from "./changed.js";
import { drawConversations } from "./draw-conversations.js";
import { drawJournal } from "./draw-journal.js";
import { mergeAuthor, mergeMessage, mergePost } from "./merge.js";
import { reopen } from "./workflow-reopen.js";
import { rowsOf } from "./rows.js";
import { retained } from "./retention.js";
import { takeSheet, type Age } from "./draw-sheet.js";
import { withoutForgotten } from "./tombstone-intake.js";
import type { Change } from "../model/change.js";
import type { Conversation } from "../model/conversation.js";
import type { InboxContext } from "./context.js";
import type { Message } from "../model/message.js";
import type { Post } from "../model/post.js";
import type { Write } from "../store/store.js";

/** What a route told. */
export interface Found {
  readonly messages?: readonly Message[];
  readonly posts?: readonly Post[];
  readonly conversations?: readonly Conversation[];
  /** What is gone, and since when. */
  readonly deleted?: readonly Gone[];
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
export async function drawBatch(context: InboxContext, rules: CleanRules, told: Found, age: Age = {}): Promise<Drawn> {
  const { account } = rules;
  const { found, guard } = await withoutForgotten(context, account, cleaned(told, rules));
  const messages = joined(found.messages ?? [], mergeMessage);
  const posts = joined(found.posts ?? [], mergePost);
  const conversations = found.conversations ?? [];
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
    rowsOf(context, "tombstone", [...messages.keys(), ...posts.keys(), ...authors.keys(), ...goneKeys]),
  ]);

  // What was forgotten or deleted does not come back, by whichever route it is told once more.
  const sheet = takeSheet(context, account, age);
  for (const [key, message] of messages) {
    const grave = tombstones.get(key)?.value;
    if (grave === undefined) drawMessage(sheet, message, oldMessages.get(key));
    else drawLateMessage(sheet, message, grave, oldMessages.get(key));
  }
  for (const [key, post] of posts) {
    const grave = tombstones.get(key)?.value;
    if (grave === undefined) drawPost(sheet, post, oldPosts.get(key));
    else drawLatePost(sheet, post, grave, oldPosts.get(key));
  }
  for (const one of gone) {
    const message = one.kind === "message" ? oldMessages.get(one.key) : undefined;
    const post = one.kind === "post" ? oldPosts.get(one.key) : undefined;
    if (message !== undefined) buryMessage(sheet, message, one.at);
    else if (post !== undefined) buryPost(sheet, post, one.at);
    else if (!tombstones.has(one.key)) buryUnseen(sheet, one);
  }
  // Whoever is known only by what is gone is not kept.
  const living = new Set(
    [...messages.values(), ...posts.values()].flatMap((one) => (tombstones.has(one.key) ? [] : (one.author?.key ?? []))),
  );
  for (const [key, fresh] of authors) {
    const old = oldAuthors.get(key);
    const author = mergeAuthor(old?.value, fresh);
    if (living.has(key) && !tombstones.has(key) && (old === undefined || differs(old.value, author))) sheet.put("author", key, author, old);
  }

  const { turns, reworded } = sheet;
  turns.added.sort((one, other) => (one.createdAt < other.createdAt ? -1 : Number(one.createdAt > other.createdAt)));
  const places = await drawConversations(context, rules, conversations, turns);
  const others = found.changes ?? [];
  const journal = await drawJournal(context, [...sheet.changes, ...others], [...turns.removed, ...sheet.removedPosts]);
  const again = await reopen(context, journal.changes);
  const writes = [...sheet.writes, ...places, ...again, ...journal.writes];
  return { writes: writes.length === 0 ? [] : [...writes, ...guard], changes: journal.changes, created: turns.added, reworded };
}

/** Leaves out what cannot be stored, and brings the rest into the form that is. */
function cleaned(told: Found, rules: CleanRules): Found {
  const { account } = rules;
  const { messages = [], posts = [], conversations = [], deleted = [], changes = [] } = told;
  return {
    messages: messages.filter((one) => unfitMessage(one, account) === undefined).map((one) => retained(cleanMessage(one, rules))),
    posts: posts.filter((one) => unfit(one, "post", account) === undefined).map((one) => retained(cleanPost(one, rules))),
    conversations: conversations
      .filter((one) => unfit(one, "conversation", account) === undefined)
      .map((one) => cleanConversation(one, rules)),
    deleted,
    changes: changes.filter((change) => change.account === account),
  };
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
