/**
 * Direct conversations of Messenger and Instagram, read: the two share calls and forms (Conversations API).
 * @module
 */
import { fieldsOf, present, textOf } from "../../adapter/fields.js";
import { FolkmootError } from "../../errors.js";
import { knownInbound } from "./direct-send.js";
import {
  lastInboundOf,
  personOf,
  toDirectConversation,
  toDirectMessage,
  wireDirectConversation,
  wireDirectMessage,
  type DirectUs,
} from "./direct-normalize.js";
import { pageAnswer } from "./wire.js";
import { standardMs } from "./direct-window.js";
import type { Actor } from "../../model/actor.js";
import type { Conversation } from "../../model/conversation.js";
import type { GraphTask } from "./task.js";
import type { ListQuery } from "../../adapter/operations.js";
import type { Message } from "../../model/message.js";
import type { Paged, Quarantined } from "../../model/page.js";
import type { PageRead } from "../../adapter/paged.js";
import type { Refs, Timestamp } from "../../model/ref.js";

export { actDirect, checkDirectDraft, directBody, knownInbound, sendDirect, withRefs } from "./direct-send.js";
export type { DirectAction, DirectRecipient, DirectSending } from "./direct-send.js";
export { lastInboundOf, personOf, toDirectAuthor, toDirectConversation, toDirectMessage } from "./direct-normalize.js";
export type { DirectSeen, DirectUs, WireDirectConversation, WireDirectMessage } from "./direct-normalize.js";
export { checkPrivateReply, directMode, humanMs, privateReplyMs, replyWindowOf, standardMs } from "./direct-window.js";
export { mediaAttachment, mediaExpiry, toDirectAttachments } from "./direct-attachments.js";

/** What is asked of a message. Stories and what cannot be shown are Instagram's. */
export const directMessageFields: Readonly<Record<DirectUs["platform"], readonly string[]>> = {
  messenger: [
    "id",
    "created_time",
    "from",
    "to",
    "message",
    "sticker",
    "tags",
    "shares{id,link,name,description}",
    "attachments{id,mime_type,name,size,file_url,image_data,video_data,generic_template}",
    "reactions",
  ],
  instagram: ["id", "created_time", "from", "to", "message", "is_unsupported", "shares", "attachments", "reactions", "story"],
};

/** What is asked of a conversation. The latest messages tell who wrote last, and so the window. */
export const directConversationFields: Readonly<Record<DirectUs["platform"], readonly string[]>> = {
  messenger: [
    "id",
    "link",
    "updated_time",
    "snippet",
    "unread_count",
    "message_count",
    "can_reply",
    "folder",
    "participants",
    "messages.limit(10){id,created_time,from,to}",
  ],
  instagram: ["id", "updated_time", "participants", "messages.limit(10){id,created_time,from,to}"],
};

/** So many at once (default of both edges (?); 2026-11). More makes the network slow to answer, because each carries its latest messages. */
const mostConversations = 25;
/** Instagram tells no more than the twenty latest of a conversation (read 2026-08). */
const mostMessages: Readonly<Record<DirectUs["platform"], number>> = { messenger: 25, instagram: 20 };

/** Lists the account's direct conversations, newest activity first. */
export function listDirectConversations(task: GraphTask, us: DirectUs, query: ListQuery = {}): Paged<Conversation> {
  const now = task.runtime.clock.now();
  return task.edge(
    `/${us.inboxId}/conversations`,
    {
      fields: directConversationFields[us.platform],
      query: { platform: us.platform },
      item: wireDirectConversation,
      read: (wire) => toDirectConversation(us, wire, now),
      most: mostConversations,
    },
    query,
    ({ lastActivityAt }) => lastActivityAt,
  );
}

/**
 * Finds the network's own conversation with a person.
 * @returns its id and when the person last wrote; `undefined` where there is none
 */
export async function findThread(
  task: GraphTask,
  us: DirectUs,
  person: string,
): Promise<{ readonly threadId: string; readonly lastInboundAt?: Timestamp } | undefined> {
  const { data } = await task.get(`/${us.inboxId}/conversations`, pageAnswer, {
    platform: us.platform,
    user_id: person,
    fields: "id,updated_time,messages.limit(20){id,created_time,from}",
  });
  const [first] = data;
  const threadId = textOf(fieldsOf(first)["id"]);
  return threadId === undefined ? undefined : present({ threadId, lastInboundAt: lastInboundOf(us, first) });
}

/**
 * Lists the messages of a conversation, newest first. Asks for the network's own id of it, where `refs.threadId` does not tell.
 * @param person - the other person's id, which our keys of conversations hold
 */
export function listDirectMessages(task: GraphTask, us: DirectUs, person: string, refs: Refs = {}, query: ListQuery = {}): Paged<Message> {
  const told = refs["threadId"];
  let found: Promise<string | undefined> | undefined;
  const threadOf = (): Promise<string | undefined> =>
    (found ??= told === undefined ? findThread(task, us, person).then((thread) => thread?.threadId) : Promise.resolve(told));
  const timeOf = ({ createdAt }: Message): Timestamp => createdAt;
  return task.list(
    async (cursor, size) => {
      const threadId = await threadOf();
      if (threadId === undefined)
        throw new FolkmootError(
          "not-found",
          `${task.network} ${task.operation} failed for ${task.account}: there is no conversation with this person; they have to write first.`,
        );
      const most = mostMessages[us.platform];
      const page = await task.edge(
        `/${threadId}/messages`,
        {
          fields: directMessageFields[us.platform],
          item: wireDirectMessage,
          read: (wire) => toDirectMessage(us, wire, { person, threadId }),
          most,
        },
        { ...task.options, ...(cursor !== undefined && { after: cursor }), limit: Math.min(size ?? most, most) },
      );
      return { items: page.items, next: page.next, quarantined: page.quarantined };
    },
    query,
    timeOf,
  );
}

/**
 * Reads one message.
 * @returns `undefined` where the network tells nothing of it any more
 */
export async function getDirectMessage(task: GraphTask, us: DirectUs, messageId: string, refs: Refs = {}): Promise<Message | undefined> {
  const wire = await task.get(`/${messageId}`, wireDirectMessage, { fields: directMessageFields[us.platform].join(",") });
  const person = refs["personId"] ?? personOf(us, wire);
  return person === undefined ? undefined : toDirectMessage(us, wire, { person, threadId: refs["threadId"] });
}

/**
 * Finds out when a person last wrote, as far as it decides how a message is sent. What the target knows is believed while the window is open
 * by it; before a message is refused, or sent as a human's, the network is asked, because they may have written since.
 */
export async function inboundBefore(
  task: GraphTask,
  us: DirectUs,
  person: string,
  target: object,
  by: Actor | undefined,
): Promise<Timestamp | undefined> {
  const known = knownInbound(target);
  const isOpen = known !== undefined && task.runtime.clock.now() <= Date.parse(known) + standardMs;
  // Nothing known, and no other form to choose: the network decides at no cost.
  if (isOpen || (known === undefined && !(us.humanAgent && by?.type === "human"))) return known;
  const told = (await findThread(task, us, person))?.lastInboundAt;
  return told === undefined || (known !== undefined && known > told) ? known : told;
}

/** Finds what we wrote to a person since a moment, oldest first; for a write whose answer was lost. */
export async function ownSince(task: GraphTask, us: DirectUs, person: string, refs: Refs, since: Timestamp): Promise<PageRead<Message>> {
  const found: Message[] = [];
  const quarantined: Quarantined[] = [];
  for await (const page of listDirectMessages(task, us, person, refs, { ...task.options, since }).pages()) {
    found.push(...page.items.filter(({ direction }) => direction === "outbound"));
    // One that cannot be read may be the one that is looked for.
    quarantined.push(...page.quarantined);
  }
  return { items: found.reverse(), quarantined };
}
