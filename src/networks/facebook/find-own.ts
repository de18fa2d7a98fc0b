/**
 * Finds what the Page has said, after a write without an answer. Facebook keeps no key of a write, so words, place and time have to do.
 * @module
 */
import { bareWords, oldestFirst, skewMs } from "../_graph/own-words.js";
import { inPath } from "../_graph/names.js";
import { commentPage, underOf } from "./comments.js";
import { directConversationFields, listDirectMessages, ownSince, toDirectConversation } from "../_graph/direct.js";
import { fieldsOf, present } from "../../adapter/fields.js";
import { inMessenger } from "./messages.js";
import { nodeOf, personIdOf, type NodeHint } from "./ids.js";
import { idOf } from "../_graph/task.js";
import { onePage, type PageRead } from "../../adapter/paged.js";
import { orNone } from "../_graph/gone.js";
import { postFields, privateReplyFields } from "./fields.js";
import { readItems } from "../../adapter/read-items.js";
import { spanQuery } from "./span-query.js";
import { toMention } from "./normalize.js";
import { wireComment, wirePost } from "./wire.js";
import { wireDirectConversation } from "../_graph/direct-normalize.js";
import type { BeginFacebook, FacebookTask } from "./task.js";
import type { Draft } from "../../model/draft.js";
import type { FindOwnQuery, Operations } from "../../adapter/operations.js";
import type { Keyed } from "../../adapter/check-target.js";
import type { Message } from "../../model/message.js";
import type { Quarantined } from "../../model/page.js";
import type { Refs } from "../../model/ref.js";

/** Finds our own. */
export function findOwn(begin: BeginFacebook): Pick<Operations, "findOwn"> {
  return {
    findOwn: (target, draft, query) => {
      const task = begin("findOwn", query);
      const { id, kind } = task.target(target, ["message", "post", "conversation", "author", "account"]);
      const find = async (): Promise<PageRead<Message>> => {
        if (kind === "account") return ownPosts(task, draft, query);
        if (kind === "conversation" || kind === "author") return ownDirects(task, id, target.refs, draft, query);
        if (query.operation === "replyPrivately") return privateAnswers(task, id, target, draft, query);
        if (kind === "message" && nodeOf(id, target) === "direct")
          return ownDirects(task, personIdOf(target) ?? "", target.refs, draft, query);
        return ownComments(task, kind, id, target, draft, query);
      };
      return onePage(find, present({ ...task.options, limit: query.limit }));
    },
  };
}

function isAlike(message: Message, draft: Draft, from: number): boolean {
  return message.direction === "outbound" && Date.parse(message.createdAt) >= from && bareWords(message.text) === bareWords(draft.text);
}

async function ownPosts(task: FacebookTask, draft: Draft, query: FindOwnQuery): Promise<PageRead<Message>> {
  const from = Date.parse(query.since) - skewMs;
  const span = spanQuery({ since: new Date(from).toISOString() });
  const items: Message[] = [];
  const quarantined: Quarantined[] = [];
  const pages = task.list<Message>(async (cursor) => {
    const { data, next } = await task.page(`/${task.us.id}/published_posts`, { fields: postFields, query: span, cursor });
    return { ...readItems("posts", data, wirePost, (wire) => toMention(task.us, wire)), next };
  });
  for await (const page of pages.pages()) {
    items.push(...page.items.filter((one) => isAlike(one, draft, from)));
    quarantined.push(...page.quarantined);
  }
  return { items: oldestFirst(items), quarantined };
}

async function ownComments(
  task: FacebookTask,
  kind: "message" | "post",
  id: string,
  target: NodeHint,
  draft: Draft,
  query: FindOwnQuery,
): Promise<PageRead<Message>> {
  const from = Date.parse(query.since) - skewMs;
  const under = underOf(kind, id, target);
  const parentId = target.refs?.["parentId"];
  // An answer to an answer hangs below the comment that both answer, where Facebook keeps two levels only.
  const above = parentId === under?.headId || parentId === under?.postId ? undefined : parentId;
  const isTop = kind === "post" || under?.headId === id;
  const wanted = ({ refs: found }: Message): boolean => {
    const parent = found?.["parentId"];
    return parent === undefined || parent === id || (!isTop && parent === above);
  };
  const place = above ?? id;
  const items: Message[] = [];
  const quarantined: Quarantined[] = [];
  const pages = task.list<Message>(async (cursor) => {
    const page = await commentPage(task, place, { under, cursor, since: new Date(from).toISOString() });
    const last = page.items.at(-1);
    const passed = last !== undefined && Date.parse(last.createdAt) < from;
    return { items: page.items, quarantined: page.quarantined, next: passed ? undefined : page.next };
  });
  for await (const page of pages.pages()) {
    items.push(...page.items.filter((one) => isAlike(one, draft, from) && wanted(one)));
    quarantined.push(...page.quarantined);
  }
  return { items: oldestFirst(items), quarantined };
}

async function ownDirects(
  task: FacebookTask,
  person: string,
  refs: Refs = {},
  draft: Draft,
  query: FindOwnQuery,
): Promise<PageRead<Message>> {
  if (person === "") return task.refuse("invalid-request", "the message does not tell whose it is; give its conversation.");
  const from = Date.parse(query.since) - skewMs;
  // Who never wrote with us has no conversation, so nothing was sent to them.
  const found = await orNone(ownSince(task, inMessenger(task), person, refs, new Date(from).toISOString()));
  return { ...found, items: (found?.items ?? []).filter((one) => isAlike(one, draft, from)) };
}

/** Where a comment was answered in private, it names the conversation; of a post only its author leads there. */
async function privateAnswers(
  task: FacebookTask,
  id: string,
  { refs = {} }: Keyed,
  draft: Draft,
  query: FindOwnQuery,
): Promise<PageRead<Message>> {
  const known = query.refs?.["personId"];
  if (known !== undefined) return ownDirects(task, known, {}, draft, query);
  const wire =
    refs["node"] === "post" ? undefined : await orNone(task.get(`/${inPath(id)}`, wireComment, { fields: privateReplyFields.join(",") }));
  const threadId = idOf(fieldsOf(wire?.["private_reply_conversation"])["id"]);
  if (threadId === undefined) {
    const author = refs["authorId"] ?? idOf(fieldsOf(wire?.["from"])["id"]);
    return author === undefined ? { items: [] } : ownDirects(task, author, {}, draft, query);
  }
  const us = inMessenger(task);
  const thread = await orNone(
    task.get(`/${inPath(threadId)}`, wireDirectConversation, { fields: directConversationFields.messenger.join(",") }),
  );
  if (thread === undefined) return { items: [] };
  const from = Date.parse(query.since) - skewMs;
  const { id: person } = toDirectConversation(us, thread, task.runtime.clock.now());
  const items: Message[] = [];
  const since = new Date(from).toISOString();
  const quarantined: Quarantined[] = [];
  for await (const page of listDirectMessages(task, us, person, { threadId }, { ...task.options, since }).pages()) {
    items.push(...page.items.filter((message) => isAlike(message, draft, from)));
    // One that cannot be read may be the one that is looked for.
    quarantined.push(...page.quarantined);
  }
  return { items: items.reverse(), quarantined };
}
