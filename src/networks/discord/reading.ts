/**
 * Reads messages of a channel, page by page, and finds out where a target is.
 * @module
 */
import { idAtTime, isSnowflake } from "./ids.js";
import { fieldsOf, textOf } from "../../adapter/fields.js";
import { isFolkmootError } from "../../errors.js";
import { isSaid, toMessage } from "./normalize.js";
import { listAnswer, messageAnswer, wireMessage, type WireMessage } from "./wire.js";
import { mostOfPage } from "./limits.js";
import { readItems } from "../../adapter/read-items.js";
import type { DiscordTask } from "./task.js";
import type { Message } from "../../model/message.js";
import type { PageRead } from "../../adapter/paged.js";
import type { Place } from "./places.js";
import type { Keyed } from "../../adapter/check-target.js";
import type { KeyKind } from "../../model/keys.js";
import type { ListQuery } from "../../adapter/operations.js";

/** A page of messages as the network gave it. */
export interface RawPage {
  /** Newest first. */
  readonly list: readonly unknown[];
  /** Id of the oldest; `undefined` on the last page. */
  readonly next: string | undefined;
}

/** Reads one page of a channel, newest first. `before` is an id; the message itself is left out. */
export async function rawPage(task: DiscordTask, channel: string, before: string | undefined, size: number = mostOfPage): Promise<RawPage> {
  const limit = Math.min(size, mostOfPage);
  const list = await task.channels.reading(task, channel, () => task.get(`/channels/${channel}/messages`, listAnswer, { limit, before }));
  return { list, next: list.length < limit ? undefined : textOf(fieldsOf(list.at(-1))["id"]) };
}

/** Where a list begins that ends before an instant: ids are times. */
export function startOf({ until }: ListQuery): string | undefined {
  const ms = until === undefined ? Number.NaN : Date.parse(until);
  return Number.isNaN(ms) ? undefined : idAtTime(ms);
}

/** Reads one page of what people said in a place. `wanted` leaves messages out. */
export async function messagePage(
  task: DiscordTask,
  place: Place,
  before: string | undefined,
  size: number | undefined,
  wanted: (wire: WireMessage) => boolean = () => true,
): Promise<PageRead<Message>> {
  const us = await task.us();
  const { list, next } = await rawPage(task, place.id, before, size);
  const read = readItems("messages", list, wireMessage, (wire) => (isSaid(wire) && wanted(wire) ? toMessage(us, wire, place) : undefined));
  noteHidden(task, read.items);
  return { ...read, next };
}

/** Tells the host once that texts are hidden from the bot. */
export function noteHidden(task: DiscordTask, messages: readonly Message[]): void {
  if (messages.some(({ refs }) => refs?.["contentHidden"] !== undefined)) task.warnOfHidden();
}

/** Checks what an operation points at, and gives the network's own id of it: only what is one may get into a path. */
export function idOf<K extends KeyKind>(task: DiscordTask, target: Keyed, kinds: readonly K[]): { readonly id: string; readonly kind: K } {
  const { id, kind } = task.target(target, kinds);
  return isSnowflake(id)
    ? { id, kind }
    : task.refuse("invalid-request", "the target's `key` holds no id of this network, which is a text of digits.");
}

/** Gives the channel of a target. Throws `invalid-request` where nothing tells it: the id of a message alone leads nowhere. */
export function channelOf(task: DiscordTask, { refs }: Keyed): string {
  const channel = refs?.["channelId"];
  return isSnowflake(channel)
    ? channel
    : task.refuse(
        "invalid-request",
        "a message is found through its channel; give `refs.channelId` with the key, or make the target with `refFromUrl`.",
      );
}

/** Where a message is. */
export interface Spot {
  /** Channel or thread. */
  readonly channel: string;
  /** The message. */
  readonly message: string;
}

/** Finds the message behind a target: for a thread the one that it began with, which may stand in the channel above. */
export async function spotOf(task: DiscordTask, target: Keyed): Promise<Spot> {
  const { id, kind } = idOf(task, target, ["message", "post"]);
  if (kind === "message") return { channel: channelOf(task, target), message: id };
  const thread = await threadOf(task, target, id);
  if (thread === undefined) return { channel: channelOf(task, target), message: id };
  return { channel: thread.surface === "forum" ? id : (thread.parentId ?? id), message: id };
}

/** Finds the thread behind the key of a post; `undefined` for a message of a channel, which its refs tell. */
export async function threadOf(task: DiscordTask, target: Keyed, id: string, fresh = false): Promise<Place | undefined> {
  const channel = target.refs?.["channelId"] ?? id;
  if (channel !== id) return undefined;
  try {
    const place = await (fresh ? task.channels.refresh(task, id) : task.channels.find(task, id));
    return place.kind === "thread"
      ? place
      : task.refuse("invalid-request", "the post's `key` holds the id of a channel; give that of a thread or message.");
  } catch (error) {
    if (!isFolkmootError(error, "not-found") || target.refs?.["channelId"] !== undefined) throw error;
    return task.refuse(
      "not-found",
      "there is no such thread; where the post is a message of an announcement channel, give `refs.channelId` with the key.",
    );
  }
}

/** Reads one message; `undefined` when it is gone. */
export async function readMessage(task: DiscordTask, { channel, message }: Spot): Promise<WireMessage | undefined> {
  try {
    return await task.get(`/channels/${channel}/messages/${message}`, messageAnswer);
  } catch (error) {
    if (isFolkmootError(error, "not-found")) return undefined;
    throw error;
  }
}
