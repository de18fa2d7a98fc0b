/**
 * How long members waited.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { findEpisodes, type EpisodeOptions, type TimedMessage, type WaitingEpisode } from "./episodes.js";
import { counted, known, unknown } from "../measure.js";
import { mean, percentile, percentileMethod, sortNumbers } from "../percentile.js";

/** How long members waited for our replies. */
export interface ResponseTimes {
  /** How many episodes were answered: the observations of mean, median and p90. */
  readonly n: Measure;
  /** How many are not answered. They are in no time, so look at both. */
  readonly unanswered: Measure;
  /** How many ended because the member deleted what waited. */
  readonly withdrawn: Measure;
  /** The average of the answered. Milliseconds. */
  readonly mean: Measure;
  /** Half of the answered waited no longer. Milliseconds. */
  readonly median: Measure;
  /** Nine of ten of the answered waited no longer. Milliseconds. */
  readonly p90: Measure;
  /** Every episode, in the order of opening. */
  readonly episodes: readonly WaitingEpisode[];
}

/**
 * Computes how long members waited for a reply, in elapsed time.
 *
 * An episode opens with the first inbound message that asks for a reply, is not started anew by more of them, and closes with our first
 * message that people can see and a person wrote. A like is no reply. After 24 hours of silence on both sides an inbound message opens a
 * new episode, and what waited before stays unanswered. An episode belongs to the period in which it opened, whenever it was answered.
 * Shells are enough: the figures stay when texts were forgotten, but a bot that wrote to us is then no longer known as one.
 *
 * @throws FolkmootError `invalid-request` for what is no time, list or option, naming the field, and for a period that ends before it begins.
 *
 * @example
 * const { median, unanswered } = responseTimes(messages, { now: "2026-01-08T00:00:00.000Z", from: "2026-01-01T00:00:00.000Z" });
 */
export function responseTimes(messages: readonly TimedMessage[], options: EpisodeOptions): ResponseTimes {
  const { episodes, withdrawn } = findEpisodes(messages, options);
  const waits = sortNumbers(episodes.filter(({ closed }) => closed !== undefined).map(({ waitedMs }) => waitedMs));
  const time = (value: number | undefined, aggregation: string): Measure =>
    value === undefined ? unknown("no-data", "ms", { aggregation }) : known(value, "ms", { n: waits.length, aggregation });
  return {
    n: counted(waits.length),
    unanswered: counted(episodes.length - waits.length),
    withdrawn: counted(withdrawn),
    mean: time(mean(waits), "mean"),
    median: time(percentile(waits, 0.5), percentileMethod),
    p90: time(percentile(waits, 0.9), percentileMethod),
    episodes,
  };
}
