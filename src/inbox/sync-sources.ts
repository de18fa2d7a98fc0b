/**
 * The lists behind the surfaces, as the reading sees them.
 * @module
 */
import { absorb } from "./absorb.js";
import { rowsOf } from "./rows.js";
import { unfit, unfitMessage } from "./clean.js";
import type { ListQuery } from "../adapter/operations.js";
import type { ListSource, SyncRun } from "./sync-run.js";
import type { Message } from "../model/message.js";
import type { Paged } from "../model/page.js";
import type { Post } from "../model/post.js";
import type { Timestamp } from "../model/ref.js";

/** What a list of messages differs in. */
export interface MessageList {
  readonly name: string;
  readonly read: (query: ListQuery) => Paged<Message>;
  readonly filtersSince?: boolean;
  readonly whole?: boolean;
  readonly connectedAt?: Timestamp;
}

/** Describes a list of messages. */
export function messageSource(run: SyncRun, list: MessageList): ListSource<Message> {
  return {
    ...list,
    filtersSince: list.filtersSince ?? false,
    keyOf: (message) => message.key,
    timeOf: (message) => message.createdAt,
    unfit: (message) => unfitMessage(message, run.account),
    known: async (messages) =>
      new Set(
        (
          await rowsOf(
            run.context,
            "message",
            messages.map(({ key }) => key),
          )
        ).keys(),
      ),
    keep: async (messages, mark) => {
      const arrived = inOrderOfArrival(messages, list.whole);
      return (await absorb(run.context, run.account, { messages: arrived }, mark)) === undefined ? "overtaken" : "kept";
    },
  };
}

/** Describes the list of the account's posts. */
export function postSource(run: SyncRun, name: string, read: (query: ListQuery) => Paged<Post>, filtersSince: boolean): ListSource<Post> {
  return {
    name,
    filtersSince,
    read,
    keyOf: (post) => post.key,
    timeOf: (post) => post.createdAt,
    unfit: (post) => unfit(post, "post", run.account),
    known: async (posts) =>
      new Set(
        (
          await rowsOf(
            run.context,
            "post",
            posts.map(({ key }) => key),
          )
        ).keys(),
      ),
    keep: async (posts, mark) =>
      (await absorb(run.context, run.account, { posts: inOrderOfArrival(posts) }, mark)) === undefined ? "overtaken" : "kept",
  };
}

/**
 * Turns a newest-first list around: the journal sorts by time and keeps this order where times are equal.
 * A list that is read whole has no such order: a thread names each reply before what answers it, and stays as it is.
 */
function inOrderOfArrival<T>(listed: readonly T[], whole = false): readonly T[] {
  return whole ? listed : listed.toReversed();
}
