/**
 * The team's own state: where it is kept, and what it is before anybody touched it.
 * @module
 */
import type { ConversationKey, MessageKey } from "../model/keys.js";
import type { Message } from "../model/message.js";
import type { Workflow } from "../store/collections.js";

/** Names what the team works on: the direct or chat conversation or review, else the comment tree. */
export function workflowKey(message: Message): ConversationKey | MessageKey {
  const { kind, conversation, root, key } = message;
  return kind === "direct" || kind === "chat" || kind === "review" ? conversation : (root ?? key);
}

/** The state of something that nobody touched yet. */
export const untouched = (key: ConversationKey | MessageKey): Workflow => ({ key, status: "open", labels: [], notes: [], version: 0 });
