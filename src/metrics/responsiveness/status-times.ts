/**
 * Who waited for whom, by the team's own state.
 * @module
 */
import type { Key } from "../../model/keys.js";
import { readMinN, type SampleOptions } from "../proportion.js";
import type { StatusChange } from "./audit-trail.js";
import { durationsOf, excludedDetails, workingBase, type Durations } from "./durations.js";
import { readStatuses, readStatusOptions, type StatusOptions } from "./status-timeline.js";

/** Which conversations count, and how many a value takes. */
export interface StatusTimesOptions extends StatusOptions, SampleOptions {}

/** How long one conversation spent in each state, until now. Milliseconds. */
export interface ConversationTimes {
  /** Of the conversation, or of the first message of a comment tree. */
  readonly key: Key;
  /** `pending`: we waited for the member. */
  readonly agentWaitMs: number;
  /** `open` and `snoozed`: the member waited for us. */
  readonly requesterWaitMs: number;
  /** `open`: it was on somebody's desk. */
  readonly agentWorkMs: number;
  /** `snoozed`: put aside. */
  readonly onHoldMs: number;
}

/** Who waited for whom, over conversations: each is one observation. */
export interface StatusTimes {
  /** How long we waited for members: `pending`. Zendesk: agent wait time, Pending. */
  readonly agentWait: Durations;
  /** How long members waited for us: `open` and `snoozed`. Zendesk: requester wait time, New, Open and On-hold. */
  readonly requesterWait: Durations;
  /** How long conversations were on somebody's desk: `open`. Zendesk: agent work time, New and Open. */
  readonly agentWork: Durations;
  /** How long conversations were put aside: `snoozed`. Zendesk: on-hold time, On-hold. */
  readonly onHold: Durations;
  /** Each conversation, in the order of their beginnings. */
  readonly conversations: readonly ConversationTimes[];
}

/**
 * Computes who waited for whom: the sums of the stretches that conversations spent in each state. Resolved is nobody's wait.
 *
 * Ours is `open` for what Zendesk calls New and Open, `pending` for Pending, `snoozed` for On-hold, `resolved` for Solved and Closed. Theirs are
 * told when the next event comes; here the stretch that is not over counts until `now`. Source: Zendesk, "About native Support time duration
 * metrics", read 2026-11-22.
 *
 * @throws FolkmootError `invalid-request` for what is no list, change, time or option, naming the field.
 *
 * @example
 * statusTimes(statusChanges(entries, { messages }), { now, hours }).requesterWait.median;
 */
export function statusTimes(changes: readonly StatusChange[], options: StatusTimesOptions): StatusTimes {
  const rules = readStatusOptions(options);
  readMinN(options);
  const { conversations, noStart } = readStatuses(changes, rules);
  const found = conversations.map(({ key, stretches }): ConversationTimes => {
    const spent = { open: 0, pending: 0, snoozed: 0, resolved: 0 };
    for (const { status, from, to } of stretches) spent[status] += rules.between(from, to);
    const { open: agentWorkMs, pending: agentWaitMs, snoozed: onHoldMs } = spent;
    return { key, agentWaitMs, requesterWaitMs: agentWorkMs + onHoldMs, agentWorkMs, onHoldMs };
  });
  const details = { ...excludedDetails({ "no-start": noStart }), ...(options.hours !== undefined && { base: workingBase }) };
  const over = (read: (one: ConversationTimes) => number): Durations => durationsOf(found.map(read), details, options);
  return {
    agentWait: over(({ agentWaitMs }) => agentWaitMs),
    requesterWait: over(({ requesterWaitMs }) => requesterWaitMs),
    agentWork: over(({ agentWorkMs }) => agentWorkMs),
    onHold: over(({ onHoldMs }) => onHoldMs),
    conversations: found,
  };
}
