/**
 * Conversations and messages of Messenger and Instagram to the model. Pure.
 * @module
 */
import { fieldsOf, listOf, present, textOf, timestampOf, wholeOf, type Writable } from "../../adapter/fields.js";
import { idOf } from "./wire.js";
import { makeKey } from "../../model/keys.js";
import { replyWindowOf } from "./direct-window.js";
import { shape, type Shape, type Shaped } from "../../adapter/shape.js";
import { toDirectAttachments } from "./direct-attachments.js";
import { Unreadable } from "../../adapter/read-items.js";
import type { Author } from "../../model/author.js";
import type { Conversation } from "../../model/conversation.js";
import type { GraphUs } from "./task.js";
import type { Message } from "../../model/message.js";
import type { Timestamp } from "../../model/ref.js";

/** Whose conversations they are. */
export interface DirectUs extends GraphUs {
  /** The id below which conversations lie and messages are sent: that of the Page, also where it is linked to an Instagram account. */
  readonly inboxId: string;
  /** Every id that is us in conversations: the account's, and the linked Page's. */
  readonly actors: readonly string[];
  /** What conversations are asked for; also the word of their parameter. */
  readonly platform: "messenger" | "instagram";
  /** Whether the app has the Human Agent feature. */
  readonly humanAgent: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

const conversationShape = { id: "string" } as const;
const messageShape = { id: "string", created_time: "string" } as const;

/** A conversation, as the network tells it. */
export type WireDirectConversation = Shaped<typeof conversationShape>;
/** A message, as the network tells it. */
export type WireDirectMessage = Shaped<typeof messageShape>;

/** Checks a conversation. */
export const wireDirectConversation: Shape<WireDirectConversation> = shape(conversationShape);
/** Checks a message. */
export const wireDirectMessage: Shape<WireDirectMessage> = shape(messageShape);

/** True for one of us. Instagram tells our id in `user_id` where `id` is another. */
function isUs(us: DirectUs, party: Fields): boolean {
  return [idOf(party["id"]), idOf(party["user_id"])].some((id) => id !== undefined && us.actors.includes(id));
}

function partiesOf(edge: unknown): readonly Fields[] {
  return listOf(fieldsOf(edge)["data"]).map(fieldsOf);
}

/**
 * Reads who wrote. Mail addresses, which some answers carry, are not read.
 * @returns `undefined` where no id is told
 */
export function toDirectAuthor(us: DirectUs, party: unknown): Author | undefined {
  const fields = fieldsOf(party);
  const isOwn = isUs(us, fields);
  const id = isOwn ? us.id : idOf(fields["id"]);
  if (id === undefined) return undefined;
  return present({
    key: makeKey(us.account, "author", id),
    id,
    handle: textOf(fields["username"]),
    name: textOf(fields["name"]),
    avatarUrl: textOf(fields["profile_pic"]),
    isOwn,
  });
}

/** Gives the id of the other person of a message: who wrote to us, or to whom we wrote. */
export function personOf(us: DirectUs, wire: Fields): string | undefined {
  const { from, to } = wire;
  const other = [fieldsOf(from), ...partiesOf(to)].find((party) => idOf(party["id"]) !== undefined && !isUs(us, party));
  return idOf(other?.["id"]);
}

/** What a message is seen with. */
export interface DirectSeen {
  /** The other person's id: the conversation's. */
  readonly person: string;
  /** The network's own id of the conversation (`t_…`), where it is known. */
  readonly threadId?: string | undefined;
  /** How it came. @defaultValue "poll" */
  readonly via?: Message["via"];
}

/** The place of a message, where it is a special one. */
function surfaceOf(story: Fields): string | undefined {
  if (story["mention"] !== undefined) return "story-mention";
  return story["reply_to"] === undefined ? undefined : "story-reply";
}

function reactionsOf(us: DirectUs, wire: Fields): { readonly counts: Readonly<Record<string, number>>; readonly own: readonly string[] } {
  const counts: Record<string, number> = {};
  const own: string[] = [];
  for (const one of partiesOf(wire["reactions"])) {
    const word = textOf(one["reaction"]) ?? textOf(one["emoji"]);
    if (word === undefined) continue;
    const users = listOf(one["users"]).map(fieldsOf);
    counts[word] = (counts[word] ?? 0) + Math.max(1, users.length);
    if (users.some((user) => isUs(us, user))) own.push(word);
  }
  return { counts, own };
}

/**
 * Reads a message.
 * @returns `undefined` for one of which the network tells nothing any more (on Instagram all but the twenty latest)
 * @throws Unreadable for one without a time
 */
export function toDirectMessage(
  us: DirectUs,
  wire: WireDirectMessage,
  { person, threadId, via = "poll" }: DirectSeen,
): Message | undefined {
  const { from, message: words, story: rawStory } = wire;
  const createdAt = timestampOf(wire.created_time);
  if (createdAt === undefined) throw new Unreadable("created_time: no time");
  const story = fieldsOf(rawStory);
  const attachments = toDirectAttachments(wire, createdAt);
  if (from === undefined && typeof words !== "string" && attachments.length === 0) return undefined;
  const author = toDirectAuthor(us, from);
  const { counts, own } = reactionsOf(us, wire);
  const message: Writable<Message> = {
    key: makeKey(us.account, "message", wire.id),
    refs: present({ personId: person, threadId }),
    network: us.network,
    accountId: us.id,
    id: wire.id,
    kind: "direct",
    direction: author?.isOwn === true ? "outbound" : "inbound",
    conversation: makeKey(us.account, "conversation", person),
    text: textOf(words) ?? "",
    entities: [],
    attachments,
    counts: Object.keys(counts).length === 0 ? {} : { reactions: counts },
    createdAt,
    visibility: "private",
    via,
    raw: wire,
  };
  if (author !== undefined) message.author = author;
  if (own.length > 0) message.ownReactions = own;
  const surface = surfaceOf(story);
  if (surface !== undefined) message.surface = surface;
  return message;
}

/** When somebody of one side last wrote, as far as the latest messages tell. */
function lastOf(us: DirectUs, wire: Fields, own: boolean): Timestamp | undefined {
  const times = partiesOf(wire["messages"]).flatMap((one) => {
    const { from, created_time: at } = one;
    return from !== undefined && isUs(us, fieldsOf(from)) === own ? (timestampOf(at) ?? []) : [];
  });
  return times.sort().at(-1);
}

/** Gives when the person last wrote, as far as the latest messages of a conversation tell. */
export function lastInboundOf(us: DirectUs, wire: unknown): Timestamp | undefined {
  return lastOf(us, fieldsOf(wire), false);
}

/**
 * Reads a conversation.
 * @param now - milliseconds since 1970, for its window
 * @throws Unreadable for one whose other person is not told: nobody could be answered in it
 */
export function toDirectConversation(us: DirectUs, wire: WireDirectConversation, now: number): Conversation {
  const parties = partiesOf(wire["participants"]).length > 0 ? partiesOf(wire["participants"]) : partiesOf(wire["senders"]);
  const others = parties.filter((party) => idOf(party["id"]) !== undefined && !isUs(us, party));
  const person = idOf(others[0]?.["id"]) ?? latestPerson(us, wire);
  if (person === undefined) throw new Unreadable("participants: nobody but us");
  const participants = parties.flatMap((party) => toDirectAuthor(us, party) ?? []);
  const lastInboundAt = lastOf(us, wire, false);
  const replyWindow = replyWindowOf(lastInboundAt, now, us.humanAgent);
  const canReply = wire["can_reply"];
  // Whether a human may still write is not in it, as far as anybody tells.
  const isTold = canReply === true || (canReply === false && replyWindow?.mode !== "human");
  return present({
    key: makeKey(us.account, "conversation", person),
    refs: { threadId: wire.id, personId: person },
    network: us.network,
    accountId: us.id,
    id: person,
    kind: "direct" as const,
    participants,
    isGroup: others.length > 1 ? true : undefined,
    state: wire["folder"] === "page_done" ? ("archived" as const) : undefined,
    unread: wholeOf(wire["unread_count"]),
    lastActivityAt: timestampOf(wire["updated_time"]),
    lastInboundAt,
    lastOutboundAt: lastOf(us, wire, true),
    replyWindow,
    allows: isTold ? { sendMessage: canReply } : undefined,
    raw: wire,
  });
}

function latestPerson(us: DirectUs, wire: Fields): string | undefined {
  for (const one of partiesOf(wire["messages"])) {
    const person = personOf(us, one);
    if (person !== undefined) return person;
  }
  return undefined;
}
