/**
 * Direct messages: statuses that only those can read who are mentioned in them. The network keeps no room, only a thread and who was named.
 * @module
 */
import { anything } from "../../adapter/compiled.js";
import { accountAnswer, wireConversation, wireStatus, type WireConversation, type WireStatus } from "./wire.js";
import { answered, checkSayable, publish } from "./draft.js";
import { asSent } from "../../adapter/as-sent.js";
import { isDirect, toConversation, toMessage } from "./normalize.js";
import { directPage } from "./mentions.js";
import { fieldsOf, listOf, textOf } from "../../adapter/fields.js";
import { inPath } from "./ids.js";
import { isFolkmootError } from "../../errors.js";
import { mostOfPage } from "./limits.js";
import type { PageRead } from "../../adapter/paged.js";
import { readItems } from "../../adapter/read-items.js";
import { statusOrNone } from "./comments.js";
import type { BeginMastodon, MastodonTask } from "./task.js";
import type { Conversation } from "../../model/conversation.js";
import type { AuthorRef, ConversationRef } from "../../model/ref.js";
import type { Draft } from "../../model/draft.js";
import type { ListQuery, Operations, Receipt, WriteOptions } from "../../adapter/operations.js";
import type { Keyed } from "../../adapter/check-target.js";
import type { Message } from "../../model/message.js";
import type { MessageTarget } from "../../model/target.js";
import type { Paged } from "../../model/page.js";
import type { Thread } from "./threads.js";

type Names = "listConversations" | "listMessages" | "sendMessage" | "replyPrivately" | "markRead";

/** Lists, sends and marks direct messages. */
export function messages(begin: BeginMastodon): Pick<Operations, Names> {
  return {
    listConversations: (query) => {
      const task = begin("listConversations", query);
      return task.list((cursor, size) => conversationPage(task, cursor, size), query, lastActivity);
    },
    listMessages: (conversation, query) => listDirect(begin("listMessages", query), conversation, query),
    sendMessage: (to, draft, options) => sendMessage(begin("sendMessage", options), to, draft, options),
    replyPrivately: async (message, draft, options) => {
      const task = begin("replyPrivately", options);
      task.target(message, ["message"]);
      checkSayable(task, draft);
      const { authorId, acct, audience } = await answered(task, message);
      if (audience === "direct")
        return task.refuse("invalid-request", "the message is a direct one already; use `sendMessage` with its conversation.");
      if (authorId === task.us.id) return task.refuse("invalid-request", "the message is the account's own.");
      // A thread of its own: an answer below the public message would show up beside it for everybody who is named later.
      return sent(task, await publish(task, draft, { audience: "direct", names: [acct] }, options));
    },
    markRead: (target, options) => markRead(begin("markRead", options), target),
  };
}

function lastActivity({ lastInboundAt = "", lastOutboundAt = "" }: Conversation): string | undefined {
  return (lastInboundAt > lastOutboundAt ? lastInboundAt : lastOutboundAt) || undefined;
}

function sent(task: MastodonTask, wire: WireStatus, parent?: { readonly id: string; readonly thread: Thread }): Receipt {
  const thread = parent === undefined ? { rootId: wire.id, rootAuthor: task.us.id } : task.threads.below(parent, wire);
  const message = asSent(toMessage(task.us, wire, thread, { via: "send" }));
  return { message, visibility: message.visibility, refs: message.refs ?? {} };
}

/** Reads one page of direct conversations, newest activity first. @param since - those that rest since before it are left out */
export async function conversationPage(
  task: MastodonTask,
  cursor: string | undefined,
  size?: number,
  since = "",
): Promise<PageRead<Conversation>> {
  if (task.memory.noConversations) return foundInNotifications(task, cursor, size);
  try {
    const { items, next } = await task.page("/api/v1/conversations", {}, cursor, size, mostOfPage.conversations);
    const threads = new Map<WireConversation, { readonly last: WireStatus; readonly thread: Thread }>();
    for (const item of items.filter((one) => wireConversation.accepts(one))) {
      const last = item.last_status;
      // One whose last message was deleted has nothing left to read.
      if (wireStatus.accepts(last) && !(Date.parse(last.created_at) < Date.parse(since)))
        threads.set(item, { last, thread: await task.threadOf(last) });
    }
    const read = readItems("conversations", items, wireConversation, (wire) => {
      const found = threads.get(wire);
      return found === undefined ? undefined : toConversation(task.us, wire, found.last, found.thread);
    });
    return { ...read, next };
  } catch (error) {
    if (cursor !== undefined || !isFolkmootError(error, "not-found")) throw error;
    task.memory.noConversations = true;
    return foundInNotifications(task, cursor, size);
  }
}

/** Hollo keeps no list of conversations: those that wrote to us are found by what the server told us of them. */
async function foundInNotifications(
  task: MastodonTask,
  cursor: string | undefined,
  size: number | undefined,
): Promise<PageRead<Conversation>> {
  const { statuses, next } = await directPage(task, cursor, size);
  const found = new Map<string, Conversation>();
  for (const status of statuses) {
    const thread = await task.threadOf(status);
    if (found.has(thread.rootId)) continue;
    const others = [status.account, ...listOf(status["mentions"])].filter((one) => fieldsOf(one)["id"] !== task.us.id);
    const wire = { id: status.id, accounts: others, last_status: status };
    const { refs, ...conversation } = toConversation(task.us, wire, status, thread);
    found.set(thread.rootId, { ...conversation, refs: { lastStatusId: refs?.["lastStatusId"] ?? status.id } });
  }
  return { items: [...found.values()], next };
}

/** The first of a thread and all that is below, as far as it is direct. Where the first is gone: what hangs together with the last that is known. */
async function directThread(task: MastodonTask, conversation: Keyed): Promise<readonly unknown[]> {
  const { id } = task.target(conversation, ["conversation"]);
  const last = conversation.refs?.["lastStatusId"];
  const read = async (anchor: string): Promise<readonly unknown[] | undefined> => {
    const status = await statusOrNone(task, anchor);
    if (status === undefined) return undefined;
    const context = await task.context(anchor);
    task.threads.learn({ ancestors: context.ancestors, descendants: [] });
    await task.threadOf(status);
    task.threads.learn({ ancestors: [], descendants: context.descendants });
    return [...context.ancestors, status, ...context.descendants];
  };
  const all = (await read(id)) ?? (last === undefined || last === id ? undefined : await read(last));
  if (all === undefined) return task.refuse("not-found", "the conversation is gone, or the account may not see it.");
  return all.filter((one) => !wireStatus.accepts(one) || isDirect(one));
}

const byTime = (one: WireStatus, other: WireStatus): number =>
  Date.parse(one.created_at) - Date.parse(other.created_at) || one.id.length - other.id.length || (one.id < other.id ? -1 : 1);

/** Lists the direct messages of a conversation, newest first, all on one page. */
export function listDirect(task: MastodonTask, conversation: ConversationRef, query?: ListQuery): Paged<Message> {
  task.target(conversation, ["conversation"]);
  return task.list(
    async () => {
      const all = await directThread(task, conversation);
      const sorted = [...all].sort((one, other) => (wireStatus.accepts(one) && wireStatus.accepts(other) ? byTime(other, one) : 0));
      return task.readStatuses("statuses", sorted, (wire, thread) => toMessage(task.us, wire, thread));
    },
    query,
    ({ createdAt }) => createdAt,
  );
}

async function sendMessage(
  task: MastodonTask,
  to: ConversationRef | AuthorRef,
  draft: Draft,
  options: WriteOptions | undefined,
): Promise<Receipt> {
  const { id, kind } = task.target(to, ["conversation", "author"]);
  checkSayable(task, draft);
  if (kind === "author") {
    if (id === task.us.id) return task.refuse("invalid-request", "the author is the account itself.");
    const acct = to.refs?.["acct"] ?? (await task.get(`/api/v1/accounts/${inPath(id)}`, accountAnswer)).acct;
    return sent(task, await publish(task, draft, { audience: "direct", names: [acct] }, options));
  }
  const all = (await directThread(task, to)).filter((one) => wireStatus.accepts(one)).sort(byTime);
  const last = all.at(-1) ?? task.refuse("invalid-request", "the conversation is a public thread; use `reply`.");
  const people = [last.account, ...listOf(last["mentions"])].map((one) => fieldsOf(one)).filter((one) => one["id"] !== task.us.id);
  const names = people.flatMap(({ acct }) => textOf(acct) ?? []);
  const parent = { id: last.id, thread: await task.threadOf(last) };
  return sent(task, await publish(task, draft, { inReplyTo: last.id, audience: "direct", names }, options), parent);
}

/** Most pages of conversations that are looked through for one whose own id is not known. */
const mostPages = 5;

/** Marks a conversation; of other messages all notifications up to the one that told of it. */
async function markRead(task: MastodonTask, target: ConversationRef | MessageTarget): Promise<Receipt> {
  const { id, kind } = task.target(target, ["conversation", "message"]);
  const { notificationId, conversationId, audience, rootId } = target.refs ?? {};
  const isTalk = kind === "conversation" || audience === "direct";
  if (!isTalk && notificationId === undefined)
    return task.refuse(
      "invalid-request",
      "nothing tells which notification the message came with; give it as `listMentions` or `listComments(null)` listed it.",
    );
  if (notificationId !== undefined) await markUpTo(task, notificationId);
  if (!isTalk) return {};
  const own = conversationId ?? (await conversationIdOf(task, kind === "conversation" ? id : (rootId ?? id)));
  if (own !== undefined) await task.write("POST", `/api/v1/conversations/${inPath(own)}/read`, anything, { safeToRepeat: true });
  else if (notificationId === undefined)
    return task.refuse("not-found", "the server lists no such direct conversation; give it as `listConversations` listed it.");
  return {};
}

/** Moves the account's mark forward. Moved back, it would make unread again what was read meanwhile. */
async function markUpTo(task: MastodonTask, id: string): Promise<void> {
  const { notifications } = fieldsOf(await task.get("/api/v1/markers", anything, { "timeline[]": ["notifications"] }));
  const read = textOf(fieldsOf(notifications)["last_read_id"]) ?? "";
  if (read.length > id.length || (read.length === id.length && read >= id)) return;
  await task.write("POST", "/api/v1/markers", anything, { body: { notifications: { last_read_id: id } }, safeToRepeat: true });
}

async function conversationIdOf(task: MastodonTask, rootId: string): Promise<string | undefined> {
  let pages = 0;
  for await (const { items } of task.list((cursor) => conversationPage(task, cursor)).pages()) {
    const found = items.find(({ id }) => id === rootId);
    if (found !== undefined) return found.refs?.["conversationId"];
    pages += 1;
    if (pages >= mostPages) break;
  }
  return undefined;
}
