/**
 * How many conversations took one reply.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { proportion, type SampleOptions } from "../proportion.js";
import { tallyConversations, type ConversationOptions } from "./conversations.js";
import type { TimedMessage } from "./episodes.js";

/** Which conversations count, and how many a value takes. */
export interface OneTouchOptions extends ConversationOptions, SampleOptions {}

/**
 * Computes the share of closed conversations that took exactly one reply of ours, with its Wilson 95 % interval. Closed is where nobody waits,
 * or, with `statuses`, what is resolved at `now`; what is not closed is left out (`excluded.open`).
 *
 * A conversation is a direct conversation or chat, or the tree under one comment, and belongs to the period in which a member first asked.
 * Only replies that people see and that a person wrote count. Zendesk counts solved tickets without any reply as one-touch as well ("How are
 * one-touch resolutions calculated?", read 2026-11-22); here they are closed, and not one-touch.
 *
 * @throws FolkmootError `invalid-request` as `responseTimes` does.
 *
 * @example
 * oneTouchRate(messages, { now, statuses: statusChanges(entries, { messages }) });
 */
export function oneTouchRate(messages: readonly TimedMessage[], options: OneTouchOptions): Measure {
  const { conversations, closed, exclude } = tallyConversations(messages, options);
  const once = closed.filter(({ replies }) => replies === 1).length;
  return proportion(once, closed.length, options, exclude({ open: conversations.length - closed.length }));
}
