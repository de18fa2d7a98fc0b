/**
 * Something that happened. `switch (change.type)` narrows.
 * @module
 */
import type { AccountKey, ConversationKey, KeyOf, MessageKey, PostKey } from "./keys.js";
import type { Author } from "./author.js";
import type { Message } from "./message.js";
import type { Post } from "./post.js";
import type { Timestamp } from "./ref.js";

/** `backfill` = history that was fetched, not news; it never wakes a live handler. */
export type Origin = "live" | "backfill";

/** What every change has. */
export interface ChangeBase<T extends string> {
  /** What happened. */
  readonly type: T;
  /** The same by poll, webhook and stream, and on every redelivery. */
  readonly id: string;
  /** News, or history that was fetched. */
  readonly origin: Origin;
  /** When it happened, as the network says it; when it was seen, where the network does not say. */
  readonly at: Timestamp;
  /** Whose journal it is in. */
  readonly account: AccountKey;
  /** The ordering unit: changes of one conversation are handled one after the other. */
  readonly conversation?: ConversationKey;
}

/** What reactions that come and go share. */
export interface ReactionChange<T extends string> extends ChangeBase<T> {
  /** What was reacted to. */
  readonly target: KeyOf<"post" | "message">;
  /** The network's word, or an emoji. */
  readonly reaction: string;
  /** Who. Absent where the network tells only that it happened. */
  readonly author?: Author;
}

/** A message is new to us. */
export interface MessageCreated extends ChangeBase<"message.created"> {
  /** As it is now. */
  readonly message: Message;
}

/** Edited, hidden, held, released or counted anew. `changed` names fields of `Message`. */
export interface MessageUpdated extends ChangeBase<"message.updated"> {
  /** As it is now. */
  readonly message: Message;
  /** Names of fields of `Message`. */
  readonly changed: readonly string[];
}

/** A message is gone. */
export interface MessageDeleted extends ChangeBase<"message.deleted"> {
  /** Which. */
  readonly message: MessageKey;
}

/** Somebody reacted. */
export interface ReactionAdded extends ReactionChange<"reaction.added"> {}

/** Somebody took a reaction back. */
export interface ReactionRemoved extends ReactionChange<"reaction.removed"> {}

/** A post is new to us. */
export interface PostCreated extends ChangeBase<"post.created"> {
  /** As it is now. */
  readonly post: Post;
}

/** `changed` names fields of `Post`. */
export interface PostUpdated extends ChangeBase<"post.updated"> {
  /** As it is now. */
  readonly post: Post;
  /** Names of fields of `Post`. */
  readonly changed: readonly string[];
}

/** A post is gone. */
export interface PostDeleted extends ChangeBase<"post.deleted"> {
  /** Which. */
  readonly post: PostKey;
}

/** The other side has read everything up to an instant. */
export interface ConversationRead extends ChangeBase<"conversation.read"> {
  /** Everything up to here is read. */
  readonly upTo: Timestamp;
}

/** `until` is absent for a ban without end. */
export interface AuthorBanned extends ChangeBase<"author.banned"> {
  /** Who was shut out. */
  readonly author: Author;
  /** When the ban ends. */
  readonly until?: Timestamp;
}

/** Many at once: the named messages, else all of the author, else all of the conversation. */
export interface MessagesCleared extends ChangeBase<"messages.cleared"> {
  /** Which. Absent = all of `author`, else all of the conversation. */
  readonly messages?: readonly MessageKey[];
  /** Whose messages went. */
  readonly author?: Author;
}

/** The network stopped pushing. */
export interface SubscriptionRevoked extends ChangeBase<"subscription.revoked"> {
  /** The network's id of the subscription. */
  readonly subscription: string;
  /** Why, in the network's words. */
  readonly reason: string;
}

/** Raids, gifts, and whatever is new: reported, never thrown. `name` is the network's word. */
export interface NetworkEvent extends ChangeBase<"network.event"> {
  /** The network's word for it: `raid`, `gift`, `follow`. */
  readonly name: string;
  /** Who caused it. */
  readonly author?: Author;
  /** The network's own object, secrets removed. */
  readonly raw?: unknown;
}

/** Something that happened. `switch (change.type)` narrows. */
export type Change =
  | MessageCreated
  | MessageUpdated
  | MessageDeleted
  | ReactionAdded
  | ReactionRemoved
  | PostCreated
  | PostUpdated
  | PostDeleted
  | ConversationRead
  | AuthorBanned
  | MessagesCleared
  | SubscriptionRevoked
  | NetworkEvent;

/** What can happen, as a word. */
export type ChangeType = Change["type"];
