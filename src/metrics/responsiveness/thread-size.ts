/**
 * How long conversations are.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { perConversation, tallyConversations } from "./conversations.js";
import type { TimedMessage } from "./episodes.js";
import type { PerConversationOptions } from "./replies-per-conversation.js";

/**
 * Computes how many messages a conversation has on average, back and forth: those of members that ask for something, and our replies. Sprout
 * Social calls it average thread size ("Team Report", read 2026-11-22). `components` says how many are from whom, `n` counts conversations.
 *
 * @throws FolkmootError `invalid-request` as `responseTimes` does.
 *
 * @example
 * threadSize(messages, { now }).value; // 3.2
 */
export function threadSize(messages: readonly TimedMessage[], options: PerConversationOptions): Measure {
  const { conversations, exclude } = tallyConversations(messages, options);
  const [asked, replies] = conversations.reduce(([a, b], one) => [a + one.asked, b + one.replies], [0, 0]);
  return perConversation(conversations, (one) => one.asked + one.replies, options, { ...exclude(), components: { asked, replies } });
}
