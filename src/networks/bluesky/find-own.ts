/**
 * Finds our own messages again, after a write without an answer.
 * @module
 */
import { asView, getRecord, placeFor } from "./records.js";
import { convoWith, directPage } from "./messages.js";
import { isDid, parseAtUri, postCollection, repoOf } from "./ids.js";
import { mostOfPage } from "./limits.js";
import { present } from "../../adapter/fields.js";
import { onePage } from "../../adapter/paged.js";
import { readItems } from "../../adapter/read-items.js";
import { toMessage } from "./normalize.js";
import { wireFeedPost } from "./wire.js";
import type { BeginBluesky, BlueskyTask } from "./task.js";
import type { Draft } from "../../model/draft.js";
import type { FindOwnQuery, Operations } from "../../adapter/operations.js";
import type { Message } from "../../model/message.js";
import type { PageRead } from "../../adapter/paged.js";
import type { Quarantined } from "../../model/page.js";

/** Finds our own messages: by record key where one is known, which proves absence too; else among what we wrote since. */
export function findOwn(begin: BeginBluesky): Pick<Operations, "findOwn"> {
  return {
    findOwn: (target, draft, query) => {
      const task = begin("findOwn", query);
      const { id, kind } = task.target(target, ["message", "post", "conversation", "author", "account"]);
      const isPost = parseAtUri(id) !== undefined;
      const isPrivate = query.operation === "replyPrivately" || query.operation === "sendMessage";
      const rkey =
        query.refs?.["rkey"] ??
        (query.idempotencyKey === undefined ? undefined : placeFor(task, postCollection, query.idempotencyKey).rkey);
      const find = async (): Promise<PageRead<Message>> => {
        if (kind === "author" || (isPrivate && isPost)) return findDirect(task, undefined, isDid(id) ? id : repoOf(id), draft, query);
        if (!isPost && kind !== "account")
          return findDirect(task, kind === "conversation" ? id : target.refs?.["convoId"], "", draft, query);
        return rkey === undefined ? findPosted(task, kind === "account" ? undefined : id, draft, query) : findByKey(task, rkey, draft);
      };
      // `since` was looked at on the way.
      return onePage(find, present({ ...task.options, limit: query.limit }));
    },
  };
}

/** The record key belongs to this write alone, so what stands there is the answer, and nothing is one too. */
async function findByKey(task: BlueskyTask, rkey: string, draft: Draft): Promise<PageRead<Message>> {
  const found = await getRecord(task, { repo: task.us.did, collection: postCollection, rkey });
  const view = found === undefined ? undefined : asView(task, found);
  return { items: view?.record.text === draft.text ? [toMessage(task.us, view, { via: "send" })] : [] };
}

/** Oldest first, so all pages are read before the first is given. */
async function findPosted(task: BlueskyTask, parent: string | undefined, draft: Draft, query: FindOwnQuery): Promise<PageRead<Message>> {
  const quarantined: Quarantined[] = [];
  const pages = task.list<Message>(async (cursor) => {
    const page = { actor: task.us.did, filter: "posts_with_replies", limit: mostOfPage, cursor };
    const answer = await task.get("app.bsky.feed.getAuthorFeed", page);
    return { ...readItems("feed", answer.feed, wireFeedPost, ({ post }) => toMessage(task.us, post)), next: answer.cursor };
  });
  const found: Message[] = [];
  for await (const { items, quarantined: broken } of pages.pages()) {
    quarantined.push(...broken);
    const own = items.filter(({ direction }) => direction === "outbound");
    found.push(
      ...own.filter(({ createdAt, text, refs }) => createdAt >= query.since && text === draft.text && refs?.["parentUri"] === parent),
    );
    const last = own.at(-1);
    if (last !== undefined && last.createdAt < query.since) break;
  }
  return { items: found.reverse(), quarantined };
}

/** @param person - DID of whom we wrote to, where the conversation is not known; empty when that is not known either */
async function findDirect(
  task: BlueskyTask,
  convoId: string | undefined,
  person: string,
  draft: Draft,
  query: FindOwnQuery,
): Promise<PageRead<Message>> {
  const convo = query.refs?.["convoId"] ?? convoId ?? (person === "" ? undefined : await convoWith(task, person));
  if (convo === undefined) return { items: [] };
  const read = (cursor: string | undefined): Promise<PageRead<Message>> => directPage(task, convo, mostOfPage, cursor);
  const found: Message[] = [];
  const quarantined: Quarantined[] = [];
  for await (const page of task.list(read, { ...task.options, since: query.since }, ({ createdAt }) => createdAt).pages()) {
    found.push(...page.items.filter(({ direction, text }) => direction === "outbound" && text === draft.text));
    // One that cannot be read may be the one that is looked for.
    quarantined.push(...page.quarantined);
  }
  return { items: found.reverse(), quarantined };
}
