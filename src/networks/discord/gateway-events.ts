/**
 * What the gateway dispatches, read as changes. Pure but for the places, which have to be asked for.
 *
 * The same event gives the same ids, however often it is dispatched and by whichever socket: ids are made of what an event is about.
 * Reactions and bans carry neither an id nor a time, so one that is taken back and given again has the id that it had.
 * @module
 */
import { clearedId, eventId, reactionId, withoutReactions, withoutSecrets } from "./change-parts.js";
import { emojiOf, isFirst, isPost, isSaid, toMessage, toPost } from "./normalize.js";
import { fieldsOf, listOf, present, textOf } from "../../adapter/fields.js";
import { isSnowflake, type Us } from "./ids.js";
import { makeKey } from "../../model/keys.js";
import { onceId, updateId } from "../../model/change-id.js";
import { readInteraction } from "./interactions.js";
import { toAuthor } from "./normalize-author.js";
import { Unreadable } from "../../adapter/read-items.js";
import { wireChannel, wireMessage, type WireChannel, type WireMessage } from "./wire.js";
import type { Author } from "../../model/author.js";
import type { Change, ChangeBase, ChangeType } from "../../model/change.js";
import type { ConversationKey, PostKey, MessageKey } from "../../model/keys.js";
import type { Place } from "./places.js";
import type { Post } from "../../model/post.js";
import type { Timestamp } from "../../model/ref.js";

/** What reading an event needs. */
export interface EventReader {
  /** Whose changes they become. */
  readonly us: Us;
  /** When the event is read: most events carry no time. */
  readonly now: Timestamp;
  /** Gives where a message was said. */
  readonly place: (event: Fields) => Promise<Place | undefined>;
  /** Takes in a thread that an event told of, for the messages that follow. */
  readonly thread: (wire: WireChannel) => Promise<Place>;
  /** Reads a post as `getPost` does. `undefined` = it cannot be read now. */
  readonly post: (id: string) => Promise<Post | undefined>;
  /** False for places that the host does not want read. */
  readonly wants: (place: Place) => boolean;
}

type Fields = Readonly<Record<string, unknown>>;
type Read = (reader: EventReader, d: Fields) => Promise<readonly Change[]>;

const readers: Readonly<Record<string, Read>> = {
  MESSAGE_CREATE: async (reader, d) => message(reader, d, "created"),
  MESSAGE_UPDATE: async (reader, d) => message(reader, d, "updated"),
  MESSAGE_DELETE: messageDeleted,
  MESSAGE_DELETE_BULK: messagesDeleted,
  MESSAGE_REACTION_ADD: async (reader, d) => reaction(reader, d, "reaction.added"),
  MESSAGE_REACTION_REMOVE: async (reader, d) => reaction(reader, d, "reaction.removed"),
  THREAD_CREATE: threadCreated,
  THREAD_UPDATE: threadUpdated,
  THREAD_DELETE: threadDeleted,
  CHANNEL_DELETE: async ({ us, now }, d) => Promise.resolve([allCleared(us, now, idOf(d, "id"))]),
  GUILD_BAN_ADD: async ({ us, now }, d) => {
    const author = toAuthor(us, d["user"]);
    return Promise.resolve([{ ...base(us, "author.banned", onceId("author.banned", author.key), now), author }]);
  },
  GUILD_DELETE: guildDeleted,
  INTERACTION_CREATE: async ({ us, now }, d) => Promise.resolve(readInteraction(us, d, now, {}).changes),
};

/** Events that tell of the guild's furniture and of who is looking at it: no news of a conversation. */
const quiet: ReadonlySet<string> = new Set([
  ...["READY", "RESUMED", "RATE_LIMITED", "TYPING_START", "PRESENCE_UPDATE", "USER_UPDATE", "CHANNEL_CREATE", "CHANNEL_UPDATE"],
  ...["CHANNEL_PINS_UPDATE", "CHANNEL_INFO", "GUILD_CREATE", "GUILD_UPDATE", "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE"],
  ...["GUILD_EMOJIS_UPDATE", "GUILD_STICKERS_UPDATE", "GUILD_INTEGRATIONS_UPDATE", "GUILD_MEMBERS_CHUNK", "GUILD_AUDIT_LOG_ENTRY_CREATE"],
  ...["GUILD_SOUNDBOARD_SOUND_CREATE", "GUILD_SOUNDBOARD_SOUND_UPDATE", "GUILD_SOUNDBOARD_SOUND_DELETE", "SOUNDBOARD_SOUNDS"],
  ...["GUILD_SOUNDBOARD_SOUNDS_UPDATE", "INTEGRATION_CREATE", "INTEGRATION_UPDATE", "INTEGRATION_DELETE", "THREAD_LIST_SYNC"],
  ...["THREAD_MEMBER_UPDATE", "THREAD_MEMBERS_UPDATE", "VOICE_STATE_UPDATE", "VOICE_SERVER_UPDATE", "VOICE_CHANNEL_EFFECT_SEND"],
  ...["VOICE_CHANNEL_STATUS_UPDATE", "VOICE_CHANNEL_START_TIME_UPDATE", "WEBHOOKS_UPDATE", "APPLICATION_COMMAND_PERMISSIONS_UPDATE"],
]);

/** True for events that are never told. */
export const isQuiet = (name: string): boolean => quiet.has(name);

/**
 * Reads one event of our guild, or of a direct channel that is ours.
 * @throws Unreadable for an event that is not as documented; its message names a field and holds nothing of the content.
 */
export async function readEvent(reader: EventReader, name: string, d: Fields): Promise<readonly Change[]> {
  if (isQuiet(name)) return [];
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  return read === undefined ? [networkEvent(reader, name, d)] : read(reader, d);
}

function base<T extends ChangeType>(us: Us, type: T, id: string, at: Timestamp): ChangeBase<T> {
  return { type, id, origin: "live", at, account: us.account };
}

function idOf(d: Fields, field: string): string {
  const id = d[field];
  if (!isSnowflake(id)) throw new Unreadable(`${field}: not a snowflake`);
  return id;
}

const conversationOf = (us: Us, channel: string): ConversationKey => makeKey(us.account, "conversation", channel);

async function message(reader: EventReader, d: Fields, what: "created" | "updated"): Promise<readonly Change[]> {
  const wire: unknown = d;
  if (!wireMessage.accepts(wire)) throw new Unreadable(wireMessage.complaint(wire));
  if (!isSaid(wire)) return [];
  const place = await reader.place(d);
  if (place === undefined) throw new Unreadable("channel_id: its channel could not be read");
  if (!reader.wants(place)) return [];
  const isOwnPost = isFirst(wire, place) && place.ownerId === reader.us.bot;
  const begins = isPost(wire, place) || isFirst(wire, place);
  return [
    ...(begins ? [postChange(reader, toPost(reader.us, place, wire), what, wire)] : []),
    ...(isPost(wire, place) || isOwnPost ? [] : [messageChange(reader, wire, place, what)]),
  ];
}

function messageChange({ us, now }: EventReader, wire: WireMessage, place: Place, what: "created" | "updated"): Change {
  const isNew = what === "created";
  const message = toMessage(us, wire, place, { via: "stream", reactions: isNew });
  const { key, conversation, createdAt, editedAt } = message;
  if (isNew) return { ...base(us, "message.created", onceId("message.created", key), createdAt), conversation, message };
  return {
    ...base(us, "message.updated", updateId("message.updated", message), editedAt ?? now),
    conversation,
    message,
    changed: changedOf(editedAt),
  };
}

/** What an update may have changed: without a time of editing, Discord added what a link leads to. */
const changedOf = (editedAt: Timestamp | undefined): readonly string[] => (editedAt === undefined ? ["attachments"] : ["text", "editedAt"]);

function postChange({ us, now }: EventReader, read: Post, what: "created" | "updated", wire?: WireMessage): Change {
  if (what === "created") return { ...base(us, "post.created", onceId("post.created", read.key), read.createdAt), post: read };
  // An update leaves reactions out, and none is not zero.
  const post = wire !== undefined && wire["reactions"] === undefined ? withoutReactions(read) : read;
  const changed = wire === undefined ? ["title", "commentsOpen"] : changedOf(post.editedAt);
  return { ...base(us, "post.updated", updateId("post.updated", post), post.editedAt ?? now), post, changed };
}

/** What was deleted is told by its id alone: in an announcement channel it may have been a post or an answer to one. */
async function messageDeleted({ us, now, place }: EventReader, d: Fields): Promise<readonly Change[]> {
  const id = idOf(d, "id");
  const conversation = conversationOf(us, idOf(d, "channel_id"));
  const key = makeKey(us.account, "message", id);
  const post = makeKey(us.account, "post", id);
  // What is gone is told, also where its channel cannot be read any more.
  const where = await place(d).catch(() => undefined);
  return [
    { ...base(us, "message.deleted", onceId("message.deleted", key), now), conversation, message: key },
    ...(where?.kind === "announcement" ? [{ ...base(us, "post.deleted", onceId("post.deleted", post), now), post } satisfies Change] : []),
  ];
}

async function messagesDeleted({ us, now }: EventReader, d: Fields): Promise<readonly Change[]> {
  const conversation = conversationOf(us, idOf(d, "channel_id"));
  const ids = listOf(d["ids"]).filter(isSnowflake);
  if (ids.length === 0) throw new Unreadable("ids: none");
  const messages = ids.map((id) => makeKey(us.account, "message", id));
  return Promise.resolve([{ ...base(us, "messages.cleared", clearedId(conversation, ids), now), conversation, messages }]);
}

const allCleared = (us: Us, now: Timestamp, channel: string): Change => {
  const conversation = conversationOf(us, channel);
  return { ...base(us, "messages.cleared", clearedId(conversation), now), conversation };
};

async function reaction(reader: EventReader, d: Fields, type: "reaction.added" | "reaction.removed"): Promise<readonly Change[]> {
  const { us, now } = reader;
  const message = idOf(d, "message_id");
  const channel = idOf(d, "channel_id");
  const word = emojiOf(d["emoji"]);
  if (word === undefined) throw new Unreadable("emoji: not an emoji");
  const author = toAuthor(us, fieldsOf(d["member"])["user"] ?? { id: idOf(d, "user_id") }, d["member"]);
  const place = await reader.place(d).catch(() => undefined);
  if (place !== undefined && !reader.wants(place)) return [];
  const isPost = place?.kind === "announcement" || (place?.kind === "thread" && place.id === message && place.ownerId === us.bot);
  const target: PostKey | MessageKey = makeKey(us.account, isPost ? "post" : "message", message);
  const id = reactionId(type, target, author, word);
  return [{ ...base(us, type, id, now), conversation: conversationOf(us, channel), target, reaction: word, author }];
}

function threadOf(d: Fields): WireChannel {
  const wire: unknown = d;
  if (!wireChannel.accepts(wire)) throw new Unreadable(wireChannel.complaint(wire));
  return wire;
}

async function threadCreated(reader: EventReader, d: Fields): Promise<readonly Change[]> {
  const place = await reader.thread(threadOf(d));
  // The message that begins a forum post is dispatched right after it, and tells what the post says.
  if (!reader.wants(place) || (place.surface === "forum" && d["newly_created"] === true)) return [];
  return [postChange(reader, (await reader.post(place.id)) ?? toPost(reader.us, place), "created")];
}

/** What changed about a thread comes without its first message, so the post is read as a whole. */
async function threadUpdated(reader: EventReader, d: Fields): Promise<readonly Change[]> {
  const place = await reader.thread(threadOf(d));
  if (!reader.wants(place)) return [];
  const post = await reader.post(place.id);
  return post === undefined ? [] : [postChange(reader, post, "updated")];
}

async function threadDeleted({ us, now }: EventReader, d: Fields): Promise<readonly Change[]> {
  const id = idOf(d, "id");
  const post = makeKey(us.account, "post", id);
  return Promise.resolve([allCleared(us, now, id), { ...base(us, "post.deleted", onceId("post.deleted", post), now), post }]);
}

/** A guild that is out of order comes back; one without that word has put the bot out. */
async function guildDeleted({ us, now }: EventReader, d: Fields): Promise<readonly Change[]> {
  if (d["unavailable"] === true) return Promise.resolve([]);
  const id = `subscription.revoked:${us.account}`;
  return Promise.resolve([
    { ...base(us, "subscription.revoked", id, now), subscription: us.guild, reason: "the bot was removed from the guild" },
  ]);
}

function networkEvent({ us, now }: EventReader, name: string, d: Fields): Change {
  const raw = withoutSecrets(d);
  return present({ ...base(us, "network.event", eventId(us, name, raw), now), name, author: authorOf(us, d), raw });
}

function authorOf(us: Us, d: Fields): Author | undefined {
  const { user, member, user_id: userId } = d;
  const who = user ?? fieldsOf(member)["user"] ?? (textOf(userId) === undefined ? undefined : { id: userId });
  return isSnowflake(fieldsOf(who)["id"]) ? toAuthor(us, who, member) : undefined;
}
