/**
 * Retention on read: what a network no longer lets us keep is never handed out, whether it was purged already or not. What is listed is left
 * out, as if it had been deleted; where something stands in its place (a tree, a change, a conversation) its shell does.
 * @module
 */
import { authorShell, conversationShell, messageShell, postShell } from "./shell.js";
import { omit } from "./omit.js";
import type { Author } from "../model/author.js";
import type { Change } from "../model/change.js";
import type { Conversation } from "../model/conversation.js";
import type { InboxContext } from "./context.js";
import type { Message } from "../model/message.js";
import type { Post } from "../model/post.js";
import type { Timestamp } from "../model/ref.js";

/** One form for all times, so that they compare as strings; `undefined` for what is none. */
const knownTime = (at: string): Timestamp | undefined => (Number.isNaN(Date.parse(at)) ? undefined : new Date(at).toISOString());

/** The instant by which is judged what may be read. */
export const readAt = ({ runtime }: Pick<InboxContext, "runtime">): Timestamp => new Date(runtime.clock.now()).toISOString();

/** Says whether something may no longer be kept. */
export const isExpired = ({ retainUntil }: { readonly retainUntil?: Timestamp }, now: Timestamp): boolean =>
  retainUntil !== undefined && retainUntil <= now;

/** Gives an author as it may be read at an instant. */
export const keptAuthor = (author: Author, now: Timestamp): Author => (isExpired(author, now) ? authorShell(author) : author);

function keptContent<T extends Message | Post>(object: T, now: Timestamp, shellOf: (object: T, at: Timestamp) => T): T {
  if (object.deletedAt !== undefined) return object;
  if (isExpired(object, now)) return shellOf(object, object.retainUntil ?? now);
  const { author } = object;
  return author === undefined || !isExpired(author, now) ? object : { ...object, author: authorShell(author) };
}

const expiredShell = (message: Message, at: Timestamp): Message => messageShell(message, at, "expired");

/** Gives a message as it may be read at an instant: what has expired is a shell. */
export const keptMessage = (message: Message, now: Timestamp): Message => keptContent(message, now, expiredShell);

/** Gives a post as it may be read at an instant. */
export const keptPost = (post: Post, now: Timestamp): Post => keptContent(post, now, postShell);

/** Gives a conversation as it may be read at an instant. */
export function keptConversation(conversation: Conversation, now: Timestamp): Conversation {
  if (isExpired(conversation, now)) return conversationShell(conversation);
  const { participants } = conversation;
  return participants.some((one) => isExpired(one, now))
    ? { ...conversation, participants: participants.map((one) => keptAuthor(one, now)) }
    : conversation;
}

/** Gives a change as it may be handed out at an instant. */
export function keptChange(change: Change, now: Timestamp): Change {
  switch (change.type) {
    case "message.created":
    case "message.updated": {
      const message = keptMessage(change.message, now);
      return message === change.message ? change : { ...change, message };
    }
    case "post.created":
    case "post.updated": {
      const post = keptPost(change.post, now);
      return post === change.post ? change : { ...change, post };
    }
    default: {
      if (!("author" in change) || !isExpired(change.author, now)) return change;
      const author = authorShell(change.author);
      // The network's own object holds the profile as well.
      return change.type === "network.event" ? { ...omit(change, "raw"), author } : { ...change, author };
    }
  }
}

/**
 * Brings the end of keeping into the form that stores index: what a network takes down by itself (a story) may be kept no longer than it
 * stands there.
 */
export function retained<T extends Message | Post>(object: T): T {
  const { author, retainUntil, expiresAt } = object;
  const ends = [retainUntil, expiresAt].flatMap((at) => (at === undefined ? [] : (knownTime(at) ?? [])));
  const end = ends.sort()[0];
  const profileEnd = author?.retainUntil === undefined ? undefined : knownTime(author.retainUntil);
  if (end === retainUntil && profileEnd === author?.retainUntil) return object;
  return {
    ...object,
    ...(end !== undefined && { retainUntil: end }),
    ...(author !== undefined && profileEnd !== undefined && { author: { ...author, retainUntil: profileEnd } }),
  };
}
