/**
 * All operations of an Instagram account. Loaded when the first of them is used.
 * @module
 */
import { account } from "./account.js";
import { beginner } from "./task.js";
import { comments } from "./comments.js";
import { findOwn } from "./find-own.js";
import { insights } from "./insights.js";
import { likes } from "./likes.js";
import { mentions } from "./mentions.js";
import { messages } from "./messages.js";
import { moderation } from "./moderation.js";
import { posts, type Stories } from "./posts.js";
import { publishing } from "./publish.js";
import { search } from "./search.js";
import { subscriptions } from "./subscriptions.js";
import type { InstagramFacebookOperation } from "./adapter.js";
import type { Operations } from "../../adapter/operations.js";

/** Everything that the adapter of either log-in offers. */
export interface InstagramOperations extends Pick<Operations, InstagramFacebookOperation>, Stories {}

/** Puts the surfaces together. */
export function instagramOperations(...setup: Parameters<typeof beginner>): InstagramOperations {
  const begin = beginner(...setup);
  return {
    ...account(begin),
    ...posts(begin),
    ...publishing(begin),
    ...comments(begin),
    ...mentions(begin),
    ...messages(begin),
    ...likes(begin),
    ...moderation(begin),
    ...insights(begin),
    ...search(begin),
    ...subscriptions(begin),
    ...findOwn(begin),
  };
}
