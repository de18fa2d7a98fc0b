/**
 * Direct messages: statuses that only those can read who are mentioned in them. The network keeps no room, only a thread and who was named.
 * @module
 */
import { anything } from "../../adapter/compiled.js";
import { accountAnswer, wireStatus, type WireStatus } from "./wire.js";
import { answered, checkSayable, publish } from "./draft.js";
import { asSent } from "../../adapter/as-sent.js";
import { conversationPage, listConversations } from "./conversations.js";
import { isDirect, toMessage } from "./normalize.js";
import { fieldsOf, listOf, textOf } from "../../adapter/fields.js";
import { inPath } from "./ids.js";
import { statusOrNone } from "./comments.js";
import type { BeginMastodon, MastodonTask } from "./task.js";
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
    listConversations: (query) => listConversations(begin("listConversations", query), query),
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

function sent(task: MastodonTask, wire: WireStatus, parent?: { readonly id: string; readonly thread: Thread }): Receipt {
  const thread = parent === undefined ? { rootId: wire.id, rootAuthor: task.us.id } : task.threads.below(parent, wire);
  const message = asSent(toMessage(task.us, wire, thread, { via: "send" }));
  return { message, visibility: message.visibility, refs: message.refs ?? {} };
}

/**
 * The first of a thread and all that is below, as far as it is direct. Where the last that is known is not among it, because something between
 * was deleted, or where the first is gone: what hangs together with that one too.
 */
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
  const whole = await read(id);
  const has = (one: string): boolean => one === id || (whole ?? []).some((status) => fieldsOf(status)["id"] === one);
  const branch = last === undefined || has(last) ? undefined : await read(last);
  if (whole === undefined && branch === undefined)
    return task.refuse("not-found", "the conversation is gone, or the account may not see it.");
  const all = [...(whole ?? []), ...(branch ?? []).filter((one) => whole === undefined || !has(textOf(fieldsOf(one)["id"]) ?? ""))];
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
