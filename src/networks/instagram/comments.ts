/**
 * Comments below our own posts, answering them, and reading messages again.
 * @module
 */
import { inPath } from "../_graph/names.js";
import { checkDraft } from "../../adapter/check-draft.js";
import { asSent } from "../../adapter/as-sent.js";
import { commentFields, fieldList } from "./fields.js";
import { commentRules } from "./text.js";
import { createdId, pageAnswer } from "../_graph/wire.js";
import { cursorQuery, nextCursor } from "../_graph/paging.js";
import { fieldsOf, listOf, present } from "../../adapter/fields.js";
import { isCommentId } from "./ids.js";
import { isFolkmootError } from "../../errors.js";
import { parseKey } from "../../model/keys.js";
import { names } from "./normalize-content.js";
import { readItems, type ReadItems } from "../../adapter/read-items.js";
import { readMention } from "./mentions.js";
import { readDirect } from "./messages.js";
import { toComment, type CommentSeen } from "./normalize.js";
import { wireComment } from "./wire.js";
import type { BeginInstagram, InstagramTask } from "./task.js";
import type { ConversationRef } from "../../model/ref.js";
import type { Draft } from "../../model/draft.js";
import type { ListQuery, Operations, Receipt } from "../../adapter/operations.js";
import type { Message } from "../../model/message.js";
import type { MessageTarget, Target } from "../../model/target.js";
import type { Paged } from "../../model/page.js";
import type { PageRead } from "../../adapter/paged.js";
import type { Viewer } from "./normalize-author.js";

/** Most comments of one page, and most answers that come with a comment (comments edge, read 2026-09). */
export const mostComments = 50;

/** Messages read again before the list is asked for more. */
const mostAtOnce = 10;

const fields = fieldList(commentFields, { media: "{id,media_product_type}", from: "{id,username,self_ig_scoped_id}", user: "{id}" });

/** Lists and answers comments; reads messages again. */
export function comments(begin: BeginInstagram): Pick<Operations, "listComments" | "getMessages" | "reply"> {
  return {
    listComments: (under, query) => list(begin("listComments", query), under, query),
    getMessages: (messages, options) => reread(begin("getMessages", options), messages),
    reply: (target, draft, options) => reply(begin("reply", options), target, draft),
  };
}

function list(task: InstagramTask, under: Target | null, query?: ListQuery): Paged<Message> {
  if (under === null)
    return task.refuse("unsupported", "there is no list of all comments of an account; give a post of it, or one of its comments.");
  const { id, kind } = task.target(under, ["post", "message"]);
  return task.list(
    async (cursor, size) =>
      kind === "post" ? commentPage(task, id, cursor, size) : replyPage(task, under.refs?.["postId"], id, cursor, size),
    query,
    ({ createdAt }) => createdAt,
  );
}

const byTime = (messages: readonly Message[]): readonly Message[] =>
  [...messages].sort((one, other) => (one.createdAt < other.createdAt ? 1 : Number(one.createdAt > other.createdAt) * -1));

/** One page of comments with their answers, newest first: so its last is a first comment, which tells how far the page reaches back. */
export async function commentPage(
  task: InstagramTask,
  postId: string,
  cursor: string | undefined,
  size: number = mostComments,
): Promise<PageRead<Message>> {
  const viewer = await task.viewer();
  const { data, paging } = await task.get(`/${inPath(postId)}/comments`, pageAnswer, {
    fields: `${fields},replies.limit(${mostComments}){${fields}}`,
    limit: Math.min(size, mostComments),
    ...cursorQuery(cursor),
  });
  const first = readItems("data", data, wireComment, (wire) => toComment(viewer, wire, { postId }));
  const below = await Promise.all(data.map((one) => repliesOf(task, viewer, one, postId)));
  return {
    items: byTime([...first.items, ...below.flatMap(({ items }) => items)]),
    quarantined: [...first.quarantined, ...below.flatMap(({ quarantined }) => quarantined)],
    next: nextCursor(paging, "next"),
  };
}

/** The answers that came with a comment, and those that did not fit. */
async function repliesOf(task: InstagramTask, viewer: Viewer, comment: unknown, postId: string): Promise<ReadItems<Message>> {
  const { id, replies } = fieldsOf(comment);
  if (typeof id !== "string") return { items: [], quarantined: [] };
  const seen: CommentSeen = { postId, parentId: id };
  const told = fieldsOf(replies);
  const read = (data: readonly unknown[]): ReadItems<Message> =>
    readItems("replies", data, wireComment, (wire) => toComment(viewer, wire, seen));
  const { items, quarantined } = read(listOf(told["data"]));
  const used = new Set<string>();
  try {
    for (let next = nextCursor(fieldsOf(told["paging"]), "next"); next !== undefined && !used.has(next);) {
      used.add(next);
      const { data, paging } = await task.get(`/${inPath(id)}/replies`, pageAnswer, { fields, limit: mostComments, ...cursorQuery(next) });
      const more = read(data);
      items.push(...more.items);
      quarantined.push(...more.quarantined);
      next = nextCursor(paging, "next");
    }
  } catch (error) {
    // Deleted in this moment, with everything below it; its neighbours are not.
    if (!isFolkmootError(error, "not-found")) throw error;
  }
  return { items, quarantined };
}

/** One page of the answers to a comment, newest first. */
export async function replyPage(
  task: InstagramTask,
  postId: string | undefined,
  id: string,
  cursor: string | undefined,
  size: number = mostComments,
): Promise<PageRead<Message>> {
  const viewer = await task.viewer();
  const seen = present({ postId, parentId: id });
  const { data, paging } = await task.get(`/${inPath(id)}/replies`, pageAnswer, {
    fields,
    limit: Math.min(size, mostComments),
    ...cursorQuery(cursor),
  });
  const { items, quarantined } = readItems("data", data, wireComment, (wire) => toComment(viewer, wire, seen));
  return { items: byTime(items), quarantined, next: nextCursor(paging, "next") };
}

/** Reads a comment of our own media. Throws `not-found` when it is gone, or stands elsewhere. */
export async function readComment(task: InstagramTask, id: string): Promise<Message> {
  const wire = await task.get(`/${inPath(id)}`, wireComment, { fields });
  return toComment(await task.viewer(), wire);
}

/** One by one, because the network has no call for several that it keeps. Those that are gone are absent. */
function reread(task: InstagramTask, messages: readonly MessageTarget[]): Paged<Message> {
  const targets = messages.map(({ key, refs }) => ({ id: task.target({ key }, ["message"]).id, refs: refs ?? {} }));
  return task.list(async (cursor): Promise<PageRead<Message>> => {
    const from = Number(cursor ?? 0);
    const next = from + mostAtOnce;
    const items: Message[] = [];
    for (const { id, refs } of targets.slice(from, next)) {
      try {
        const { mediaId } = refs;
        if (mediaId !== undefined) items.push(await readMention(task, id, mediaId));
        else items.push(await (isCommentId(id) ? readComment(task, id) : readDirect(task, id, refs)));
      } catch (error) {
        if (!isFolkmootError(error, "not-found")) throw error;
      }
    }
    return { items, ...(next < targets.length && { next: String(next) }) };
  }, task.options);
}

async function reply(task: InstagramTask, target: Target, draft: Draft): Promise<Receipt> {
  const { id, kind } = task.target(target, ["message", "post"]);
  checkDraft(draft, commentRules, task);
  const { mediaId } = target.refs ?? {};
  if (kind === "post") return comment(task, id, draft.text);
  if (mediaId !== undefined) return answerMention(task, id, mediaId, draft.text);
  if (!isCommentId(id)) return task.refuse("invalid-request", "the message is a direct one; use `sendMessage` with its conversation.");
  const { postId, parentId, handle } = await placeOf(task, target, id);
  // Below the first comment there is one level only: an answer to an answer lands beside it, and without the name nobody knows whom it means.
  const text = parentId === undefined || handle === undefined || names(draft.text, handle) ? draft.text : `@${handle} ${draft.text}`;
  checkDraft({ ...draft, text }, commentRules, task);
  const first = parentId ?? id;
  const made = await task.post(`/${inPath(first)}/replies`, createdId, { message: text });
  return said(task, { id: made.id, text, postId, parentId: first });
}

/** Where a comment stands, and who wrote it. */
export interface Place {
  readonly postId: string;
  readonly parentId?: string | undefined;
  readonly handle?: string | undefined;
  readonly authorId?: string | undefined;
}

/** Reads off a comment where it stands: its refs tell, or the whole object, or the network. */
export async function placeOf(task: InstagramTask, target: MessageTarget | Target | ConversationRef, id: string): Promise<Place> {
  const { postId } = target.refs ?? {};
  if (postId !== undefined) return { ...target.refs, postId };
  const known = "direction" in target && target.kind === "comment" ? target : await readComment(task, id);
  const post = known.post === undefined ? undefined : parseKey(known.post)?.id;
  if (post === undefined) return task.refuse("not-found", "the network does not tell which post the comment stands under.");
  const parent = known.parent === undefined ? undefined : parseKey(known.parent)?.id;
  return present({ postId: post, parentId: parent, handle: known.author?.handle, authorId: known.author?.id });
}

async function comment(task: InstagramTask, postId: string, text: string): Promise<Receipt> {
  const { id } = await task.post(`/${inPath(postId)}/comments`, createdId, { message: text });
  return said(task, { id, text, postId });
}

/** Answers where the account was mentioned; the network writes below the comment, or below the post itself. */
async function answerMention(task: InstagramTask, id: string, mediaId: string, text: string): Promise<Receipt> {
  const commentId = id === mediaId ? undefined : id;
  const made = await task.post(task.own("mentions"), createdId, { media_id: mediaId, comment_id: commentId, message: text });
  const { message } = said(task, { id: made.id, text, postId: mediaId, parentId: commentId });
  // It stands below somebody else's post, which only the post's owner reads and moderates.
  const refs = present({ mediaId, handle: task.known.handle });
  return message === undefined ? { refs } : { message: { ...message, kind: "other", refs }, visibility: message.visibility, refs };
}

interface Said {
  readonly id: string;
  readonly text: string;
  readonly postId: string;
  readonly parentId?: string | undefined;
}

/** The network answers with the id of what was said, and nothing else. */
function said(task: InstagramTask, { id, text, postId, parentId }: Said): Receipt {
  const wire = present({ id, text, timestamp: task.now(), username: task.known.handle, user: { id: task.us.id } });
  const message = asSent(toComment(task, wire, { postId, parentId, via: "send" }));
  return { message, visibility: message.visibility, refs: message.refs ?? {} };
}
