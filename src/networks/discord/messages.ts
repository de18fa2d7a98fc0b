/**
 * Rooms: channels, threads and direct channels, what is said in them, and speaking there.
 * @module
 */
import { channelOf, idOf, messagePage, noteHidden, readMessage, startOf } from "./reading.js";
import { checkSayable } from "./draft.js";
import { directWith, receiptOf, sendTo } from "./send.js";
import { isFirst, isPost, isSaid, toMessage } from "./normalize.js";
import { onePage, type PageRead } from "../../adapter/paged.js";
import { readItems } from "../../adapter/read-items.js";
import { toConversation } from "./places.js";
import { wireMessage } from "./wire.js";
import type { ConversationRef } from "../../model/ref.js";
import type { BeginDiscord, DiscordTask } from "./task.js";
import type { Conversation } from "../../model/conversation.js";
import type { Message } from "../../model/message.js";
import type { MessageTarget, PostTarget } from "../../model/target.js";
import type { Operations } from "../../adapter/operations.js";

type Names = "listConversations" | "listMessages" | "getMessages" | "sendMessage" | "replyPrivately";

/** Messages that are read again on one page: each is a request of its own. */
const rereadAtOnce = 10;

/** Lists rooms, reads and sends messages. */
export function messages(begin: BeginDiscord): Pick<Operations, Names> {
  return {
    listConversations: (query) => {
      const task = begin("listConversations", query);
      return task.list(
        async () => ({ items: await rooms(task) }),
        query,
        ({ lastActivityAt }) => lastActivityAt,
      );
    },
    listMessages: (conversation, query = {}) => {
      const task = begin("listMessages", query);
      const { id } = idOf(task, conversation, ["conversation"]);
      return task.list(
        async (cursor, size) => {
          const [place, { bot }] = await Promise.all([task.channels.find(task, id), task.us()]);
          // Announcements and what begins our own threads are posts.
          return messagePage(
            task,
            place,
            cursor ?? startOf(query),
            size,
            (wire) => !isPost(wire, place) && !(isFirst(wire, place) && place.ownerId === bot),
          );
        },
        query,
        ({ createdAt }) => createdAt,
      );
    },
    getMessages: (targets, options) => {
      const task = begin("getMessages", options);
      const spots = targets.map((target) => ({ message: idOf(task, target, ["message"]).id, channel: channelOf(task, target) }));
      if (spots.length === 0) return onePage<Message>([], task.options);
      return task.list(async (cursor): Promise<PageRead<Message>> => {
        const from = Number(cursor ?? 0);
        const found = await Promise.all(
          spots.slice(from, from + rereadAtOnce).map(async (spot) => [await readMessage(task, spot), spot.channel] as const),
        );
        const us = await task.us();
        const items: Message[] = [];
        for (const [wire, channel] of found) {
          if (wire === undefined) continue;
          const place = await task.channels.find(task, channel);
          items.push(...readItems("messages", [wire], wireMessage, (one) => (isSaid(one) ? toMessage(us, one, place) : undefined)).items);
        }
        noteHidden(task, items);
        return { items, ...(from + rereadAtOnce < spots.length && { next: String(from + rereadAtOnce) }) };
      }, task.options);
    },
    sendMessage: async (to, draft, options) => {
      const task = begin("sendMessage", options);
      const { id, kind } = idOf(task, to, ["conversation", "author"]);
      checkSayable(task, draft);
      const place = kind === "conversation" ? await task.channels.find(task, id) : await directWith(task, id);
      return receiptOf(task, place, await sendTo(task, place.id, draft, options?.idempotencyKey));
    },
    replyPrivately: async (message, draft, options) => {
      const task = begin("replyPrivately", options);
      checkSayable(task, draft);
      const place = await directWith(task, await authorOf(task, message));
      return receiptOf(task, place, await sendTo(task, place.id, draft, options?.idempotencyKey));
    },
  };
}

/** Gives who wrote a message; asks where the target does not tell. */
export async function authorOf(task: DiscordTask, target: MessageTarget | ConversationRef | PostTarget): Promise<string> {
  const { id } = idOf(task, target, ["message"]);
  const known = "author" in target ? target.author.id : undefined;
  if (known !== undefined) return known;
  const wire = await readMessage(task, { channel: channelOf(task, target), message: id });
  if (wire === undefined) return task.refuse("not-found", "the message is gone, so nobody knows whom to write to.");
  if (wire["webhook_id"] !== undefined)
    return task.refuse("invalid-request", "the message was written by a webhook, which is nobody to write to.");
  return wire.author.id;
}

/** Rooms where something was said, newest first. Forums hold nothing themselves, their posts do. */
async function rooms(task: DiscordTask): Promise<readonly Conversation[]> {
  const { channels } = task;
  const us = await task.us();
  const all = await channels.all(task, true);
  const places = [...all.filter(({ kind }) => kind === "chat" || kind === "announcement"), ...(await channels.threads(task, true))];
  for (const id of channels.directs()) {
    const place = await channels.lookUp(task, id, true);
    if (place?.kind === "direct") places.push(place);
  }
  return places
    .filter(({ id, lastMessageId }) => lastMessageId !== undefined && !channels.isShut(id))
    .map((place) => toConversation(us, place))
    .sort((one, other) => ((one.lastActivityAt ?? "") < (other.lastActivityAt ?? "") ? 1 : -1));
}
