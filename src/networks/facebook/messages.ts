/**
 * Direct messages: Messenger, and private answers to what was said in public.
 * @module
 */
import { inPath } from "../_graph/names.js";
import {
  actDirect,
  inboundBefore,
  listDirectConversations,
  listDirectMessages,
  personOf,
  sendDirect,
  type DirectRecipient,
  type DirectUs,
} from "../_graph/direct.js";
import { checkDraft } from "../../adapter/check-draft.js";
import { directFields, directUs } from "./direct.js";
import { facebookDirect } from "./text.js";
import { fieldsOf, textOf } from "../../adapter/fields.js";
import { isOurTimeline, nodeOf, personIdOf, type NodeHint } from "./ids.js";
import { wireDirectMessage } from "../_graph/direct-normalize.js";
import type { AuthorRef, ConversationRef } from "../../model/ref.js";
import type { BeginFacebook, FacebookTask } from "./task.js";
import type { Draft } from "../../model/draft.js";
import type { MessageTarget } from "../../model/target.js";
import type { Operations, Receipt, WriteOptions } from "../../adapter/operations.js";

type Names = "listConversations" | "listMessages" | "sendMessage" | "replyPrivately" | "markRead";

/** The Page in Messenger. */
export const inMessenger = ({ us, humanAgent }: FacebookTask): DirectUs => directUs(us, humanAgent);

/** Lists, sends and marks direct messages. */
export function messages(begin: BeginFacebook): Pick<Operations, Names> {
  return {
    listConversations: (query) => {
      const task = begin("listConversations", query);
      return listDirectConversations(task, inMessenger(task), query);
    },
    listMessages: (conversation, query) => {
      const task = begin("listMessages", query);
      const { id } = task.target(conversation, ["conversation"]);
      return listDirectMessages(task, inMessenger(task), id, conversation.refs, query);
    },
    sendMessage: (to, draft, options) => send(begin("sendMessage", options), to, draft, options),
    replyPrivately: (message, draft, options) => replyPrivately(begin("replyPrivately", options), message, draft, options),
    markRead: (target, options) => markRead(begin("markRead", options), target),
  };
}

async function send(
  task: FacebookTask,
  to: ConversationRef | AuthorRef,
  draft: Draft,
  options: WriteOptions | undefined,
): Promise<Receipt> {
  const { id, kind } = task.target(to, ["conversation", "author"]);
  checkDraft(draft, facebookDirect, task);
  if (id === task.us.id) return task.refuse("invalid-request", "the author is the Page itself.");
  // Conversations under posts have the form `1_2`, people have one number.
  if (kind === "conversation" && !/^\d+$/.test(id))
    return task.refuse("invalid-request", "the conversation is no direct one; use `reply` with the post or one of its comments.");
  const us = inMessenger(task);
  const since = await inboundBefore(task, us, id, to, options?.by);
  return sendDirect(task, us, { to: { id }, draft, by: options?.by, since, threadId: to.refs?.["threadId"] });
}

async function replyPrivately(
  task: FacebookTask,
  target: MessageTarget,
  draft: Draft,
  options: WriteOptions | undefined,
): Promise<Receipt> {
  const { id } = task.target(target, ["message"]);
  checkDraft(draft, facebookDirect, task);
  const node = nodeOf(id, target);
  if (node === "direct")
    return task.refuse("invalid-request", "the message is a direct one already; use `sendMessage` with its conversation.");
  if (node === "review") return task.refuse("unsupported", "a recommendation cannot be answered in private; use `reply`.");
  if (target.refs?.["authorId"] === task.us.id) return task.refuse("invalid-request", "the message is the Page's own.");
  // An id does not tell a comment from a post; those of posts on our timeline begin with our own.
  const isPost = node === "post" || (node === undefined && isOurTimeline(task.us, id));
  const to: DirectRecipient = isPost ? { post_id: id } : { comment_id: id };
  return sendDirect(task, inMessenger(task), { to, draft, by: options?.by, since: textOf(fieldsOf(target)["createdAt"]) });
}

/** Marks the whole conversation: Messenger knows no mark up to a message. */
async function markRead(task: FacebookTask, target: ConversationRef | MessageTarget): Promise<Receipt> {
  const { id, kind } = task.target(target, ["conversation", "message"]);
  const person = kind === "conversation" ? id : await personIn(task, id, target);
  if (!/^\d+$/.test(person)) return task.refuse("unsupported", "comments have no mark of being read; only direct conversations have.");
  await actDirect(task, inMessenger(task), person, { action: "mark_seen" });
  return {};
}

async function personIn(task: FacebookTask, id: string, target: NodeHint): Promise<string> {
  const known = personIdOf(target);
  if (known !== undefined) return known;
  if (nodeOf(id, target) !== "direct")
    return task.refuse("unsupported", "comments have no mark of being read; only direct conversations have.");
  const wire = await task.get(`/${inPath(id)}`, wireDirectMessage, { fields: directFields.join(",") });
  return personOf(inMessenger(task), wire) ?? task.refuse("not-found", "the message does not tell whom it is from.");
}
