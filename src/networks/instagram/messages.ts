/**
 * Direct conversations: listing, writing, answering comments in private, reacting and marking.
 * @module
 */
import { actDirect, getDirectMessage, inboundBefore, listDirectConversations, listDirectMessages, sendDirect } from "../_graph/direct.js";
import { checkDraft } from "../../adapter/check-draft.js";
import { directRules } from "./text.js";
import { FolkmootError } from "../../errors.js";
import { isCommentId, isOwnMessage } from "./ids.js";
import { parseKey } from "../../model/keys.js";
import { textOf } from "../../adapter/fields.js";
import { withSound } from "./meter.js";
import type { AuthorRef, ConversationRef, Refs } from "../../model/ref.js";
import type { BeginInstagram, InstagramTask } from "./task.js";
import type { DirectUs } from "../_graph/direct.js";
import type { Draft } from "../../model/draft.js";
import type { Message } from "../../model/message.js";
import type { MessageTarget, Target } from "../../model/target.js";
import type { Operations, Receipt, WriteOptions } from "../../adapter/operations.js";

type Names = "listConversations" | "listMessages" | "sendMessage" | "replyPrivately" | "react" | "unreact" | "markRead";

/** Pictures that one message takes (send messages, read 2026-05). */
const mostImages = 10;

/** Lists, sends, reacts and marks. */
export function messages(begin: BeginInstagram): Pick<Operations, Names> {
  return {
    listConversations: (query) => {
      const task = begin("listConversations", query);
      return listDirectConversations(task, directUs(task), query);
    },
    listMessages: (conversation, query) => {
      const task = begin("listMessages", query);
      const { id } = task.target(conversation, ["conversation"]);
      return listDirectMessages(task, directUs(task), id, conversation.refs ?? {}, query);
    },
    sendMessage: (to, draft, options) => sendMessage(begin("sendMessage", options), to, draft, options),
    replyPrivately: (message, draft, options) => replyPrivately(begin("replyPrivately", options), message, draft),
    react: (target, reaction, options) => react(begin("react", options), target, reaction, true),
    unreact: (target, reaction, options) => react(begin("unreact", options), target, reaction, false),
    markRead: (target, options) => markRead(begin("markRead", options), target),
  };
}

/** Who takes part for us: the account, and with the Facebook log-in the Page that it is linked with. */
export function directUs({ us, set }: InstagramTask): DirectUs {
  return {
    network: "instagram",
    account: us.account,
    id: us.id,
    inboxId: set.inbox,
    actors: set.inbox === us.id || set.inbox === "me" ? [us.id] : [us.id, set.inbox],
    platform: "instagram",
    humanAgent: set.humanAgent,
  };
}

/** Reads a direct message again. Throws `not-found` for one that the network tells no more of: all but the twenty newest of a conversation. */
export async function readDirect(task: InstagramTask, id: string, refs: Refs): Promise<Message> {
  const message = await getDirectMessage(task, directUs(task), id, refs);
  if (message === undefined)
    throw new FolkmootError(
      "not-found",
      `instagram ${task.operation} failed for ${task.account}: nothing is told of the message any more.`,
    );
  return message;
}

async function sendMessage(
  task: InstagramTask,
  to: ConversationRef | AuthorRef,
  draft: Draft,
  options: WriteOptions | undefined,
): Promise<Receipt> {
  const { id: person } = task.target(to, ["conversation", "author"]);
  checkDraft(draft, directRules, task);
  checkPerson(task, person);
  const us = directUs(task);
  const by = options?.by;
  const since = await inboundBefore(task, us, person, to, by);
  const hasSound = draft.attachments?.some(({ type }) => type === "audio" || type === "video") === true;
  return sendDirect(task, us, {
    to: { id: person },
    draft,
    mostImages,
    by,
    since,
    threadId: to.refs?.["threadId"],
    ...(hasSound && { resource: withSound }),
  });
}

function checkPerson(task: InstagramTask, person: string): void {
  if (person === task.us.id) task.refuse("invalid-request", "the person is the account itself.");
  if (person.startsWith("@"))
    task.refuse(
      "invalid-request",
      "the network told only the name of this person; answer their comment in private (`replyPrivately`) instead.",
    );
  // The conversation below a post has the id of the post, which is longer than that of a person and no one to write to: the network tells.
}

async function replyPrivately(task: InstagramTask, message: MessageTarget, draft: Draft): Promise<Receipt> {
  const { id } = task.target(message, ["message"]);
  checkDraft(draft, directRules, task);
  if (!isCommentId(id))
    return task.refuse("invalid-request", "the message is a direct one already; use `sendMessage` with its conversation.");
  if (message.refs?.["mediaId"] !== undefined)
    return task.refuse("invalid-request", "only comments under own posts can be answered in private.");
  if (isOwnMessage(message)) return task.refuse("invalid-request", "the comment is the account's own.");
  const since = "createdAt" in message ? message.createdAt : undefined;
  return sendDirect(task, directUs(task), { to: { comment_id: id }, draft, mostImages, since });
}

/** The one reaction that the network takes (sender actions, read 2026-05), and how people write it. */
const love: ReadonlySet<string> = new Set(["love", "❤", "❤️"]);

async function react(task: InstagramTask, target: Target, reaction: string, on: boolean): Promise<Receipt> {
  const { id } = task.target(target, ["message"]);
  if (!love.has(reaction)) return task.refuse("invalid-request", "the only reaction that the network takes is `love`.");
  if (isCommentId(id))
    return task.refuse("unsupported", "only direct messages can be reacted to; use `like` for comments, with the Facebook log-in.");
  const person = await personOf(task, target, id);
  const act = on ? { action: "react" as const, messageId: id, reaction: "love" } : { action: "unreact" as const, messageId: id };
  await actDirect(task, directUs(task), person, act);
  return {};
}

async function markRead(task: InstagramTask, target: ConversationRef | MessageTarget): Promise<Receipt> {
  const { id, kind } = task.target(target, ["conversation", "message"]);
  if (kind === "message" && isCommentId(id)) return task.refuse("unsupported", "only direct conversations can be marked as read.");
  const person = kind === "conversation" ? id : await personOf(task, target, id);
  await actDirect(task, directUs(task), person, { action: "mark_seen" });
  return {};
}

/** Whom a direct message is exchanged with: its refs tell, or its conversation, or the network. */
async function personOf(task: InstagramTask, target: MessageTarget | ConversationRef | Target, id: string): Promise<string> {
  const told = textOf(target.refs?.["personId"]) ?? ("conversation" in target ? parseKey(target.conversation)?.id : undefined);
  if (told !== undefined) return told;
  const { conversation } = await readDirect(task, id, {});
  return parseKey(conversation)?.id ?? task.refuse("not-found", "the network does not tell whose message it is.");
}
