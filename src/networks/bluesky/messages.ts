/**
 * Direct messages: conversations, sending, reading, reactions, and what was read.
 * @module
 */
import { asSent } from "../../adapter/as-sent.js";
import { checkSayable, facetsOf } from "./draft.js";
import { countGraphemes } from "../../text/count.js";
import { fieldsOf, textOf } from "../../adapter/fields.js";
import { parseAtUri, repoOf } from "./ids.js";
import { mostOfPage, pageSize } from "./limits.js";
import { peopleIn, toConversation, toDirect, toPeople, type People } from "./normalize-direct.js";
import { readItems } from "../../adapter/read-items.js";
import { wireConvo, wireDirect } from "./wire.js";
import type { BeginBluesky, BlueskyTask } from "./task.js";
import type { Conversation } from "../../model/conversation.js";
import type { Draft } from "../../model/draft.js";
import type { Message } from "../../model/message.js";
import type { MessageTarget, Target } from "../../model/target.js";
import type { Operations, Receipt } from "../../adapter/operations.js";
import type { PageRead } from "../../adapter/paged.js";
import type { Quarantined } from "../../model/page.js";
import type { Refs } from "../../model/ref.js";

type Names = "listConversations" | "listMessages" | "sendMessage" | "replyPrivately" | "react" | "unreact" | "markRead";

/** Lists, sends and marks direct messages. All but `markRead` of notifications go to the chat service. */
export function messages(begin: BeginBluesky): Pick<Operations, Names> {
  return {
    listConversations: (query) => {
      const task = begin("listConversations", query);
      return task.list(
        async (cursor, size) => {
          const answer = await task.get("chat.bsky.convo.listConvos", { limit: pageSize(size), cursor });
          return { ...readItems("convos", answer.convos, wireConvo, (wire) => toConversation(task.us, wire)), next: answer.cursor };
        },
        query,
        lastActivity,
      );
    },
    listMessages: (conversation, query) => {
      const task = begin("listMessages", query);
      const { id } = task.target(conversation, ["conversation"]);
      if (parseAtUri(id) !== undefined) return task.refuse("invalid-request", "the conversation is a public thread; use `listComments`.");
      const people = peopleIn(conversation);
      return task.list(
        (cursor, size) => directPage(task, id, pageSize(size), cursor, people),
        query,
        ({ createdAt }) => createdAt,
      );
    },
    sendMessage: async (to, draft, options) => {
      const task = begin("sendMessage", options);
      const { id, kind } = task.target(to, ["conversation", "author"]);
      if (parseAtUri(id) !== undefined) return task.refuse("invalid-request", "the conversation is a public thread; use `reply`.");
      checkSayable(task, draft, "sendMessage");
      return send(task, kind === "conversation" ? id : await convoWith(task, id), draft, peopleIn(to));
    },
    replyPrivately: async (message, draft, options) => {
      const task = begin("replyPrivately", options);
      const author = repoOf(task.target(message, ["message"]).id);
      if (author === "")
        return task.refuse("invalid-request", "the message is a direct one already; use `sendMessage` with its conversation.");
      if (author === task.us.did) return task.refuse("invalid-request", "the message is the account's own; there is nobody to write to.");
      checkSayable(task, draft, "replyPrivately");
      return send(task, await convoWith(task, author), draft);
    },
    react: (target, reaction, options) => turnReaction(begin("react", options), target, reaction, "addReaction"),
    unreact: (target, reaction, options) => turnReaction(begin("unreact", options), target, reaction, "removeReaction"),
    markRead: async (target, options) => {
      const task = begin("markRead", options);
      const { id, kind } = task.target(target, ["conversation", "message"]);
      if (parseAtUri(id) === undefined) {
        const body = kind === "conversation" ? { convoId: id } : { convoId: convoOf(task, target), messageId: id };
        await task.post("chat.bsky.convo.updateRead", body, { safeToRepeat: true });
        return {};
      }
      // The network knows one mark for all notifications: everything up to an instant.
      const seenAt = target.refs?.["indexedAt"] ?? ("lastInboundAt" in target ? target.lastInboundAt : undefined) ?? task.now();
      await task.post("app.bsky.notification.updateSeen", { seenAt }, { safeToRepeat: true });
      return {};
    },
  };
}

function lastActivity({ lastInboundAt = "", lastOutboundAt = "" }: Conversation): string | undefined {
  return (lastInboundAt > lastOutboundAt ? lastInboundAt : lastOutboundAt) || undefined;
}

/** Finds or begins the conversation with one person. Throws `forbidden` where that person takes no messages from us. */
export async function convoWith(task: BlueskyTask, did: string): Promise<string> {
  return (await task.get("chat.bsky.convo.getConvoForMembers", { members: [did] })).convo.id;
}

async function send(task: BlueskyTask, convoId: string, { text }: Draft, people?: People): Promise<Receipt> {
  const facets = await facetsOf(task, text);
  const body = { convoId, message: { text, ...(facets.length > 0 && { facets }) } };
  const wire = await task.post("chat.bsky.convo.sendMessage", body, { subject: { conversation: convoId } });
  const message = asSent(toDirect(task.us, convoId, wire, people, "send"));
  return { message, visibility: "private", refs: message.refs ?? {} };
}

/** One grapheme that shows a picture, a flag or a keycap. The chat service has the last word. */
function isOneEmoji(text: string): boolean {
  return countGraphemes(text) === 1 && /[\p{Emoji_Presentation}\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]/u.test(text);
}

async function turnReaction(task: BlueskyTask, target: Target, value: string, method: "addReaction" | "removeReaction"): Promise<Receipt> {
  const { id } = task.target(target, ["message", "post"]);
  if (parseAtUri(id) !== undefined)
    return task.refuse("unsupported", "posts take likes only; use `like`. Reactions are for direct messages.");
  if (!isOneEmoji(value)) return task.refuse("invalid-request", "a reaction must be one emoji.");
  // The network counts the same reaction once (lexicon addReaction, read 2026-08).
  await task.post(`chat.bsky.convo.${method}`, { convoId: convoOf(task, target), messageId: id, value }, { safeToRepeat: true });
  return {};
}

/** Gives the conversation of a direct message. Throws `invalid-request` where nothing tells it. */
function convoOf(task: BlueskyTask, { refs }: { readonly refs?: Refs | undefined }): string {
  return (
    refs?.["convoId"] ??
    task.refuse("invalid-request", "a direct message is found through its conversation; give `refs.convoId` with the key.")
  );
}

/**
 * Reads one page of a conversation, newest first. Deleted messages and those of the system are left out.
 * @param people - who is known to be in the conversation; the answer names few or none
 */
export async function directPage(
  task: BlueskyTask,
  convoId: string,
  limit: number,
  cursor: string | undefined,
  people?: People,
): Promise<PageRead<Message>> {
  const answer = await task.get("chat.bsky.convo.getMessages", { convoId, limit, cursor });
  const known = new Map([...(people ?? []), ...toPeople(task.us, answer.relatedProfiles)]);
  const said = answer.messages.filter((message) => !/#(?:deleted|system)MessageView$/.test(textOf(fieldsOf(message)["$type"]) ?? ""));
  return { ...readItems("messages", said, wireDirect, (wire) => toDirect(task.us, convoId, wire, known)), next: answer.cursor };
}

/** Reads direct messages again: each conversation from its newest message back, until all are found or it ends. */
export async function rereadDirect(task: BlueskyTask, targets: readonly MessageTarget[]): Promise<PageRead<Message>> {
  const wanted = new Map<string, Set<string>>();
  for (const target of targets) {
    const convoId = convoOf(task, target);
    wanted.set(convoId, (wanted.get(convoId) ?? new Set<string>()).add(target.key));
  }
  const items: Message[] = [];
  const quarantined: Quarantined[] = [];
  for (const [convoId, keys] of wanted)
    for await (const page of task.list((cursor) => directPage(task, convoId, mostOfPage, cursor)).pages()) {
      for (const message of page.items) if (keys.delete(message.key)) items.push(message);
      quarantined.push(...page.quarantined);
      if (keys.size === 0) break;
    }
  return { items, quarantined };
}

/** Deletes a direct message for the account only: the network takes none back from the other side. */
export async function removeDirect(task: BlueskyTask, messageId: string, target: Target): Promise<Receipt> {
  await task.post("chat.bsky.convo.deleteMessageForSelf", { convoId: convoOf(task, target), messageId }, { safeToRepeat: true });
  return {};
}
