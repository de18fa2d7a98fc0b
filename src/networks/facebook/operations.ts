/**
 * All operations of a Page. Loaded when the first of them is used.
 * @module
 */
import { account } from "./account.js";
import { comments } from "./comments.js";
import { facebookTasks } from "./task.js";
import { findOwn } from "./find-own.js";
import { insights } from "./insights.js";
import { mentions } from "./mentions.js";
import { messages } from "./messages.js";
import { moderation } from "./moderation.js";
import { posts } from "./posts.js";
import { rereading } from "./reread.js";
import { reviews } from "./reviews.js";
import { subscriptions } from "./subscriptions.js";
import type { FacebookOperation } from "./adapter.js";
import type { Operations } from "../../adapter/operations.js";

/** Puts the surfaces together. */
export function facebookOperations(...setup: Parameters<typeof facebookTasks>): Pick<Operations, FacebookOperation> {
  const begin = facebookTasks(...setup);
  return {
    ...account(begin),
    ...posts(begin),
    ...comments(begin),
    ...mentions(begin),
    ...reviews(begin),
    ...messages(begin),
    ...rereading(begin),
    ...moderation(begin),
    ...insights(begin),
    ...subscriptions(begin),
    ...findOwn(begin),
  };
}
