/**
 * Finds our own words again, after a write without an answer.
 * @module
 */
import { bareWords, oldestFirst, skewMs } from "../_graph/own-words.js";
import { keyOf } from "../_graph/names.js";
import { commentPage, placeOf, replyPage } from "./comments.js";
import { containerState } from "../_graph/container.js";
import { directUs } from "./messages.js";
import { isCommentId } from "./ids.js";
import { onePage, type PageRead } from "../../adapter/paged.js";
import { ownMediaFields } from "./posts.js";
import { ownSince } from "../_graph/direct.js";
import { isGraphId } from "./options.js";
import { present } from "../../adapter/fields.js";
import { textOf } from "../../adapter/fields.js";
import { toPost } from "./normalize.js";
import { wireMedia } from "./wire.js";
import type { BeginInstagram, InstagramTask } from "./task.js";
import type { ConversationRef, Refs } from "../../model/ref.js";
import type { Draft } from "../../model/draft.js";
import type { FindOwnQuery, Operations } from "../../adapter/operations.js";
import type { Message } from "../../model/message.js";
import type { Post } from "../../model/post.js";
import type { Quarantined } from "../../model/page.js";
import type { Target } from "../../model/target.js";

/** Finds what could be a draft of ours: by place, author and text, and for posts by their container. */
export function findOwn(begin: BeginInstagram): Pick<Operations, "findOwn"> {
  return {
    findOwn: (target, draft, query) => {
      const task = begin("findOwn", query);
      task.target(target, ["message", "post", "conversation", "author", "account"]);
      return onePage(() => find(task, target, draft, query), present({ ...task.options, limit: query.limit }));
    },
  };
}

async function find(task: InstagramTask, target: Target | ConversationRef, draft: Draft, query: FindOwnQuery): Promise<PageRead<Message>> {
  const { id, kind } = task.target(target, ["message", "post", "conversation", "author", "account"]);
  const from = new Date(Date.parse(query.since) - skewMs).toISOString();
  if (kind === "account") return published(task, draft, from, query.refs ?? {});
  if (kind === "conversation" || kind === "author") return directs(task, id, target.refs ?? {}, draft, from);
  if (query.operation === "replyPrivately") return privately(task, target, id, draft, from, query.refs ?? {});
  if (kind === "post") return under(task, draft.text, from, undefined, (cursor) => commentPage(task, id, cursor));
  if (target.refs?.["mediaId"] !== undefined)
    return task.refuse(
      "unsupported",
      "comments under posts of others cannot be read, so nothing tells whether the answer is there; look in the app.",
    );
  if (!isCommentId(id)) return task.refuse("invalid-request", "the message is a direct one; give its conversation.");
  const { postId, parentId, handle } = await placeOf(task, target, id);
  const first = parentId ?? id;
  const text = parentId === undefined || handle === undefined ? draft.text : `@${handle} ${draft.text}`;
  return under(task, [draft.text, text], from, first, (cursor) => replyPage(task, postId, first, cursor));
}

/** What we said below a post, or below a comment; the oldest first. */
async function under(
  task: InstagramTask,
  texts: string | readonly string[],
  from: string,
  parent: string | undefined,
  read: (cursor: string | undefined) => Promise<PageRead<Message>>,
): Promise<PageRead<Message>> {
  const wanted = new Set([texts].flat().map(bareWords));
  const parentKey = parent === undefined ? undefined : keyOf(task.us, "message", parent);
  const found: Message[] = [];
  const quarantined: PageRead<Message>["quarantined"][] = [];
  const pages = task.list(read, { ...task.options, since: from }, ({ createdAt }) => createdAt);
  for await (const page of pages.pages()) {
    quarantined.push(page.quarantined);
    found.push(...page.items.filter((one) => one.author?.isOwn === true && one.parent === parentKey && wanted.has(bareWords(one.text))));
  }
  return { items: oldestFirst(found), quarantined: quarantined.flatMap((one) => one ?? []) };
}

async function directs(task: InstagramTask, person: string, refs: Refs, draft: Draft, from: string): Promise<PageRead<Message>> {
  const { items: all, ...rest } = await ownSince(task, directUs(task), person, refs, from);
  const files = draft.attachments?.length ?? 0;
  return {
    ...rest,
    items: all.filter((one) => bareWords(one.text) === bareWords(draft.text) && (files === 0 || one.attachments.length === files)),
  };
}

/** A private answer lies in the conversation with whoever commented. */
async function privately(
  task: InstagramTask,
  target: Target | ConversationRef,
  id: string,
  draft: Draft,
  from: string,
  refs: Refs,
): Promise<PageRead<Message>> {
  const told = textOf(refs["personId"]) ?? textOf(target.refs?.["authorId"]) ?? (target as Partial<Message>).author?.id;
  const person = told ?? (await authorOf(task, id));
  if (person === undefined)
    return task.refuse("unsupported", "the network told only the name of who commented, so their conversation cannot be found.");
  return directs(task, person, {}, draft, from);
}

async function authorOf(task: InstagramTask, id: string): Promise<string | undefined> {
  const { authorId } = await placeOf(task, { key: keyOf(task.us, "message", id) }, id);
  return authorId;
}

const steps = { statusField: "status_code", reasonField: "status" } as const;

/** The state of a container proves what became of it; which post it is tells the caption. */
async function published(task: InstagramTask, draft: Draft, from: string, refs: Refs): Promise<PageRead<Message>> {
  const container = refs["containerId"];
  if (isGraphId(container)) {
    const { state } = await containerState(task, container, steps);
    if (state !== "published") return { items: [] };
  }
  const list = task.edge(
    task.own("media"),
    { fields: ownMediaFields(task), item: wireMedia, read: (wire) => toPost(task, wire, { own: true }) },
    { ...task.options, since: from },
    ({ createdAt }) => createdAt,
  );
  const found: Message[] = [];
  const quarantined: Quarantined[] = [];
  for await (const page of list.pages()) {
    found.push(...page.items.filter((post) => bareWords(post.text) === bareWords(draft.text)).map((post) => asMessage(task, post)));
    quarantined.push(...page.quarantined);
  }
  return { items: oldestFirst(found), quarantined };
}

/** Our own post as a message, which is what writes are looked for among. */
function asMessage({ us }: InstagramTask, post: Post): Message {
  const { network, accountId, id, text, entities, attachments, counts, createdAt, visibility } = post;
  return present({
    ...{ network, accountId, id, text, entities, attachments, counts, createdAt, visibility },
    key: keyOf(us, "message", id),
    refs: post.refs,
    kind: "other" as const,
    direction: "outbound" as const,
    conversation: keyOf(us, "conversation", id),
    post: post.key,
    author: post.author,
    url: post.url,
    via: "poll" as const,
    raw: post.raw,
  });
}
