/**
 * Direct conversations and messages to the model. Pure.
 * @module
 */
import { makeKey } from "../../model/keys.js";
import { fieldsOf, listOf, textOf, timestampOf, wholeOf } from "../../adapter/fields.js";
import { isBlocked, toAuthor } from "./normalize-author.js";
import { toEmbedded } from "./normalize-embed.js";
import { toEntities } from "./facets.js";
import { Unreadable } from "../../adapter/read-items.js";
import type { Author } from "../../model/author.js";
import type { Conversation } from "../../model/conversation.js";
import type { AuthorRef, ConversationRef } from "../../model/ref.js";
import type { Counts } from "../../model/counts.js";
import type { Message } from "../../model/message.js";
import type { Us } from "./ids.js";
import type { WireConvo, WireDirect } from "./wire.js";

/** Profiles by DID: a direct message names its sender by DID only. */
export type People = ReadonlyMap<string, Author>;

/** Reads a list of profiles; what is none is left out. */
export function toPeople(us: Us, profiles: unknown): People {
  const people = new Map<string, Author>();
  for (const profile of listOf(profiles)) {
    const fields = fieldsOf(profile);
    const did = textOf(fields["did"]);
    if (did !== undefined) people.set(did, toAuthor(us, { ...fields, did }));
  }
  return people;
}

/** Finds the people of a whole conversation, as it was listed; a bare reference names nobody. */
export function peopleIn(target: Conversation | ConversationRef | AuthorRef): People {
  const participants = "participants" in target ? target.participants : [];
  return new Map(participants.flatMap((author) => (author.id === undefined ? [] : [[author.id, author] as const])));
}

/**
 * Reads a direct message.
 * @param people - who is known; a sender who is not is an author with an id and no name
 */
export function toDirect(us: Us, convoId: string, wire: WireDirect, people?: People, via: Message["via"] = "poll"): Message {
  const createdAt = timestampOf(wire.sentAt);
  if (createdAt === undefined) throw new Unreadable("sentAt: not a time");
  const { did } = wire.sender;
  const { attachments, quotedUri, quotesReply } = toEmbedded(wire["embed"]);
  const entities = toEntities(wire.text, wire["facets"]);
  const { counts, own } = readReactions(us, wire["reactions"]);
  const parent = textOf(fieldsOf(wire["replyTo"])["id"]);
  const rev = textOf(wire["rev"]);
  return {
    network: "bluesky",
    accountId: us.did,
    id: wire.id,
    key: makeKey(us.account, "message", wire.id),
    refs: { convoId, ...(rev !== undefined && { rev }) },
    author: people?.get(did) ?? toAuthor(us, { did }),
    text: wire.text,
    entities,
    attachments,
    counts,
    createdAt,
    visibility: "private",
    ownReactions: own,
    kind: "direct",
    direction: did === us.did ? "outbound" : "inbound",
    conversation: makeKey(us.account, "conversation", convoId),
    via,
    ...(quotedUri !== undefined && { quoted: makeKey(us.account, quotesReply === true ? "message" : "post", quotedUri) }),
    ...(entities.some(({ targetId }) => targetId === us.did) && { mentionsUs: true }),
    ...(parent !== undefined && { parent: makeKey(us.account, "message", parent) }),
    raw: wire,
  };
}

/** An answer tells all reactions of a message, so none told is none there. */
function readReactions(us: Us, reactions: unknown): { readonly counts: Counts; readonly own: readonly string[] } {
  const all: Record<string, number> = {};
  const own: string[] = [];
  for (const reaction of listOf(reactions)) {
    const { value, sender } = fieldsOf(reaction);
    if (typeof value !== "string" || value === "" || value === "__proto__") continue;
    all[value] = (all[value] ?? 0) + 1;
    if (fieldsOf(sender)["did"] === us.did) own.push(value);
  }
  return { counts: Object.keys(all).length === 0 ? {} : { reactions: all }, own };
}

/** Reads a conversation. The other members come first. */
export function toConversation(us: Us, wire: WireConvo): Conversation {
  const people = [...toPeople(us, wire.members).values()];
  const kind = fieldsOf(wire["kind"]);
  const isGroup = textOf(kind["$type"])?.endsWith("#groupConvo") === true;
  const title = isGroup ? textOf(kind["name"]) : undefined;
  const locked = textOf(kind["lockStatus"]) ?? textOf(wire["lockStatus"]);
  const unread = wholeOf(wire["unreadCount"]);
  const refused = wire.members.some((member) => {
    const { did, viewer, chatDisabled } = fieldsOf(member);
    return did !== us.did && !isGroup && (isBlocked(viewer) || chatDisabled === true);
  });
  const last = fieldsOf(wire["lastMessage"]);
  const lastAt = timestampOf(last["sentAt"]);
  const lastBy = fieldsOf(last["sender"])["did"];
  return {
    key: makeKey(us.account, "conversation", wire.id),
    network: "bluesky",
    accountId: us.did,
    id: wire.id,
    kind: "direct",
    participants: [...people.filter(({ isOwn }) => !isOwn), ...people.filter(({ isOwn }) => isOwn)],
    isGroup,
    state: locked !== undefined && locked !== "unlocked" ? "closed" : wire["status"] === "request" ? "request" : "open",
    ...(title !== undefined && { title }),
    ...(unread !== undefined && { unread }),
    ...(lastAt !== undefined && typeof lastBy === "string" && { [lastBy === us.did ? "lastOutboundAt" : "lastInboundAt"]: lastAt }),
    ...(refused && { allows: { sendMessage: false } }),
    raw: wire,
  };
}
