/**
 * Direct messages, whoever writes them.
 * @module
 */
import type { ConversationData, Core, DirectData, MessageFile } from "./core.js";
import { directTold } from "./events.js";

/** Finds the conversation of a Page with a person, or opens it. */
export function conversationWith(core: Core, pageId: string, personId: string): ConversationData {
  const known = findConversation(core, pageId, personId);
  if (known !== undefined) return known;
  const made: ConversationData = {
    id: `t_${core.ids.id("8")}`,
    pageId,
    personId,
    messageIds: [],
    updatedAt: core.clock.now(),
    unread: 0,
    folder: "inbox",
    ownerApp: core.app.id,
  };
  core.conversations.set(made.id, made);
  return made;
}

/** Finds the conversation of a Page with a person; `undefined` where there is none. */
export const findConversation = (core: Core, pageId: string, personId: string): ConversationData | undefined =>
  [...core.conversations.values()].find((one) => one.pageId === pageId && one.personId === personId);

/** What a new direct message is like. */
export interface NewDirect {
  readonly authorId: string;
  readonly text: string;
  readonly files?: readonly MessageFile[];
  readonly replyTo?: string;
}

/** Writes into a conversation. What the person writes opens the window of 24 hours, and is unread. */
export function writeDirect(core: Core, conversation: ConversationData, { authorId, text, files = [], replyTo }: NewDirect): DirectData {
  const message: DirectData = {
    id: core.ids.opaque("m_"),
    conversationId: conversation.id,
    authorId,
    text,
    createdAt: core.clock.now(),
    files,
    ...(replyTo !== undefined && { replyTo }),
    reactions: new Map(),
    edits: 0,
    gone: false,
  };
  core.messages.set(message.id, message);
  conversation.messageIds.push(message.id);
  conversation.updatedAt = message.createdAt;
  if (authorId === conversation.personId) {
    conversation.openedAt = message.createdAt;
    conversation.unread += 1;
  }
  core.tell(directTold(core, message, "add"));
  return message;
}
