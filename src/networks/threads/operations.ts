/**
 * All operations of a Threads profile. Loaded when the first of them is used.
 * @module
 */
import { account, publishingLimit } from "./account.js";
import { beginner } from "./task.js";
import { comments } from "./comments.js";
import { findOwn } from "./find-own.js";
import { insights } from "./insights.js";
import { mentions } from "./mentions.js";
import { moderation } from "./moderation.js";
import { posts } from "./posts.js";
import { search } from "./search.js";
import type { CallOptions } from "../../http/request.js";
import type { Operations } from "../../adapter/operations.js";
import type { PublishingLimit } from "./quotas.js";
import type { ThreadsOperation } from "./adapter.js";

/** Everything that the adapter offers, beside what every adapter has. */
export interface ThreadsOperations extends Pick<Operations, ThreadsOperation> {
  /** Reads what is left of the daily budgets. */
  getPublishingLimit(options?: CallOptions): Promise<PublishingLimit>;
}

/** Puts the operations together. */
export function threadsOperations(...task: Parameters<typeof beginner>): ThreadsOperations {
  const begin = beginner(...task);
  return {
    ...account(begin),
    ...posts(begin),
    ...comments(begin),
    ...mentions(begin),
    ...search(begin),
    ...moderation(begin),
    ...insights(begin),
    ...findOwn(begin),
    getPublishingLimit: publishingLimit(begin),
  };
}
