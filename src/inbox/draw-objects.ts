/**
 * Draws up messages and posts: their rows, and what the journal says of them.
 * @module
 */
import { changedFields, differs, newNumbers } from "./changed.js";
import { createdChange, type Sheet } from "./draw-sheet.js";
import { mergeMessage, mergePost } from "./merge.js";
import { messageShell, postShell } from "./shell.js";
import { onceId, updateId } from "../model/change-id.js";
import { moves } from "./waiting.js";
import { parseKey } from "../model/keys.js";
import type { Message } from "../model/message.js";
import type { Post } from "../model/post.js";
import type { Timestamp } from "../model/ref.js";
import type { Tombstone } from "../store/collections.js";
import type { Versioned } from "../store/store.js";

/** Something that is gone, and since when. */
export interface Gone {
  readonly kind: "message" | "post";
  readonly key: string;
  readonly at: Timestamp;
}

/** Draws up a message that a route told of. `old` is what is stored. */
export function drawMessage(sheet: Sheet, fresh: Message, old: Versioned<Message> | undefined): void {
  if (old?.value.deletedAt !== undefined) return;
  if (fresh.deletedAt !== undefined) {
    if (old !== undefined) buryMessage(sheet, old, fresh.deletedAt);
    else buryUnseen(sheet, { kind: "message", key: fresh.key, at: fresh.deletedAt });
    return;
  }
  const { account } = sheet;
  if (old === undefined) {
    sheet.put("message", fresh.key, fresh, old);
    sheet.turns.added.push(fresh);
    sheet.changes.push(createdChange(account, fresh, sheet.appears(fresh)));
    return;
  }
  const message = mergeMessage(old.value, fresh);
  if (!differs(old.value, message)) return;
  sheet.put("message", message.key, message, old);
  if (moves(old.value, message)) sheet.turns.moved.push(message);
  sheet.observe(message.key, newNumbers(old.value, message));
  const changed = changedFields(old.value, message);
  if (changed.includes("text")) sheet.reworded.push(message);
  if (changed.length === 0) return;
  sheet.changes.push({
    type: "message.updated",
    id: updateId("message.updated", message),
    origin: sheet.alters(message),
    at: editedAt(changed, message) ?? sheet.now,
    account,
    conversation: message.conversation,
    message,
    changed,
  });
}

/** Draws up a post that a route told of. `old` is what is stored. */
export function drawPost(sheet: Sheet, fresh: Post, old: Versioned<Post> | undefined): void {
  if (old?.value.deletedAt !== undefined) return;
  if (fresh.deletedAt !== undefined) {
    if (old !== undefined) buryPost(sheet, old, fresh.deletedAt);
    else buryUnseen(sheet, { kind: "post", key: fresh.key, at: fresh.deletedAt });
    return;
  }
  const { account } = sheet;
  if (old === undefined) {
    sheet.put("post", fresh.key, fresh, old);
    sheet.observe(fresh.key, newNumbers(undefined, fresh));
    const { key, createdAt } = fresh;
    sheet.changes.push({
      type: "post.created",
      id: onceId("post.created", key),
      origin: sheet.appears(fresh),
      at: createdAt,
      account,
      post: fresh,
    });
    return;
  }
  const post = mergePost(old.value, fresh);
  if (!differs(old.value, post)) return;
  sheet.put("post", post.key, post, old);
  sheet.observe(post.key, newNumbers(old.value, post));
  // Counts of a post grow with every poll: they are observations, and no news.
  const changed = changedFields(old.value, post).filter((field) => field !== "counts");
  if (changed.length === 0) return;
  sheet.changes.push({
    type: "post.updated",
    id: updateId("post.updated", post),
    origin: sheet.alters(post),
    at: editedAt(changed, post) ?? sheet.now,
    account,
    post,
    changed,
  });
}

/** Shrinks a message that is gone, and keeps it from coming back. */
export function buryMessage(sheet: Sheet, old: Versioned<Message>, at: Timestamp): void {
  if (old.value.deletedAt !== undefined) return;
  const { key, conversation } = old.value;
  const { account } = sheet;
  const shell = messageShell(old.value, at);
  sheet.put("message", key, shell, old);
  sheet.put("tombstone", key, { key, at: sheet.now, why: "deleted" }, undefined);
  sheet.turns.removed.push(shell);
  const id = onceId("message.deleted", key);
  sheet.changes.push({ type: "message.deleted", id, origin: sheet.alters(old.value), at, account, conversation, message: key });
}

/** Shrinks a post that is gone, and keeps it from coming back. */
export function buryPost(sheet: Sheet, old: Versioned<Post>, at: Timestamp): void {
  if (old.value.deletedAt !== undefined) return;
  const { key } = old.value;
  const shell = postShell(old.value, at);
  sheet.put("post", key, shell, old);
  sheet.removedPosts.push(shell);
  sheet.put("tombstone", key, { key, at: sheet.now, why: "deleted" }, undefined);
  const id = onceId("post.deleted", key);
  sheet.changes.push({ type: "post.deleted", id, origin: sheet.alters(old.value), at, account: sheet.account, post: key });
}

/**
 * Remembers that something is gone which no route has told of yet: a socket may be faster than the list that names the object. Nothing is
 * journaled, for nobody has heard of it.
 */
export function buryUnseen(sheet: Sheet, { kind, key, at }: Gone): void {
  const parts = parseKey(key);
  if (parts?.kind !== kind || parts.account !== sheet.account) return;
  sheet.put("tombstone", key, { key, at, why: "deleted" }, undefined);
}

/** Keeps the shell of a message that was gone before we saw it, as if the two had come in order: times survive, what it said does not. */
export function drawLateMessage(sheet: Sheet, late: Message, { at, why }: Tombstone, old: Versioned<Message> | undefined): void {
  if (why === "deleted" && old === undefined) sheet.put("message", late.key, messageShell(late, at), old);
}

/** Keeps the shell of a post that was gone before we saw it. */
export function drawLatePost(sheet: Sheet, late: Post, { at, why }: Tombstone, old: Versioned<Post> | undefined): void {
  if (why === "deleted" && old === undefined) sheet.put("post", late.key, postShell(late, at), old);
}

const editedAt = (changed: readonly string[], object: Message | Post): Timestamp | undefined =>
  changed.includes("editedAt") ? object.editedAt : undefined;
