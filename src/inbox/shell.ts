/**
 * Shells: what is left of an object that expired, was deleted or forgotten. Key, kind, direction, place and times, why it is a shell, and what it
 * was as far as figures need it, so that response times survive.
 * @module
 */
import type { Author } from "../model/author.js";
import type { Conversation } from "../model/conversation.js";
import type { Message, Shell, ShellTrait } from "../model/message.js";
import type { Post } from "../model/post.js";
import type { Timestamp } from "../model/ref.js";

/** What is left of a profile that may no longer be kept: whose it is, so that what they said still has an author. */
export function authorShell({ key, id, isOwn, isBot }: Author): Author {
  return { key, ...(id !== undefined && { id }), isOwn, ...(isBot !== undefined && { isBot }) };
}

/**
 * Shrinks a message to its shell. It stays known that a bot wrote it, that it was spam, hidden or held, and whether it was deleted where it was
 * said or may only be kept no longer: else every figure would change with time.
 */
export function messageShell(message: Message, deletedAt: Timestamp, why: Shell["why"] = "deleted"): Message {
  const { key, network, accountId, id, kind, surface, direction, conversation, post, parent, root, createdAt, via, author } = message;
  return {
    key,
    network,
    accountId,
    id,
    kind,
    ...(surface !== undefined && { surface }),
    direction,
    conversation,
    ...(author?.isOwn === true && author.isBot === true && { author: authorShell(author) }),
    ...(post !== undefined && { post }),
    ...(parent !== undefined && { parent }),
    ...(root !== undefined && { root }),
    createdAt,
    deletedAt: message.deletedAt ?? deletedAt,
    // What was gone before is so for the reason of then.
    shell: message.shell ?? { why: message.deletedAt === undefined ? why : "deleted", was: traitsOf(message) },
    via,
    ...nothing,
  };
}

/** As sure as somebody has to be that it is spam; the metrics and `triage` take the same. */
const leastScore = 0.5;

function traitsOf({ author, direction, visibility, deletedAt, annotations = {}, mentionsUs }: Message): readonly ShellTrait[] {
  const traits: Readonly<Record<ShellTrait, boolean>> = {
    own: direction === "inbound" && author?.isOwn === true,
    bot: author?.isBot === true,
    spam: Object.values(annotations).some(({ label, score }) => label === "spam" && score >= leastScore),
    hidden: visibility === "hidden",
    held: visibility === "held",
    // Shells are `removed` by themselves: of one without a word about it nobody knows what it was.
    removed: visibility === "removed" && deletedAt === undefined,
    internal: visibility === "internal",
    "mentions-us": mentionsUs === true,
  };
  return (Object.keys(traits) as ShellTrait[]).filter((trait) => traits[trait]);
}

/** Shrinks a post to its shell. */
export function postShell(post: Post, deletedAt: Timestamp): Post {
  const { key, network, accountId, id, isOwn, createdAt } = post;
  return { key, network, accountId, id, isOwn, createdAt, deletedAt: post.deletedAt ?? deletedAt, ...nothing };
}

/**
 * Shrinks a conversation to its shell: what it is and when something was said. Who takes part and what it is called goes; those who still
 * write come back with their next message.
 */
export function conversationShell(conversation: Conversation): Conversation {
  const { key, network, accountId, id, kind, post, isGroup, state, lastActivityAt, lastInboundAt, lastOutboundAt } = conversation;
  return {
    key,
    network,
    accountId,
    id,
    kind,
    ...(post !== undefined && { post }),
    participants: [],
    ...(isGroup !== undefined && { isGroup }),
    ...(state !== undefined && { state }),
    ...(lastActivityAt !== undefined && { lastActivityAt }),
    ...(lastInboundAt !== undefined && { lastInboundAt }),
    ...(lastOutboundAt !== undefined && { lastOutboundAt }),
  };
}

const nothing = { text: "", entities: [], attachments: [], counts: {}, visibility: "removed" } as const;
