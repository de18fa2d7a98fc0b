/**
 * What was said in each conversation, and how it stands.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { isObject, known, refuse, unknown, type MeasureDetails } from "../measure.js";
import { atLeast, readMinN, type SampleOptions } from "../proportion.js";
import type { StatusChange } from "./audit-trail.js";
import { excludedDetails } from "./durations.js";
import { readEpisodeOptions, type EpisodeOptions } from "./episode-options.js";
import { chooseWaits, countExcluded, keysOf, type TimedMessage } from "./episodes.js";
import { codeOf } from "./standing.js";
import { readStatusesAt } from "./status-timeline.js";
import { readTimeline } from "./timeline.js";
import { waitStates, walk } from "./waits.js";

/** Which conversations count. One belongs to the period in which a member first asked. */
export interface ConversationOptions extends Omit<EpisodeOptions, "attribution" | "baseline" | "handOffs" | "hours"> {
  /** What stood where, from `statusChanges`. Then only what is resolved at `now` counts as closed. */
  readonly statuses?: readonly StatusChange[];
}

/** A conversation in which a member asked: a direct conversation or chat, or the tree under one comment. */
export interface TalliedConversation {
  /** Messages of members that asked for something and were not deleted before we replied. */
  asked: number;
  /** Our replies that people could see and that a person wrote; a private reply to a comment is one in both places. */
  replies: number;
  /** True where somebody waits, or waited in vain. */
  isWaiting: boolean;
}

/** The conversations of a period. */
export interface Tally {
  readonly conversations: readonly TalliedConversation[];
  /** The same without those that are not closed. */
  readonly closed: readonly TalliedConversation[];
  /** Says what took no part, with what else is left out. */
  readonly exclude: (more?: Readonly<Record<string, number>>) => MeasureDetails;
}

/** Counts what was said in each conversation until `now`. */
export function tallyConversations(messages: readonly TimedMessage[], options: ConversationOptions): Tally {
  if (!isObject(options)) refuse("`options` is missing", "give at least `now`, the instant of the question");
  const rules = readEpisodeOptions(options);
  const { statuses } = options;
  const stands = statuses === undefined ? undefined : readStatusesAt(statuses, rules.now);
  const timeline = readTimeline(messages, rules, [...keysOf(rules), ...(stands?.keys() ?? [])]);
  const waits = walk(timeline, rules, true);
  const { at, standing, thread, elsewhere, threadOf } = timeline;
  const byThread = new Map<number, TalliedConversation & { readonly begins: number }>();
  for (let wait = 0; wait < waits.count; wait++) {
    const index = waits.head[wait] ?? 0;
    const state = waits.state[wait];
    if (state === waitStates.withdrawn) continue;
    const place = thread[index] ?? 0;
    const found = byThread.get(place);
    const isWaiting = state !== waitStates.answered;
    if (found === undefined) byThread.set(place, { asked: 0, replies: 0, isWaiting, begins: at[index] ?? 0 });
    else found.isWaiting ||= isWaiting;
  }
  const closes = (code: number | undefined): boolean => code === codeOf.replies || (code === codeOf.automatic && rules.autoRepliesClose);
  for (let index = 0; index < messages.length; index++) {
    const found = (at[index] ?? 0) > rules.now ? undefined : byThread.get(thread[index] ?? 0);
    if (found === undefined) continue;
    if (closes(standing[index])) found.replies++;
    else if ((waits.waitOf?.[index] ?? -1) >= 0) found.asked++;
  }
  for (const [index, place] of elsewhere) {
    const found = (at[index] ?? 0) > rules.now ? undefined : byThread.get(place);
    if (found !== undefined && closes(standing[index])) found.replies++;
  }
  const resolved = new Set<number>();
  const reviews = new Map<string, number>();
  if (stands !== undefined)
    for (const [index, { kind, conversation }] of messages.entries()) if (kind === "review") reviews.set(conversation, thread[index] ?? 0);
  for (const [key, status] of stands ?? []) {
    const place = reviews.get(key) ?? threadOf(key);
    if (place !== undefined && status === "resolved") resolved.add(place);
  }
  const inPeriod = [...byThread].filter(([, { begins }]) => begins >= rules.from && begins < rules.to);
  return {
    conversations: inPeriod.map(([, one]) => one),
    closed: inPeriod.filter(([place, one]) => (stands === undefined ? !one.isWaiting : resolved.has(place))).map(([, one]) => one),
    exclude: (more = {}) =>
      excludedDetails(countExcluded(timeline, rules), { withdrawn: chooseWaits(timeline, waits, rules, "all").withdrawn }, more),
  };
}

/** Makes the measure of an average over conversations. */
export function perConversation(
  conversations: readonly TalliedConversation[],
  read: (one: TalliedConversation) => number,
  options: SampleOptions,
  details: MeasureDetails,
): Measure {
  readMinN(options);
  const n = conversations.length;
  const numerator = conversations.reduce((sum, one) => sum + read(one), 0);
  const all: MeasureDetails = { ...details, numerator, denominator: n, n, aggregation: "mean" };
  return n === 0 ? unknown("no-data", "count", all) : atLeast(known(numerator / n, "count", all), options);
}
