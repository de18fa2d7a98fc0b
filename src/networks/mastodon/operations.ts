/**
 * All operations of a Mastodon account. Loaded when the first of them is used.
 * @module
 */
import { account, detector } from "./account.js";
import { beginner } from "./task.js";
import { comments } from "./comments.js";
import { findOwn } from "./find-own.js";
import { mentions } from "./mentions.js";
import { messages } from "./messages.js";
import { moderation } from "./moderation.js";
import { posts, schedules, type Schedules } from "./posts.js";
import { stream } from "./stream.js";
import type { CallOptions } from "../../http/request.js";
import type { MastodonOperation } from "./adapter.js";
import type { MastodonServer } from "./server.js";
import type { Operations } from "../../adapter/operations.js";

/** Everything that the adapter offers, beside what every adapter has. */
export interface MastodonOperations extends Pick<Operations, Exclude<MastodonOperation, "mute">>, Schedules, ReturnType<typeof moderation> {
  /** Asks the server what it is. */
  detect(options?: CallOptions): Promise<MastodonServer>;
}

/** Puts the surfaces together. */
export function mastodonOperations(...task: Parameters<typeof beginner>): MastodonOperations {
  const begin = beginner(...task);
  return {
    ...account(begin),
    ...posts(begin),
    ...comments(begin),
    ...mentions(begin),
    ...messages(begin),
    ...moderation(begin),
    ...findOwn(begin),
    ...stream(begin),
    ...schedules(begin),
    detect: detector(begin),
  };
}
