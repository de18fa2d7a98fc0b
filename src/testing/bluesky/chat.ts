/**
 * Direct conversations: what is held, and who may write to whom.
 * @module
 */
import { blockOf, followOf } from "./relations.js";
import { bytesOf, checkFacets, graphemesOf } from "./record-check.js";
import type { Core } from "./core.js";
import { invalid, XrpcError } from "./xrpc.js";
import type { Json } from "../json.js";

/** One direct message. */
export interface DirectMessage {
  /** A TID. */
  readonly id: string;
  /** Revision of the conversation that it made. */
  readonly rev: string;
  /** What it says. */
  readonly text: string;
  /** Facets as sent. */
  readonly facets?: readonly unknown[];
  /** The message that it answers. */
  readonly replyTo?: string;
  /** DID. */
  readonly sender: string;
  /** ISO 8601, UTC. */
  readonly sentAt: string;
  /** Place among all messages. */
  readonly order: number;
  /** Reactions, oldest first. */
  readonly reactions: { readonly value: string; readonly sender: string; readonly createdAt: string }[];
  /** DIDs that deleted it for themselves. */
  readonly deletedFor: Set<string>;
}

/** One conversation. */
export interface Convo {
  /** A TID. */
  readonly id: string;
  /** DIDs, sorted. */
  readonly members: readonly string[];
  /** Last revision. */
  rev: string;
  /** Place of the last thing that happened. */
  order: number;
  /** Oldest first. */
  readonly messages: DirectMessage[];
  /** Place of the last message read, by DID. */
  readonly read: Map<string, number>;
  /** DIDs that let it in. */
  readonly accepted: Set<string>;
}

/** One line of the log. */
export interface ChatEvent {
  /** Revision; the log's cursor. */
  readonly rev: string;
  /** Which conversation. */
  readonly convo: Convo;
  /** The last word of its `$type`. */
  readonly type: "logBeginConvo" | "logCreateMessage" | "logReadMessage" | "logAddReaction" | "logRemoveReaction" | "logAcceptConvo";
  /** DIDs that see it. */
  readonly seenBy: readonly string[];
  /** What it is about. */
  readonly message?: DirectMessage;
  /** What it is about. */
  readonly reaction?: DirectMessage["reactions"][number];
}

/** Every direct conversation of a network. */
export interface ChatRoom {
  /** Conversations by id. */
  readonly convos: ReadonlyMap<string, Convo>;
  /** Everything that happened, oldest first. */
  readonly log: readonly ChatEvent[];
  /** Says why one may not write to others; `undefined` when one may. */
  refusal(sender: string, members: readonly string[]): XrpcError | undefined;
  /** Finds the conversation of exactly these people. */
  between(members: readonly string[]): Convo | undefined;
  /** Finds or begins it. Throws what the chat service answers where one may not. */
  begin(sender: string, members: readonly string[]): Convo;
  /** Finds a conversation of this person. Throws `InvalidConvo`. */
  of(member: string, id: string): Convo;
  /** Sends. Throws `InvalidRequest` on texts that are too long. */
  send(
    convo: Convo,
    sender: string,
    message: { readonly text: string; readonly facets?: readonly unknown[]; readonly replyTo?: string },
  ): DirectMessage;
  /** Marks as read, up to a message or to the end. */
  read(convo: Convo, reader: string, messageId?: string): void;
  /** Lets a request in. */
  accept(convo: Convo, member: string): void;
  /** Sets or takes back a reaction. Doing it again changes nothing. */
  react(convo: Convo, messageId: string, sender: string, value: string, on: boolean): DirectMessage;
}

const withoutDoubles = (dids: readonly string[]): readonly string[] => [...new Set(dids)].sort();

/** Checks a message as the chat service does. */
function checkMessage(message: Json): void {
  const text = typeof message.text === "string" ? message.text : "";
  if (graphemesOf(text) > 1000) throw invalid("Input/message/text must not be longer than 1000 graphemes");
  if (bytesOf(text) > 10_000) throw invalid("Input/message/text must not be longer than 10000 characters");
  checkFacets((what, path) => invalid(`${what} at ${path}`), message, "Input/message");
}

/** Makes the direct conversations of a network. */
export function makeChat(core: Core): ChatRoom {
  const convos = new Map<string, Convo>();
  const log: ChatEvent[] = [];
  let order = 0;

  const between = (members: readonly string[]): Convo | undefined => {
    const wanted = withoutDoubles(members).join(" ");
    return [...convos.values()].find((convo) => convo.members.join(" ") === wanted);
  };
  const refusalFor = (sender: string, members: readonly string[]): XrpcError | undefined => {
    const others = withoutDoubles(members).filter((did) => did !== sender);
    for (const did of others) {
      const account = core.accounts.get(did);
      if (account === undefined) return new XrpcError(400, "RecipientNotFound", "Recipient not found");
      if (blockOf(core, sender, did) !== undefined) return new XrpcError(400, "BlockedActor", "block between recipient and sender");
      if (blockOf(core, did, sender) !== undefined) return new XrpcError(400, "BlockedSubject", "block between recipient and sender");
      // Who wrote first has opened the door.
      if (between([sender, did])?.messages.some((message) => message.sender === did) === true) continue;
      if (account.allowsChat === "none") return new XrpcError(400, "MessagesDisabled", "recipient has disabled incoming messages");
      if (account.allowsChat === "following" && followOf(core, did, sender) === undefined)
        return new XrpcError(400, "NotFollowedBySender", "recipient requires incoming messages to come from someone they follow");
    }
    return undefined;
  };
  const note = (event: Omit<ChatEvent, "rev">): string => {
    const rev = core.tid();
    order += 1;
    event.convo.rev = rev;
    event.convo.order = order;
    log.push({ ...event, rev });
    return rev;
  };
  const messageOf = (convo: Convo, id: string): DirectMessage => {
    const message = convo.messages.find((one) => one.id === id);
    if (message === undefined) throw invalid("Message not found");
    return message;
  };
  return {
    convos,
    log,
    between,
    refusal: refusalFor,
    begin: (sender, members) => {
      const known = between([sender, ...members]);
      if (known !== undefined) return known;
      const refused = refusalFor(sender, members);
      if (refused !== undefined) throw refused;
      const convo: Convo = {
        id: core.tid(),
        members: withoutDoubles([sender, ...members]),
        rev: "",
        order: 0,
        messages: [],
        read: new Map(),
        accepted: new Set([sender]),
      };
      for (const did of convo.members) if (followOf(core, did, sender) !== undefined) convo.accepted.add(did);
      convos.set(convo.id, convo);
      note({ convo, type: "logBeginConvo", seenBy: [sender] });
      return convo;
    },
    of: (member, id) => {
      const convo = convos.get(id);
      if (convo?.members.includes(member) !== true) throw new XrpcError(400, "InvalidConvo", "Convo not found");
      return convo;
    },
    send: (convo, sender, { text, facets, replyTo }) => {
      checkMessage({ text, ...(facets !== undefined && { facets }) });
      if (replyTo !== undefined && !convo.messages.some(({ id }) => id === replyTo))
        throw new XrpcError(400, "ReplyTargetNotFound", "Reply target not found");
      const refused = refusalFor(sender, convo.members);
      // The lexicon of this method has no word for it: its readers go by the message (lexicon sendMessage and the official app, read 2026-11).
      if (refused !== undefined) throw invalid(refused.message);
      const message: DirectMessage = {
        id: core.tid(),
        rev: core.tid(),
        text,
        ...(facets !== undefined && { facets }),
        ...(replyTo !== undefined && { replyTo }),
        sender,
        sentAt: new Date(core.clock.now()).toISOString(),
        order: order + 1,
        reactions: [],
        deletedFor: new Set(),
      };
      convo.messages.push(message);
      // Answering a request lets it in.
      convo.accepted.add(sender);
      note({ convo, type: "logCreateMessage", seenBy: convo.members, message });
      return message;
    },
    read: (convo, reader, messageId) => {
      const upTo = messageId === undefined ? convo.messages.at(-1) : messageOf(convo, messageId);
      if (upTo === undefined) return;
      convo.read.set(reader, Math.max(upTo.order, convo.read.get(reader) ?? 0));
      note({ convo, type: "logReadMessage", seenBy: convo.members, message: upTo });
    },
    accept: (convo, member) => {
      if (convo.accepted.has(member)) return;
      convo.accepted.add(member);
      note({ convo, type: "logAcceptConvo", seenBy: [member] });
    },
    react: (convo, messageId, sender, value, on) => {
      const message = messageOf(convo, messageId);
      if (on && (graphemesOf(value) !== 1 || !/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(value)))
        throw new XrpcError(400, "ReactionInvalidValue", "Reaction value must be an emoji");
      const at = message.reactions.findIndex((one) => one.value === value && one.sender === sender);
      if (on && at < 0 && message.reactions.filter((one) => one.sender === sender).length >= 5)
        throw new XrpcError(400, "ReactionLimitReached", "Reaction limit reached");
      if (at >= 0 === on) return message;
      const reaction = message.reactions[at] ?? { value, sender, createdAt: new Date(core.clock.now()).toISOString() };
      if (on) message.reactions.push(reaction);
      else message.reactions.splice(at, 1);
      note({ convo, type: on ? "logAddReaction" : "logRemoveReaction", seenBy: convo.members, message, reaction });
      return message;
    },
  };
}
