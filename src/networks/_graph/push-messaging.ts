/**
 * What happens in direct conversations of Messenger and Instagram: messages and their fate, readings, taps on buttons, handovers.
 * @module
 */
import {
  authorOf,
  base,
  contentOf,
  idIn,
  messageCreated,
  messageDeleted,
  messageUpdated,
  networkEvent,
  reactionChange,
  timeOf,
  withoutSecrets,
} from "./push-parts.js";
import { fieldsOf, listOf, present, textOf } from "../../adapter/fields.js";
import { idOf } from "./wire.js";
import { day } from "../../limits/rules.js";
import { makeKey } from "../../model/keys.js";
import { mediaAttachment } from "./direct-attachments.js";
import type { Attachment } from "../../model/attachment.js";
import type { Author } from "../../model/author.js";
import type { ConversationKey } from "../../model/keys.js";
import type { Fields, Pushed, Read } from "./push-parts.js";
import type { Message } from "../../model/message.js";
import type { Refs, Timestamp } from "../../model/ref.js";

/** A direct conversation, as an event tells of it. */
interface Room {
  readonly conversation: ConversationKey;
  /** Id of the other person. */
  readonly person: string;
  /** Who caused the event. */
  readonly author: Author | undefined;
  readonly isOwn: boolean;
  readonly at: Timestamp;
  /** The same where it was told, so that an event is known again. */
  readonly toldAt: Timestamp | undefined;
}

/** Reads one event. What it is in our words depends on which of its fields is there. */
export function readMessaging(pushed: Pushed): Read {
  const { value } = pushed;
  const at = timeOf(value["timestamp"]);
  const room = roomOf(pushed, at);
  if (room === undefined) return { changes: [networkEvent(pushed, present({ name: nameOf(pushed), at }))] };
  const read =
    readMessage(pushed, room) ??
    readEdit(pushed, room) ??
    readReaction(pushed, room) ??
    readPostback(pushed, room) ??
    readReading(pushed, room);
  if (read !== undefined) return read;
  const { author, conversation } = room;
  return { changes: [networkEvent({ ...pushed, field: nameOf(pushed) }, present({ at, author, conversation }))] };
}

/** The network's word for an event: the field that says what happened. */
function nameOf({ value, field }: Pushed): string {
  const known = new Set(["sender", "recipient", "timestamp", "hop_context", "is_echo"]);
  const name = Object.keys(value).find((one) => !known.has(one));
  return name ?? field;
}

/** Finds who talks with us; `undefined` where somebody is known to a website's chat only and has no id yet. */
function roomOf({ us, value, sentAt, toldAt }: Pushed, at: Timestamp | undefined): Room | undefined {
  const [sender, recipient] = [idIn(value["sender"]), idIn(value["recipient"])];
  const isEcho = fieldsOf(value["message"])["is_echo"] === true;
  // An echo comes from us, whichever of our ids it names as the sender.
  const isOwn = isEcho || sender === us.id;
  const other = isOwn && recipient !== us.id ? recipient : sender;
  if (other === undefined) return undefined;
  return {
    conversation: makeKey(us.account, "conversation", other),
    person: other,
    author: authorOf(us, isOwn ? us.id : sender),
    isOwn,
    at: at ?? sentAt,
    toldAt: at ?? toldAt,
  };
}

interface Said {
  readonly mid: string;
  readonly text: unknown;
  readonly attachments?: readonly Attachment[];
  readonly more?: Partial<Pick<Message, "parent" | "surface" | "editedAt">>;
  readonly refs?: Refs;
}

function messageOf({ us, value }: Pushed, { conversation, person, author, isOwn, at }: Room, said: Said): Message {
  const { mid, text, attachments = [], more = {}, refs = {} } = said;
  return present({
    ...contentOf(us, mid, text, attachments, at),
    ...more,
    key: makeKey(us.account, "message", mid),
    refs: { personId: person, ...refs },
    // As where conversations are read: what is said in private is not searched for marks.
    entities: [],
    kind: "direct" as const,
    direction: isOwn ? ("outbound" as const) : ("inbound" as const),
    conversation,
    author,
    visibility: "private" as const,
    via: "webhook" as const,
    raw: withoutSecrets(value),
  });
}

function readMessage(pushed: Pushed, room: Room): Read | undefined {
  const message = fieldsOf(pushed.value["message"]);
  const mid = idOf(message["mid"]);
  if (mid === undefined) return undefined;
  if (message["is_deleted"] === true) return { changes: [messageDeleted(pushed, mid, room.at, room.conversation)] };
  const answered = fieldsOf(message["reply_to"]);
  const story = fieldsOf(answered["story"]);
  const parent = idOf(answered["mid"]);
  const told = listOf(message["attachments"]).map(fieldsOf);
  const attachments = [...told.map((one) => attachmentOf(one, message, room.at)), ...storyIn(answered, room.at)];
  const stands = attachments.length > 0 || message["is_unsupported"] !== true;
  const surface = told.some(({ type }) => type === "story_mention")
    ? "story-mention"
    : answered["story"] === undefined
      ? undefined
      : "story-reply";
  return {
    changes: [
      messageCreated(
        pushed,
        messageOf(pushed, room, {
          mid,
          text: message["text"],
          attachments: stands ? attachments : [{ type: "other" }],
          more: present({ parent: parent === undefined ? undefined : makeKey(pushed.us.account, "message", parent), surface }),
          refs: present({ payload: textOf(fieldsOf(message["quick_reply"])["payload"]), storyId: idOf(story["id"]) }),
        }),
      ),
    ],
  };
}

/** What kinds of attachment are in our words; whatever is new is `other`. */
const kinds: Readonly<Record<string, Attachment["type"]>> = {
  image: "image",
  video: "video",
  audio: "audio",
  file: "file",
  fallback: "share",
  share: "share",
  post: "share",
  ig_post: "share",
  reel: "share",
  ig_reel: "share",
  sticker: "sticker",
  like_heart: "sticker",
};

/** A story is gone a day after it was put up, which is not told: at the latest a day after somebody wrote of it. */
const storyEnd = (at: Timestamp): Timestamp => new Date(Date.parse(at) + day).toISOString();

/** The story that a message answers. */
function storyIn(answered: Fields, at: Timestamp): readonly Attachment[] {
  if (answered["story"] === undefined) return [];
  return [present({ type: "share" as const, url: textOf(fieldsOf(answered["story"])["url"]), expiresAt: storyEnd(at) })];
}

function attachmentOf({ type, url, payload }: Fields, message: Fields, at: Timestamp): Attachment {
  // A payload may be missing, null or a bare text.
  const inside = fieldsOf(payload);
  const isSticker = inside["sticker_id"] !== undefined || (type === "image" && message["sticker_id"] !== undefined);
  const known = typeof type === "string" && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  const address = textOf(inside["url"]) ?? textOf(url);
  if (type === "story_mention") return present({ type: "share" as const, url: address, expiresAt: storyEnd(at) });
  return mediaAttachment(isSticker ? "sticker" : (known ?? "other"), address);
}

function readEdit(pushed: Pushed, room: Room): Read | undefined {
  const edit = fieldsOf(pushed.value["message_edit"]);
  const mid = idOf(edit["mid"]);
  if (mid === undefined) return undefined;
  // Some edits come without the text (seen of Instagram): then the message itself is asked for.
  if (typeof edit["text"] !== "string") {
    const key = makeKey(pushed.us.account, "message", mid);
    const { author, conversation, at } = room;
    const event = networkEvent(pushed, present({ name: "message_edit", at, author, conversation }));
    return { changes: [event], pull: [{ account: pushed.us.account, surface: "messages", messages: [{ key }] }] };
  }
  const message = messageOf(pushed, room, { mid, text: edit["text"], more: { editedAt: room.at } });
  return { changes: [messageUpdated(pushed, message, ["text", "editedAt"], room.at)] };
}

function readReaction(pushed: Pushed, { conversation, author, toldAt: at }: Room): Read | undefined {
  const told = fieldsOf(pushed.value["reaction"]);
  const mid = idOf(told["mid"]);
  if (mid === undefined) return undefined;
  const type = told["action"] === "unreact" ? "reaction.removed" : "reaction.added";
  // One who takes a reaction back does not always say which: there is only one.
  const [word, emoji] = [textOf(told["reaction"]), textOf(told["emoji"])];
  const reaction = (word === "other" ? emoji : undefined) ?? word ?? emoji ?? "unknown";
  const target = makeKey(pushed.us.account, "message", mid);
  return { changes: [reactionChange(pushed, { type, target, reaction, author, at, conversation })] };
}

/** Somebody tapped a button: what stood on it is what they said. Without an id of its own, as in old forms, it is told as an event. */
function readPostback(pushed: Pushed, room: Room): Read | undefined {
  const told = fieldsOf(pushed.value["postback"]);
  const mid = idOf(told["mid"]);
  if (mid === undefined) return undefined;
  const refs = present({ payload: textOf(told["payload"]) });
  return { changes: [messageCreated(pushed, messageOf(pushed, room, { mid, text: told["title"], more: { surface: "postback" }, refs }))] };
}

/** Messenger tells up to when somebody read, Instagram which message they saw. */
function readReading(pushed: Pushed, { conversation, isOwn, at }: Room): Read | undefined {
  const told = pushed.value["read"];
  if (told === undefined || isOwn) return undefined;
  const upTo = timeOf(fieldsOf(told)["watermark"]) ?? at;
  const id = `conversation.read:${conversation}:${upTo}`;
  return { changes: [{ ...base(pushed.us, "conversation.read", id, at), conversation, upTo }] };
}
