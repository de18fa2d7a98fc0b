/**
 * Finds our own messages again, after a write without an answer.
 * @module
 */
import { authorOf } from "./messages.js";
import { channelOf, idOf, rawPage, threadOf } from "./reading.js";
import { compareIds, idAtTime, isSnowflake } from "./ids.js";
import { directWith } from "./send.js";
import { fieldsOf, present } from "../../adapter/fields.js";
import { nonceOf } from "./draft.js";
import { onePage, type PageRead } from "../../adapter/paged.js";
import { readItems } from "../../adapter/read-items.js";
import { toMessage } from "./normalize.js";
import { wireMessage, type WireMessage } from "./wire.js";
import type { BeginDiscord, DiscordTask } from "./task.js";
import type { ConversationRef } from "../../model/ref.js";
import type { Draft } from "../../model/draft.js";
import type { FindOwnQuery, Operations } from "../../adapter/operations.js";
import type { Message } from "../../model/message.js";
import type { Place } from "./places.js";
import type { Target } from "../../model/target.js";

/** Where to look, and for what. */
interface Hunt {
  readonly place: Place;
  /** What our message answers; `undefined` = it need not answer anything. */
  readonly parent?: string;
}

/** Ids tell the network's time, and `since` is ours: so far the two may be apart. Milliseconds. */
const skewMs = 2_000;

/** Finds our own messages in a channel by nonce, where the network shows it, else by text. */
export function findOwn(begin: BeginDiscord): Pick<Operations, "findOwn"> {
  return {
    findOwn: (target, draft, query) => {
      const task = begin("findOwn", query);
      const { kind } = task.target(target, ["message", "post", "conversation", "author", "account"]);
      if (kind !== "account") idOf(task, target, [kind]);
      // `since` was looked at on the way.
      return onePage(() => find(task, target, draft, query), present({ ...task.options, limit: query.limit }));
    },
  };
}

async function find(task: DiscordTask, target: Target | ConversationRef, draft: Draft, query: FindOwnQuery): Promise<PageRead<Message>> {
  const hunts = await huntsOf(task, target, query);
  const items: Message[] = [];
  const quarantined: PageRead<Message>["quarantined"][] = [];
  for (const hunt of hunts) {
    const read = await inPlace(task, hunt, draft, query);
    items.push(...read.items);
    quarantined.push(read.quarantined);
  }
  items.sort((one, other) => compareIds(one.id, other.id));
  return { items, quarantined: quarantined.flatMap((one) => one ?? []) };
}

async function huntsOf(task: DiscordTask, target: Target | ConversationRef, { operation, refs }: FindOwnQuery): Promise<readonly Hunt[]> {
  const { id, kind } = task.target(target, ["message", "post", "conversation", "author", "account"]);
  const { channels } = task;
  if (kind === "account") return published(task);
  if (kind === "conversation") return [{ place: await channels.find(task, id) }];
  const isPrivate = operation === "replyPrivately" || operation === "sendMessage";
  if (kind === "author" || isPrivate) {
    const told = refs?.["channelId"];
    if (isSnowflake(told)) return [{ place: await channels.find(task, told) }];
    return [{ place: await directWith(task, kind === "author" ? id : await authorOf(task, target)) }];
  }
  const thread = kind === "post" ? await threadOf(task, target, id) : undefined;
  const place = thread ?? (await channels.find(task, channelOf(task, target)));
  return [place.id === id ? { place } : { place, parent: id }];
}

/** Where `publishPost` writes: the channel itself, or the threads of a forum that the bot began. */
async function published(task: DiscordTask): Promise<readonly Hunt[]> {
  const { publishTo } = task.set;
  if (publishTo === undefined) return [];
  const place = await task.channels.find(task, publishTo);
  if (place.kind !== "posts") return [{ place }];
  const { bot } = await task.us();
  const threads = await task.channels.threads(task, true);
  return threads.filter(({ parentId, ownerId }) => parentId === publishTo && ownerId === bot).map((thread) => ({ place: thread }));
}

/** From the newest back to when the write was sent. */
async function inPlace(
  task: DiscordTask,
  { place, parent }: Hunt,
  draft: Draft,
  query: FindOwnQuery,
): Promise<Required<PageRead<Message>>> {
  const us = await task.us();
  const from = idAtTime(Date.parse(query.since) - skewMs);
  const nonce = query.refs?.["nonce"] ?? (query.idempotencyKey === undefined ? undefined : nonceOf(task, query.idempotencyKey));
  const isOurs = (wire: WireMessage): boolean => {
    if (wire.author.id !== us.bot || compareIds(wire.id, from) < 0) return false;
    const told = wire["nonce"];
    if (nonce !== undefined && typeof told === "string") return told === nonce;
    return wire.content.trim() === draft.text.trim() && fieldsOf(wire["message_reference"])["message_id"] === parent;
  };
  const items: Message[] = [];
  const quarantined: NonNullable<PageRead<Message>["quarantined"]>[number][] = [];
  let before: string | undefined;
  do {
    task.options.signal?.throwIfAborted();
    const page = await rawPage(task, place.id, before);
    const read = readItems("messages", page.list, wireMessage, (wire) => (isOurs(wire) ? toMessage(us, wire, place) : undefined));
    items.push(...read.items);
    quarantined.push(...read.quarantined);
    before = page.next;
  } while (before !== undefined && compareIds(before, from) >= 0);
  return { items, quarantined, next: undefined };
}
