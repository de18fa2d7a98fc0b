/**
 * Comments: listing them at every depth, and answering.
 * @module
 */
import { inPath } from "../_graph/names.js";
import { asSent } from "../../adapter/as-sent.js";
import { checkDraft } from "../../adapter/check-draft.js";
import { commentFields, writtenFields } from "./fields.js";
import { createdId } from "../_graph/task.js";
import { facebookComment } from "./text.js";
import { nodeOf, type NodeHint, type NodeType } from "./ids.js";
import { present } from "../../adapter/fields.js";
import { readItems, type ReadItems } from "../../adapter/read-items.js";
import { spanQuery } from "./span-query.js";
import { toComment, type Under } from "./normalize.js";
import { uploadPhoto } from "./photos.js";
import { wireComment, type WireComment } from "./wire.js";
import type { BeginFacebook, FacebookTask } from "./task.js";
import type { Draft } from "../../model/draft.js";
import type { ListQuery, Operations, Receipt } from "../../adapter/operations.js";
import type { Message } from "../../model/message.js";
import type { Paged } from "../../model/page.js";
import type { Target } from "../../model/target.js";

/** Lists and writes comments. */
export function comments(begin: BeginFacebook): Pick<Operations, "listComments" | "reply"> {
  return {
    listComments: (under, query) => {
      const task = begin("listComments", query);
      // Webhooks tell of comments wherever they are; whoever asks goes from post to post.
      return under === null
        ? task.refuse("unsupported", "there is no list of comments over all posts; list them under each post, or subscribe.")
        : listThread(task, under, query);
    },
    reply: (target, draft, options) => reply(begin("reply", options), target, draft),
  };
}

/** What a target tells of where comments below it belong. `undefined` where it does not tell whether it is a comment or a post. */
export function underOf(kind: "message" | "post", id: string, target: NodeHint): Under | undefined {
  if (kind === "post") return { postId: id };
  const node = nodeOf(id, target);
  // Somebody's post that names us is a message to us, and a post to its comments.
  if (node === "post") return { postId: id, headId: id };
  if (node === "review") return { headId: id };
  return node === undefined ? undefined : present({ postId: target.refs?.["postId"], headId: target.refs?.["headId"] });
}

/** Which comments are read. */
interface Place {
  /** Where they belong; `undefined` = their ids tell. */
  readonly under: Under | undefined;
  /** Where to go on. */
  readonly cursor?: string | undefined;
  /** How many are wanted. */
  readonly size?: number | undefined;
  /** Nothing older. */
  readonly since?: string | undefined;
}

/** A page of comments. */
interface CommentPage extends ReadItems<Message> {
  /** Cursor of the next page. */
  readonly next: string | undefined;
  /** True when the network gave nothing, not even something broken. */
  readonly isEmpty: boolean;
}

/** Reads one page of comments, newest first, whatever level they are on. */
export async function commentPage(task: FacebookTask, id: string, { under, cursor, size, since }: Place): Promise<CommentPage> {
  const query = { filter: "stream", order: "reverse_chronological", ...spanQuery(present({ since })) };
  const { data, next } = await task.page(`/${inPath(id)}/comments`, { fields: commentFields, query, cursor, size });
  const read = readItems("comments", data, wireComment, (wire) => toComment(task.us, wire, under ?? guessed(id, wire.id)));
  return { ...read, next, isEmpty: data.length === 0 };
}

function listThread(task: FacebookTask, target: Target, query?: ListQuery): Paged<Message> {
  const { id, kind } = task.target(target, ["message", "post"]);
  if (kind === "message" && nodeOf(id, target) === "direct")
    return task.refuse("invalid-request", "the message is a direct one; use `listMessages` with its conversation.");
  const under = underOf(kind, id, target);
  return task.list(
    async (cursor, size) => {
      const { items, quarantined, next, isEmpty } = await commentPage(task, id, { under, cursor, size, since: query?.since });
      if (isEmpty && cursor === undefined && next === undefined) await task.expectPageToken();
      return { items, quarantined, next };
    },
    query,
    ({ createdAt }) => createdAt,
  );
}

async function reply(task: FacebookTask, target: Target, draft: Draft): Promise<Receipt> {
  const { id, kind } = task.target(target, ["message", "post"]);
  checkDraft(draft, facebookComment, task);
  const node = kind === "post" ? "post" : nodeOf(id, target);
  if (node === "direct") return task.refuse("invalid-request", "the message is a direct one; use `sendMessage` with its conversation.");
  const attachment = await attachmentOf(task, draft);
  const body = { message: draft.text === "" ? undefined : draft.text, ...attachment, fields: writtenFields.join(",") };
  const told = await task.post(`/${inPath(id)}/comments`, createdId, body);
  const under = (node === undefined ? undefined : answering(id, kind, node, target)) ?? guessed(id, told.id);
  const message = asSent(toComment(task.us, asWritten(task, told, draft), { ...under, via: "send" }));
  return { message, visibility: message.visibility, refs: message.refs ?? {} };
}

/** Where an answer belongs, as far as what it answers tells: the answer to the write names its parent, where it was asked to. */
function answering(id: string, kind: "message" | "post", node: NodeType, target: Target): Under | undefined {
  if (node !== "comment") return underOf(kind, id, target);
  const { refs = {} } = target;
  return present({ postId: refs["postId"], headId: refs["headId"], parentId: id, rootId: refs["rootId"] });
}

/**
 * Without refs an id does not tell a comment from somebody's post that names the Page. The answer's own id does: that of a comment begins
 * with the second half of its post's.
 */
function guessed(id: string, answer: string): Under {
  const [, second] = id.split("_");
  return second !== undefined && second === answer.split("_")[0] ? { postId: id, headId: id } : { parentId: id };
}

/** Fills in what the answer to a write left out: Facebook gives back the id, and more where it was asked to and the token may read it. */
function asWritten(task: FacebookTask, told: WireComment, { text }: Draft): WireComment {
  return { message: text, created_time: task.now(), from: { id: task.us.id }, ...told };
}

/** A comment holds one picture: by its address, as an animation, or uploaded before. */
async function attachmentOf(task: FacebookTask, { attachments = [] }: Draft): Promise<Readonly<Record<string, unknown>>> {
  const [attachment] = attachments;
  if (attachment === undefined) return {};
  const { type, url, alt } = attachment;
  if (type !== "image" && type !== "gif")
    return task.refuse("unsupported", "a comment takes a picture or an animation beside its text; write other addresses into the text.");
  if (type === "gif" && /^https:/i.test(url)) return { attachment_share_url: url };
  // Only an uploaded picture can have an alternative text.
  if (alt !== undefined || !/^https:/i.test(url)) return { attachment_id: await uploadPhoto(task, attachment, 0) };
  return { attachment_url: url };
}
