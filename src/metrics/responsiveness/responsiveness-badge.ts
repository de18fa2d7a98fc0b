/**
 * Whether a network would call us responsive.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import type { Timestamp } from "../../model/ref.js";
import { isObject, known, refuse, unknown, type MeasureDetails } from "../measure.js";
import { mean, percentile, sortNumbers } from "../percentile.js";
import { proportion } from "../proportion.js";
import { readTime } from "../read-time.js";
import { facebookBadge, type BadgePreset } from "./badge-presets.js";
import { excludedDetails } from "./durations.js";
import { findEpisodesOf, type EpisodeOptions, type TimedMessage, type WaitingEpisode } from "./episodes.js";

/** A time in which we said that we are away. */
export interface Away {
  /** When we went. */
  readonly from: Timestamp;
  /** When we came back. */
  readonly to: Timestamp;
}

/** When is asked, and by which definition. */
export interface BadgeOptions extends Pick<EpisodeOptions, "now" | "needsReply" | "isAutomatic" | "isBot"> {
  /** The definition. @defaultValue facebookBadge */
  readonly preset?: BadgePreset;
  /** When we were away. */
  readonly away?: readonly Away[];
}

/** A badge, and what it rests on. */
export interface ResponsivenessBadge {
  /** Whether it is won; `null` where one of the two is unknown. */
  readonly isEarned: boolean | null;
  /** Whose badge it is. */
  readonly network: string;
  /** By which definition. */
  readonly version: string;
  /** The share of first messages that were answered. */
  readonly rate: Measure;
  /** How fast. Milliseconds; `aggregation` names the statistic. */
  readonly time: Measure;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/**
 * Computes whether a network would show its badge of responsiveness. Networks do not tell how they count, and their definitions changed: each
 * preset follows one published definition, and `version` says which. An estimate, not the network's word.
 *
 * First messages count alone: the first that a member writes after 24 hours of silence on both sides. What automations answered, spam, and what
 * came while we were away (the first twelve hours of it; `excluded.away`) do not. Where fewer than ten came in the days, the last ten are taken.
 *
 * @throws FolkmootError `invalid-request` for what is no time, list, preset or option, naming the field.
 *
 * @example
 * const { isEarned, version, rate, time } = responsivenessBadge(messages, { now });
 */
export function responsivenessBadge(messages: readonly TimedMessage[], options: BadgeOptions): ResponsivenessBadge {
  if (!isObject(options)) refuse("`options` is missing", "give at least `now`, the instant of the question");
  const { preset = facebookBadge, away = [], needsReply, isAutomatic, isBot } = options;
  const given: unknown = preset;
  if (!isObject(given) || !("rate" in given && "time" in given && "kinds" in given))
    return refuse("preset is none", "give facebookBadge, or one of your own");
  const isAway = readAway(away, preset.awayHours * hourMs);
  if (!Array.isArray(messages)) refuse("`messages` is no list", "give messages in one");
  const now = readTime(options.now, "now");
  const counted: TimedMessage[] = [];
  const others = new Set<string>();
  for (const one of messages as readonly (TimedMessage | null | undefined)[])
    if (one?.kind !== undefined && !preset.kinds.includes(one.kind)) others.add(one.key);
    else counted.push(one as TimedMessage);
  const { episodes, excluded } = findEpisodesOf(
    counted,
    {
      now: options.now,
      ...(needsReply !== undefined && { needsReply }),
      ...(isAutomatic !== undefined && { isAutomatic }),
      ...(isBot !== undefined && { isBot }),
    },
    "first",
  );
  const first = episodes.map((episode) => ({ episode, at: readTime(episode.openedAt, "openedAt") }));
  const present = first.filter(({ at }) => !isAway(at));
  const { network, version } = preset;
  const details: MeasureDetails = {
    ...excludedDetails(excluded, { away: first.length - present.length, "other-kinds": others.size }),
    version,
  };
  const lastOf = (days: number): readonly WaitingEpisode[] => {
    const inDays = present.filter(({ at }) => at > now - days * dayMs);
    return (inDays.length < preset.fewest ? present.slice(-preset.fewest) : inDays).map(({ episode }) => episode);
  };
  const asked = lastOf(preset.rate.days);
  const rate = proportion(asked.filter(isAnswered).length, asked.length, {}, details);
  const time = timeOf(lastOf(preset.time.days), preset.time.statistic, details);
  const isEarned =
    rate.value === null || time.value === null ? null : rate.value >= preset.rate.least && time.value <= preset.time.atMostMs;
  return { isEarned, network, version, rate, time };
}

const isAnswered = ({ closedAt }: WaitingEpisode): boolean => closedAt !== undefined;

function timeOf(episodes: readonly WaitingEpisode[], statistic: BadgePreset["time"]["statistic"], details: MeasureDetails): Measure {
  const waits = sortNumbers(episodes.filter(isAnswered).map(({ waitedMs }) => waitedMs));
  const fastest = statistic === "mean-of-fastest-90" ? waits.slice(0, waits.length - Math.floor(waits.length / 10)) : waits;
  const value = statistic === "median" ? percentile(fastest, 0.5) : mean(fastest);
  const all: MeasureDetails = { ...details, n: fastest.length, aggregation: statistic === "median" ? "type-7" : statistic };
  return value === undefined ? unknown("no-data", "ms", all) : known(value, "ms", all);
}

/** Reads when we were away. Only the first hours of each time count as such. */
function readAway(away: readonly Away[], mostMs: number): (at: number) => boolean {
  const given: unknown = away;
  if (!Array.isArray(given)) return refuse("`away` is no list", "give when we went and came back");
  const times = (given as readonly unknown[]).map((one, index) => {
    const { from, to }: Partial<Record<keyof Away, unknown>> = isObject(one) ? one : {};
    const [start, end] = [
      readTime(from as Timestamp, `from of \`away\` at position ${index}`),
      readTime(to as Timestamp, `to of \`away\` at position ${index}`),
    ];
    if (start > end) refuse(`\`away\` ends before it begins at position ${index}`, "swap the two");
    return { start, end: Math.min(end, start + mostMs) };
  });
  return (at) => times.some(({ start, end }) => at >= start && at < end);
}
