/**
 * Waiting episodes: when members waited for us, and for how long.
 * @module
 */
import type { ConversationKey, MessageKey } from "../../model/keys.js";
import type { Timestamp } from "../../model/ref.js";
import { readEpisodeOptions, type EpisodeOptions, type EpisodeRules } from "./episode-options.js";
import { codeOf, reasonOf, standings, type TimedMessage } from "./standing.js";
import { readTimeline, type Timeline } from "./timeline.js";
import { waitStates, walk, type Waits } from "./waits.js";

export type { EpisodeOptions } from "./episode-options.js";
export type { TimedMessage } from "./standing.js";

/** One wait of a member, until our first reply. */
export interface WaitingEpisode {
  /** Where it was. */
  readonly conversation: ConversationKey;
  /** The first message that waited. */
  readonly opened: MessageKey;
  /** When it was written. */
  readonly openedAt: Timestamp;
  /** Our reply. Absent while nobody answered, and where a like did. */
  readonly closed?: MessageKey;
  /** When we replied. Absent while nobody answered. */
  readonly closedAt?: Timestamp;
  /** How long it took, or until `now` when nobody answered. Elapsed milliseconds. */
  readonly waitedMs: number;
  /** The same in working time. Present where `hours` were given. Milliseconds. */
  readonly workingMs?: number;
  /** True of the first episode of a conversation, and of the first after a silence on both sides (`gapHours`). */
  readonly isFirst: boolean;
  /** True where the member wrote anew after a silence: another episode waits since, and nobody will answer this one. */
  readonly hasLapsed?: true;
  /** From when the wait counts, where that is later than `openedAt` (`baseline`). */
  readonly since?: Timestamp;
}

/** The episodes of a period. */
export interface Episodes {
  /** In the order of their opening. */
  readonly episodes: readonly WaitingEpisode[];
  /** How many ended because the members deleted all that waited before we replied. They are in no other number. */
  readonly withdrawn: number;
  /**
   * How many messages of the period were left out, by reason: `own`, `bot`, `spam`, `hidden`, `held`, `removed`, `note`, `needs-no-reply` of
   * what came in, and of ours `automatic`, `note`, `held` and `removed`, which answered nobody. Nothing else is in it.
   */
  readonly excluded: Readonly<Record<string, number>>;
}

/**
 * Finds the waiting episodes. One opens with the first inbound message that asks for a reply; more of them do not start it anew; our first
 * outbound message that people can see and that a person wrote closes it. It belongs to the period in which it opened.
 *
 * A thread is a direct conversation or chat, or below a post the tree under one comment. A reply elsewhere whose `parent` is a message of the
 * thread (a private reply to a comment) closes it too. The order of the list does not matter; a message that is in it twice counts once.
 *
 * @throws FolkmootError `invalid-request` for what is no time, list or option, naming the field.
 */
export function findEpisodes(messages: readonly TimedMessage[], options: EpisodeOptions): Episodes {
  return findEpisodesOf(messages, options, "all");
}

/** Finds the waiting episodes, or the first of each conversation alone. */
export function findEpisodesOf(messages: readonly TimedMessage[], options: EpisodeOptions, which: "all" | "first"): Episodes {
  const rules = readEpisodeOptions(options);
  const timeline = readTimeline(messages, rules, keysOf(rules));
  const waits = walk(timeline, rules);
  const { places, withdrawn } = chooseWaits(timeline, waits, rules, which);
  const episodes: WaitingEpisode[] = [];
  for (const wait of places) {
    const episode = describeWait(timeline, waits, rules, wait);
    if (episode !== undefined) episodes.push(episode);
  }
  return { episodes, withdrawn, excluded: countExcluded(timeline, rules) };
}

/** The keys that rules speak of. */
export const keysOf = ({ likes, handOffs }: EpisodeRules): readonly string[] =>
  likes.length + handOffs.length === 0 ? [] : [...likes, ...handOffs].map(({ key }) => key);

/** The waits of a period, by number, in the order of opening; and how many were withdrawn. */
export interface ChosenWaits {
  readonly places: readonly number[];
  readonly withdrawn: number;
}

/** Finds the waits of the period. */
export function chooseWaits(
  { at, messages }: Timeline,
  waits: Waits,
  { from, to, byReply }: EpisodeRules,
  which: "all" | "first",
): ChosenWaits {
  const { head, answeredAt, state, first, count, isShuffled } = waits;
  const places: number[] = [];
  let withdrawn = 0;
  for (let wait = 0; wait < count; wait++) {
    if (which === "first" && first[wait] === 0) continue;
    const isAnswered = state[wait] === waitStates.answered;
    const when = (byReply && isAnswered ? answeredAt[wait] : at[head[wait] ?? 0]) ?? 0;
    if (!(when >= from && when < to)) continue;
    if (state[wait] === waitStates.withdrawn) withdrawn++;
    else places.push(wait);
  }
  const keyOf = (wait: number): string => messages[head[wait] ?? 0]?.key ?? "";
  if (isShuffled) places.sort((a, b) => (at[head[a] ?? 0] ?? 0) - (at[head[b] ?? 0] ?? 0) || (keyOf(a) < keyOf(b) ? -1 : 1));
  return { places, withdrawn };
}

function describeWait({ messages, at }: Timeline, waits: Waits, rules: EpisodeRules, wait: number): WaitingEpisode | undefined {
  const index = waits.head[wait] ?? 0;
  const first = messages[index];
  if (first === undefined) return undefined;
  const { key: opened, conversation, createdAt: openedAt } = first;
  const isAnswered = waits.state[wait] === waitStates.answered;
  const end = isAnswered ? (waits.answeredAt[wait] ?? 0) : rules.now;
  const since = waits.since[wait] ?? 0;
  const waitedMs = end - since;
  const isFirst = waits.first[wait] === 1;
  const hasLapsed = waits.state[wait] === waitStates.lapsed;
  const reply = messages[waits.reply[wait] ?? -1];
  const isPlain = !hasLapsed && rules.hours === undefined && since === at[index];
  // Most are plain, and there may be a million of them.
  if (isPlain && !isAnswered) return { conversation, opened, openedAt, waitedMs, isFirst };
  if (isPlain && reply !== undefined)
    return { conversation, opened, openedAt, closed: reply.key, closedAt: reply.createdAt, waitedMs, isFirst };
  return {
    conversation,
    opened,
    openedAt,
    ...(reply !== undefined && { closed: reply.key }),
    ...(isAnswered && { closedAt: reply?.createdAt ?? new Date(end).toISOString() }),
    waitedMs,
    ...(rules.hours !== undefined && { workingMs: rules.hours.between(since, end) }),
    isFirst,
    ...(hasLapsed && { hasLapsed }),
    ...(since !== at[index] && { since: new Date(since).toISOString() }),
  };
}

/** Counts the messages of the period that took no part, by reason. */
export function countExcluded(
  { at, standing }: Timeline,
  { now, from, to, autoRepliesClose }: EpisodeRules,
): Readonly<Record<string, number>> {
  const counts = new Float64Array(standings.length);
  for (let index = 0; index < standing.length; index++) {
    const code = standing[index] ?? 0;
    if (code <= codeOf.replies || (code === codeOf.automatic && autoRepliesClose)) continue;
    const time = at[index] ?? 0;
    if (time >= from && time < to && time <= now) counts[code] = (counts[code] ?? 0) + 1;
  }
  const excluded: Record<string, number> = {};
  for (const [code, name] of standings.entries()) {
    const reason = reasonOf[name];
    const many = counts[code] ?? 0;
    if (reason !== undefined && many > 0) excluded[reason] = (excluded[reason] ?? 0) + many;
  }
  return excluded;
}
