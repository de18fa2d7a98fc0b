/**
 * All operations of a Bluesky account. Loaded when the first of them is used.
 * @module
 */
import { account } from "./account.js";
import { beginner } from "./task.js";
import { comments } from "./comments.js";
import { findOwn } from "./find-own.js";
import { mentions } from "./mentions.js";
import { messages } from "./messages.js";
import { moderation } from "./moderation.js";
import { posts } from "./posts.js";
import type { BlueskyOperation } from "./adapter.js";
import type { Operations } from "../../adapter/operations.js";
import type { TokenSession } from "../../adapter/token-session.js";

/** Puts the surfaces together. */
export function blueskyOperations(
  session: () => TokenSession | undefined,
  ...task: Parameters<typeof beginner>
): Pick<Operations, BlueskyOperation> {
  const begin = beginner(...task);
  return {
    ...account(begin, session),
    ...posts(begin),
    ...comments(begin),
    ...mentions(begin),
    ...messages(begin),
    ...moderation(begin),
    ...findOwn(begin),
  };
}
