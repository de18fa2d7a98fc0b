/**
 * The team's own state: where it is kept, what it is before anybody touched it, and what it is now.
 * @module
 */
import type { ConversationKey, MessageKey } from "../model/keys.js";
import type { Message } from "../model/message.js";
import type { Versioned } from "../store/store.js";
import type { Workflow } from "../store/collections.js";

/** Names what the team works on: the direct or chat conversation or review, else the comment tree. */
export function workflowKey(message: Message): ConversationKey | MessageKey {
  const { kind, conversation, root, key } = message;
  return kind === "direct" || kind === "chat" || kind === "review" ? conversation : (root ?? key);
}

/** The state of something that nobody touched yet. */
export const untouched = (key: ConversationKey | MessageKey): Workflow => ({ key, status: "open", labels: [], notes: [], version: 0 });

/** Opens something: nobody waits for anything any more. */
export function opened(workflow: Workflow): Workflow {
  const { snoozedUntil, ...rest } = workflow;
  return snoozedUntil === undefined && rest.status === "open" ? workflow : { ...rest, status: "open" };
}

/**
 * The state as it is at an instant: a snooze whose time has come is over, whether anybody wrote that down or not.
 * @param row - as stored; `undefined` when nobody touched it yet
 * @param now - milliseconds since 1970
 */
export function stateOf(row: Versioned<Workflow> | undefined, key: ConversationKey | MessageKey, now: number): Workflow {
  if (row === undefined) return untouched(key);
  const workflow: Workflow = { ...row.value, version: row.version };
  const over = workflow.status === "snoozed" && Date.parse(workflow.snoozedUntil ?? "") <= now;
  return over ? opened(workflow) : workflow;
}
