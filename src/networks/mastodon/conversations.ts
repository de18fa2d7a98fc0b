/**
 * Lists of direct conversations. The server names the last status of each, and nothing of the trees into which its thread may have fallen:
 * of those only private mentions tell.
 * @module
 */
import { directPage } from "./mentions.js";
import { fieldsOf, listOf } from "../../adapter/fields.js";
import { isFolkmootError } from "../../errors.js";
import { mostOfPage } from "./limits.js";
import { readItems } from "../../adapter/read-items.js";
import { toConversation } from "./normalize.js";
import { wireConversation, wireStatus, type WireConversation, type WireStatus } from "./wire.js";
import type { Conversation } from "../../model/conversation.js";
import type { ListQuery } from "../../adapter/operations.js";
import type { MastodonTask } from "./task.js";
import type { Paged } from "../../model/page.js";
import type { PageRead } from "../../adapter/paged.js";
import type { Thread } from "./threads.js";

/** Lists direct conversations, newest activity first. */
export function listConversations(task: MastodonTask, query?: ListQuery): Paged<Conversation> {
  return task.list((cursor, size) => conversationPage(task, cursor, size), query, lastActivity);
}

function lastActivity({ lastInboundAt = "", lastOutboundAt = "" }: Conversation): string | undefined {
  return (lastInboundAt > lastOutboundAt ? lastInboundAt : lastOutboundAt) || undefined;
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
    const conversation = await conversationOf(task, status);
    if (!found.has(conversation.id)) found.set(conversation.id, conversation);
  }
  return { items: [...found.values()], next };
}

/** The conversation that a status stands in, as far as the status tells. */
async function conversationOf(task: MastodonTask, status: WireStatus): Promise<Conversation> {
  const thread = await task.threadOf(status);
  const others = [status.account, ...listOf(status["mentions"])].filter((one) => fieldsOf(one)["id"] !== task.us.id);
  const wire = { id: status.id, accounts: others, last_status: status };
  const { refs, ...conversation } = toConversation(task.us, wire, status, thread);
  return { ...conversation, refs: { lastStatusId: refs?.["lastStatusId"] ?? status.id } };
}
