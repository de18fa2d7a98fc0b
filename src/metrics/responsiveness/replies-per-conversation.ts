/**
 * How much we say in a conversation.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import type { SampleOptions } from "../proportion.js";
import { perConversation, tallyConversations, type ConversationOptions } from "./conversations.js";
import type { TimedMessage } from "./episodes.js";

/** Which conversations count, and how many a value takes. */
export interface PerConversationOptions extends ConversationOptions, SampleOptions {}

/**
 * Computes how many replies of ours a conversation has on average: our replies that people see and that a person wrote, by the conversations in
 * which a member asked, answered or not. It is no share, and may be above 1. `n` counts conversations.
 *
 * A conversation is a direct conversation or chat, or the tree under one comment. It belongs to the period in which a member first asked, and is
 * counted up to `now`.
 *
 * @throws FolkmootError `invalid-request` as `responseTimes` does.
 *
 * @example
 * repliesPerConversation(messages, { now }).value; // 1.4
 */
export function repliesPerConversation(messages: readonly TimedMessage[], options: PerConversationOptions): Measure {
  const { conversations, exclude } = tallyConversations(messages, options);
  return perConversation(conversations, ({ replies }) => replies, options, exclude());
}
