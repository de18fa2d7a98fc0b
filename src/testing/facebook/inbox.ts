/**
 * Conversations of Messenger and what was said in them.
 * @see https://developers.facebook.com/docs/messenger-platform/conversations/, read 2026-08
 * @module
 */
import { actAs, needs } from "./access.js";
import type { ConversationData, Core, DirectData, MessageFile, PageData } from "./core.js";
import { edge, graphTime, select, structure } from "../graph/node.js";
import type { FieldReader, NodeType } from "../graph/node.js";
import { invalidParameter, notThere } from "../graph/errors.js";
import type { Call } from "./access.js";
import type { Json } from "../json.js";
import { partyOf } from "./core.js";

const parties = ["id", "name", "email", "username", "user_id"];

/** Somebody in a conversation, with the made-up address that Messenger tells. */
const partyIn = (core: Core, id: string): Json => ({ ...partyOf(core, id), email: `${id}@facebook.com` });

const listed = (...items: readonly unknown[]): Json => ({ data: items });

const maySee = (call: Call, pageId: string, id: string): void => {
  if (call.token.kind === "page" && call.token.subject !== pageId) throw notThere(call.method, id);
  actAs(call, pageId);
  needs(call, "pages_messaging");
};

/** A file, as the Page reads it. */
function fileView({ id, type, url }: MessageFile): Json {
  const name = url.split("/").at(-1) ?? "";
  const sized = { width: 640, height: 480, preview_url: `${url}?preview=1` };
  if (type === "image")
    return { id, mime_type: "image/jpeg", name, size: null, image_data: { url, ...sized, max_width: 640, max_height: 480 } };
  if (type === "video") return { id, mime_type: "video/mp4", name, size: 1024, video_data: { url, ...sized, length: 3 } };
  return { id, mime_type: type === "audio" ? "audio/mp4" : "application/pdf", name, size: 1024, file_url: url };
}

const conversationOf = (core: Core, { conversationId }: DirectData): ConversationData | undefined => core.conversations.get(conversationId);

const attachmentKeys = ["id", "mime_type", "name", "size", "file_url", "image_data", "video_data", "generic_template"];

/** A direct message. */
export const messageNode: NodeType<DirectData, Core> = {
  name: "UnifiedMessage",
  slot: "message-id",
  idOf: ({ id }) => id,
  usual: ["created_time"],
  admit: (message, call) => {
    maySee(call, conversationOf(call.core, message)?.pageId ?? "", message.id);
  },
  fields: {
    created_time: ({ createdAt }) => graphTime(createdAt),
    message: ({ text }) => text,
    from: structure("User", parties, ({ authorId }, { call }) => partyIn(call.core, authorId)),
    to: (message, { call }) => {
      const conversation = conversationOf(call.core, message);
      if (conversation === undefined) return undefined;
      const { pageId, personId } = conversation;
      return listed(partyIn(call.core, message.authorId === pageId ? personId : pageId));
    },
    sticker: () => undefined,
    attachments: ({ files }, { fields }) =>
      files.length === 0 ? undefined : { data: select("MessageAttachment", attachmentKeys, files.map(fileView), fields) },
    shares: () => undefined,
    tags: ({ authorId }, { call }) =>
      listed({ name: "inbox" }, { name: "read" }, { name: authorId === call.token.subject ? "sent" : "source:mobile" }),
    reactions: ({ reactions }, { call }) =>
      reactions.size === 0
        ? undefined
        : listed(...[...reactions].map(([who, emoji]) => ({ reaction: "other", emoji, users: [partyOf(call.core, who)] }))),
    story: () => undefined,
    is_unsupported: () => undefined,
    reply_to: ({ replyTo }) => (replyTo === undefined ? undefined : { mid: replyTo }),
  },
};

const messagesEdge: FieldReader<ConversationData, Core> = edge<ConversationData, DirectData, Core>({
  name: "messages",
  node: () => messageNode,
  idOf: ({ id }) => id,
  list: ({ messageIds, personId }, { call, params }) => {
    const source = params.source?.toUpperCase() ?? "ALL";
    if (source !== "ALL" && source !== "PARTICIPANTS") throw invalidParameter("Param source must be one of {ALL, PARTICIPANTS}");
    return messageIds
      .map((id) => call.core.messages.get(id))
      .filter((one) => one !== undefined)
      .filter(({ gone, authorId }) => !gone && (source === "ALL" || authorId === personId))
      .reverse();
  },
});

/** A conversation. */
export const conversationNode: NodeType<ConversationData, Core> = {
  name: "UnifiedThread",
  slot: "conversation-id",
  idOf: ({ id }) => id,
  usual: ["link", "updated_time"],
  admit: ({ pageId, id }, call) => {
    maySee(call, pageId, id);
  },
  fields: {
    link: ({ pageId, id }) => `/${pageId}/inbox/${id.slice(2)}/`,
    updated_time: ({ updatedAt }) => graphTime(updatedAt),
    snippet: ({ messageIds }, { call }) => call.core.messages.get(messageIds.at(-1) ?? "")?.text,
    unread_count: ({ unread }) => unread,
    message_count: ({ messageIds }) => messageIds.length,
    can_reply: ({ openedAt }, { call }) => openedAt !== undefined && call.core.clock.now() - openedAt <= 7 * 86_400_000,
    is_subscribed: () => true,
    is_owner: ({ ownerApp }, { call }) => ownerApp === call.core.app.id,
    folder: ({ folder }) => folder,
    name: () => undefined,
    participants: ({ personId, pageId }, { call }) => listed(partyIn(call.core, personId), partyIn(call.core, pageId)),
    senders: ({ personId, pageId }, { call }) => listed(partyIn(call.core, personId), partyIn(call.core, pageId)),
    former_participants: () => listed(),
    scoped_thread_key: ({ id }) => id,
    linked_group: () => undefined,
    wallpaper: () => undefined,
    messages: messagesEdge,
  },
  edges: { messages: messagesEdge },
};

/** Reads the conversations of a Page, the newest news first. Those of Instagram are not in this fake. */
export const conversationsEdge: FieldReader<PageData, Core> = edge<PageData, ConversationData, Core>({
  name: "conversations",
  node: () => conversationNode,
  idOf: ({ id }) => id,
  list: ({ id }, { call, params }) => {
    actAs(call, id);
    needs(call, "pages_messaging");
    const { platform = "messenger", user_id: personId, folder } = params;
    if (!["messenger", "instagram"].includes(platform.toLowerCase()))
      throw invalidParameter("Param platform must be one of {INSTAGRAM, MESSENGER}");
    if (platform.toLowerCase() === "instagram") return [];
    return [...call.core.conversations.values()]
      .filter(
        (one) =>
          one.pageId === id &&
          (personId === undefined || one.personId === personId) &&
          (folder === undefined || one.folder === folder.toLowerCase()),
      )
      .sort((a, b) => b.updatedAt - a.updatedAt);
  },
});
