/**
 * Comments: what is said in threads and forum posts, answers to announcements and single messages, and answering them.
 * @module
 */
import { channelOf, idOf, messagePage, spotOf, startOf, threadOf } from "./reading.js";
import { checkSayable } from "./draft.js";
import { compareIds, idAtTime } from "./ids.js";
import { fieldsOf } from "../../adapter/fields.js";
import { isFolkmootError } from "../../errors.js";
import { isFirst } from "./normalize.js";
import { receiptOf, sendTo } from "./send.js";
import type { BeginDiscord, DiscordTask } from "./task.js";
import type { ListQuery, Operations } from "../../adapter/operations.js";
import type { Message } from "../../model/message.js";
import type { Paged } from "../../model/page.js";
import type { PageRead } from "../../adapter/paged.js";
import type { Place } from "./places.js";
import type { Target } from "../../model/target.js";
import type { WireMessage } from "./wire.js";

const timeOf = ({ createdAt }: Message): string => createdAt;

/** Lists and writes comments. */
export function comments(begin: BeginDiscord): Pick<Operations, "listComments" | "reply"> {
  return {
    listComments: (under, query) => {
      const task = begin("listComments", query);
      return under === null ? everywhere(task, query) : below(task, under, query);
    },
    reply: async (target, draft, options) => {
      const task = begin("reply", options);
      const { id } = idOf(task, target, ["message", "post"]);
      checkSayable(task, draft);
      const place = await placeOf(task, target, id);
      // What begins a thread is answered in it. Elsewhere the answer points at what it answers; Discord refuses it where that is gone.
      const parts = place.id === id ? {} : { message_reference: { message_id: id, channel_id: place.id, fail_if_not_exists: true } };
      return receiptOf(task, place, await sendTo(task, place.id, draft, options?.idempotencyKey, parts));
    },
  };
}

/** Where an answer to a target is written. */
async function placeOf(task: DiscordTask, target: Target, id: string): Promise<Place> {
  const { kind } = task.target(target, ["message", "post"]);
  const thread = kind === "post" ? await threadOf(task, target, id) : undefined;
  return thread ?? task.channels.find(task, channelOf(task, target));
}

/** Newest first: all of a thread, or what answers one message. */
function below(task: DiscordTask, under: Target, query: ListQuery = {}): Paged<Message> {
  const { id, kind } = idOf(task, under, ["message", "post"]);
  const channel = kind === "message" ? channelOf(task, under) : undefined;
  return task.list(
    async (cursor, size): Promise<PageRead<Message>> => {
      const thread = kind === "post" ? await threadOf(task, under, id) : undefined;
      const before = cursor ?? startOf(query);
      if (thread !== undefined) return messagePage(task, thread, before, size, (wire) => !isFirst(wire, thread));
      return announced(task, await task.channels.find(task, channel ?? (await spotOf(task, under)).channel), id, before);
    },
    query,
    timeOf,
  );
}

/** What answers one message of a channel: everything since is looked at, because the network keeps no list. */
async function announced(task: DiscordTask, place: Place, id: string, before: string | undefined): Promise<PageRead<Message>> {
  const answers = (wire: WireMessage): boolean => fieldsOf(wire["message_reference"])["message_id"] === id;
  const { next, ...page } = await messagePage(task, place, before, undefined, answers);
  return { ...page, next: next !== undefined && compareIds(next, id) > 0 ? next : undefined };
}

/**
 * All active threads, those with the newest message first, each to its end. Archived ones come back with their next message. The cursor is
 * thread and message; `since` leaves out threads where nothing was said after it.
 */
function everywhere(task: DiscordTask, query: ListQuery = {}): Paged<Message> {
  const { since, until } = query;
  const from = since === undefined ? "0" : idAtTime(Date.parse(since));
  const wanted = ({ createdAt }: Message): boolean =>
    (since === undefined || createdAt >= since) && (until === undefined || createdAt < until);
  return task.list(async (cursor, size) => {
    const threads = (await task.channels.threads(task, cursor === undefined))
      .filter(({ id, lastMessageId }) => compareIds(lastMessageId ?? id, from) >= 0 && !task.channels.isShut(id))
      .sort((one, other) => compareIds(other.lastMessageId ?? other.id, one.lastMessageId ?? one.id));
    const [at, before] = cursor?.split(" ") ?? [];
    const index = at === undefined ? 0 : threads.findIndex(({ id }) => id === at);
    const thread = threads[index];
    if (thread === undefined) return { items: [] };
    const { items, quarantined = [], next } = await inThread(task, thread, before ?? startOf(query), size);
    const following = threads[index + 1]?.id;
    const goesOn = next !== undefined && compareIds(next, from) > 0;
    return { items: items.filter(wanted), quarantined, next: goesOn ? `${thread.id} ${next}` : following };
  }, query);
}

/** One that is closed to the bot is passed over: it may have been made private a moment ago. */
async function inThread(
  task: DiscordTask,
  thread: Place,
  before: string | undefined,
  size: number | undefined,
): Promise<PageRead<Message>> {
  const { bot } = await task.us();
  try {
    return await messagePage(task, thread, before, size, (wire) => !(isFirst(wire, thread) && thread.ownerId === bot));
  } catch (error) {
    if (isFolkmootError(error, "forbidden") || isFolkmootError(error, "not-found")) return { items: [] };
    throw error;
  }
}
