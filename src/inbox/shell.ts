/**
 * Shells: what is left of an object that expired, was deleted or forgotten. Key, kind, direction, place and times, so that response times survive.
 * @module
 */
import type { Message } from "../model/message.js";
import type { Post } from "../model/post.js";
import type { Timestamp } from "../model/ref.js";

/** Shrinks a message to its shell. */
export function messageShell(message: Message, deletedAt: Timestamp): Message {
  const { key, network, accountId, id, kind, surface, direction, conversation, post, parent, root, createdAt, via } = message;
  return {
    key,
    network,
    accountId,
    id,
    kind,
    ...(surface !== undefined && { surface }),
    direction,
    conversation,
    ...(post !== undefined && { post }),
    ...(parent !== undefined && { parent }),
    ...(root !== undefined && { root }),
    createdAt,
    deletedAt: message.deletedAt ?? deletedAt,
    via,
    ...nothing,
  };
}

/** Shrinks a post to its shell. */
export function postShell(post: Post, deletedAt: Timestamp): Post {
  const { key, network, accountId, id, isOwn, createdAt } = post;
  return { key, network, accountId, id, isOwn, createdAt, deletedAt: post.deletedAt ?? deletedAt, ...nothing };
}

const nothing = { text: "", entities: [], attachments: [], counts: {}, visibility: "removed" } as const;
