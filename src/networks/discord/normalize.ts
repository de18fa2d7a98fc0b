/**
 * Messages and threads to the model. Pure.
 *
 * What others build on, the gateway above all: `isSaid(wire)` tells messages from notices; `toMessage(us, wire, place, seen?)`;
 * `toPost(us, place, first?, seen?)`, where `place` is a thread, or an announcement channel together with the message; and of
 * `./normalize-author.js` `toAuthor(us, user, member?)`. `place` comes from `toPlace(wireChannel, parentWireChannel?)` of `./places.js`.
 * `wire` has to have passed `wireMessage.accepts`. They throw `Unreadable`.
 * @module
 */
import { fieldsOf, listOf, textOf, timestampOf, wholeOf, type Writable } from "../../adapter/fields.js";
import { isSnowflake, messageUrl, timeOfId, type Us } from "./ids.js";
import { makeKey } from "../../model/keys.js";
import { readText } from "./markup.js";
import { repliesOf, type Place } from "./places.js";
import { toAttachments } from "./normalize-attachments.js";
import { toAuthor } from "./normalize-author.js";
import { Unreadable } from "../../adapter/read-items.js";
import type { Content } from "../../model/content.js";
import type { Counts } from "../../model/counts.js";
import type { Message } from "../../model/message.js";
import type { Post } from "../../model/post.js";
import type { WireMessage } from "./wire.js";

/** What a message is seen with, beside itself. */
export interface Seen {
  /** How it came. @defaultValue "poll" */
  readonly via?: Message["via"];
  /** False where the route leaves reactions out (search), so that none is not zero. @defaultValue true */
  readonly reactions?: boolean;
}

// Reference, message types; read 2026-11. Everything else is a notice of the network, or shows a message that is elsewhere.
const said: ReadonlySet<unknown> = new Set([0, 19, 20, 23]);
const forwarded = 1;
const hasThread = 1 << 5;

/** True for what somebody said; false for the network's own notices (joined, pinned, thread begun). */
export function isSaid(wire: WireMessage): boolean {
  return said.has(wire["type"] ?? 0);
}

/** True for a message of an announcement channel that answers nothing: it is a post. */
export function isPost(wire: WireMessage, place: Place): boolean {
  return place.kind === "announcement" && answered(wire) === undefined;
}

/** True for the first message of a forum post or of a thread beside a message: both have one id. */
export function isFirst(wire: WireMessage, place: Place): boolean {
  return place.kind === "thread" && wire.id === place.id;
}

/** The message that this one answers. Passing on and pinning point at messages too. */
function answered(wire: WireMessage): string | undefined {
  const { type, message_id: id } = fieldsOf(wire["message_reference"]);
  return type !== forwarded && isSnowflake(id) ? id : undefined;
}

/** Reads a message. */
export function toMessage(us: Us, wire: WireMessage, place: Place, seen: Seen = {}): Message {
  const parent = answered(wire);
  const content = read(us, wire, place, seen);
  const message: Writable<Message> = {
    key: makeKey(us.account, "message", wire.id),
    ...content,
    kind:
      place.kind === "direct"
        ? "direct"
        : place.kind === "thread" || (place.kind === "announcement" && parent !== undefined)
          ? "comment"
          : "chat",
    direction: wire.author.id === us.bot ? "outbound" : "inbound",
    conversation: makeKey(us.account, "conversation", wire.channel_id),
    via: seen.via ?? "poll",
  };
  if (place.surface !== "other") message.surface = place.surface;
  if (place.locked === true) message.allows = { reply: false };
  // The title of a forum post is half of the question.
  if (isFirst(wire, place) && place.surface === "forum" && place.title !== undefined) message.subject = place.title;
  if (mentionsUs(us, wire)) message.mentionsUs = true;
  if (place.kind === "thread") {
    message.post = makeKey(us.account, "post", place.id);
    // What begins our own post is the post. Elsewhere it is a message like the others: it may be the question that began it.
    const ownPost = place.ownerId === us.bot;
    if (parent !== undefined && !(ownPost && parent === place.id)) message.parent = makeKey(us.account, "message", parent);
    if (place.surface === "forum" && !ownPost && wire.id !== place.id) {
      message.parent ??= makeKey(us.account, "message", place.id);
      message.root = makeKey(us.account, "message", place.id);
    }
  } else if (place.kind === "announcement" && parent !== undefined) message.post = makeKey(us.account, "post", parent);
  else if (parent !== undefined) message.parent = makeKey(us.account, "message", parent);
  if (parent !== undefined) message.refs = { ...message.refs, parentId: parent };
  return message;
}

/**
 * Reads a post: a thread, or a message of an announcement channel.
 * @param first - the message that begins it. A thread without one (begun on its own, or the message is gone) has its name only
 */
export function toPost(us: Us, place: Place, first?: WireMessage, seen: Seen = {}): Post {
  if (place.kind !== "thread") {
    if (first === undefined) throw new Unreadable("message: missing");
    const content = read(us, first, place, seen);
    return { key: makeKey(us.account, "post", first.id), ...content, isOwn: first.author.id === us.bot, commentsOpen: true };
  }
  const refs = { channelId: place.id, ...(place.parentId !== undefined && { parentId: place.parentId }) };
  const content = first === undefined ? unwritten(us, place) : read(us, first, place, seen);
  const post: Writable<Post> = {
    key: makeKey(us.account, "post", place.id),
    ...content,
    id: place.id,
    refs: { ...content.refs, ...refs },
    createdAt: timeOfId(place.id),
    url: messageUrl(us.guild, place.id, place.id),
    isOwn: place.ownerId === us.bot || first?.author.id === us.bot,
    commentsOpen: place.locked !== true,
  };
  if (place.title !== undefined) post.title = place.title;
  const replies = repliesOf(place);
  if (replies !== undefined) post.counts = { ...post.counts, replies };
  if (place.locked === true) post.allows = { reply: false };
  return post;
}

type Read = Omit<Content, "key"> & { readonly refs: Record<string, string> };

function unwritten(us: Us, place: Place): Read {
  const owner = place.ownerId;
  return {
    network: "discord",
    accountId: us.guild,
    id: place.id,
    refs: {},
    ...(isSnowflake(owner) && { author: toAuthor(us, { id: owner }) }),
    text: "",
    entities: [],
    attachments: [],
    counts: {},
    createdAt: timeOfId(place.id),
    visibility: place.isPrivate === true ? "private" : "public",
    raw: place.wire,
  };
}

function read(us: Us, wire: WireMessage, place: Place, seen: Seen): Read {
  const { id, channel_id: channelId } = wire;
  if (!isSnowflake(id)) throw new Unreadable("id: not a snowflake");
  if (!isSnowflake(channelId)) throw new Unreadable("channel_id: not a snowflake");
  const { text, entities } = readText(wire);
  const attachments = toAttachments(wire);
  const refs: Record<string, string> = { channelId };
  const content: Writable<Read> = {
    network: "discord",
    accountId: us.guild,
    id,
    refs,
    author: toAuthor(us, wire.author, wire["member"]),
    text,
    entities,
    attachments,
    counts: {},
    createdAt: timestampOf(wire.timestamp) ?? timeOfId(id),
    url: messageUrl(place.kind === "direct" ? undefined : us.guild, channelId, id),
    visibility: place.isPrivate === true ? "private" : "public",
    raw: wire,
  };
  const nonce = wire["nonce"];
  if (typeof nonce === "string" || typeof nonce === "number") refs["nonce"] = String(nonce);
  if (isHidden(us, wire, place)) refs["contentHidden"] = "true";
  const editedAt = timestampOf(wire["edited_timestamp"]);
  if (editedAt !== undefined) content.editedAt = editedAt;
  if (listOf(wire["attachments"]).some((one) => textOf(fieldsOf(one)["filename"])?.startsWith("SPOILER_") === true))
    content.sensitive = true;
  readReactions(us, wire, seen, content);
  if (place.kind === "announcement" && ((wholeOf(wire["flags"]) ?? 0) & hasThread) !== 0) {
    const replies = wholeOf(fieldsOf(wire["thread"])["message_count"]);
    if (replies !== undefined) content.counts = { ...content.counts, replies };
  }
  return content;
}

/** True when the bot is named in the text. */
function mentionsUs(us: Us, wire: WireMessage): boolean {
  return listOf(wire["mentions"]).some((one) => fieldsOf(one)["id"] === us.bot);
}

/**
 * True when a person said something that we are not shown: without the privileged intent for message content, text, attachments, embeds and
 * components come empty, and a poll not at all. Our own messages, direct ones, and those that mention us are shown in any case (reference, gateway, message
 * content intent; read 2026-11). Stickers and passed-on messages are told, and say why the text is empty.
 */
function isHidden(us: Us, wire: WireMessage, place: Place): boolean {
  if (wire.content !== "" || wire.author.id === us.bot || place.kind === "direct" || mentionsUs(us, wire)) return false;
  const shown = ["attachments", "embeds", "components", "sticker_items", "message_snapshots"].some((name) => listOf(wire[name]).length > 0);
  return !shown && wire["poll"] === undefined && fieldsOf(wire["message_reference"])["type"] !== forwarded;
}

/** Gives the network's word for an emoji: the emoji itself, or `name:id` for a guild's own. */
export function emojiOf(emoji: unknown): string | undefined {
  const { id, name } = fieldsOf(emoji);
  if (typeof name !== "string" || name === "") return isSnowflake(id) ? `_:${id}` : undefined;
  return isSnowflake(id) ? `${name}:${id}` : name;
}

/** A message that nobody reacted to comes without the field. */
function readReactions(us: Us, wire: WireMessage, seen: Seen, into: Writable<Content>): void {
  const reactions = wire["reactions"];
  if (reactions === undefined && seen.reactions === false) return;
  const counts: Record<string, number> = {};
  const own: string[] = [];
  for (const reaction of listOf(reactions)) {
    const { emoji, count, me } = fieldsOf(reaction);
    const word = emojiOf(emoji);
    const total = wholeOf(count);
    if (word === undefined) continue;
    if (total !== undefined) counts[word] = total;
    if (me === true) own.push(word);
  }
  // A reaction that is there without its number is not none.
  const isUncounted = listOf(reactions).some((one) => {
    const { emoji, count } = fieldsOf(one);
    return emojiOf(emoji) === us.like && wholeOf(count) === undefined;
  });
  const found: Writable<Counts> = isUncounted ? {} : { likes: counts[us.like] ?? 0 };
  if (Object.keys(counts).length > 0) found.reactions = counts;
  into.counts = found;
  into.ownReactions = own;
}
