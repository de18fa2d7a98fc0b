/**
 * Ids of changes: the same by poll, webhook and stream, and on every redelivery.
 * @module
 */
import { hashOf } from "./hash.js";
import type { ChangeType } from "./change.js";
import type { Key } from "./keys.js";
import type { Message } from "./message.js";
import type { Post } from "./post.js";

/** Makes the id of what can happen to an object once: created, deleted. */
export const onceId = (type: ChangeType, key: Key): string => `${type}:${key}`;

/** Makes the id of an update: the same content, however it was learned, has the same one. */
export const updateId = (type: ChangeType, object: Message | Post): string => {
  const { key, text, visibility, editedAt, attachments, counts } = object;
  return `${type}:${key}:${hashOf([text, visibility, editedAt, attachments.map((one) => one.type), counts])}`;
};
