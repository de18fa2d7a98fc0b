/**
 * How long members waited.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { counted } from "../measure.js";
import { readMinN, type SampleOptions } from "../proportion.js";
import { durationsOf, excludedDetails, workingBase, type Durations } from "./durations.js";
import { findEpisodesOf, type EpisodeOptions, type Episodes, type TimedMessage, type WaitingEpisode } from "./episodes.js";

/** Which waits count, and how many a value takes. */
export interface ResponseTimesOptions extends EpisodeOptions, SampleOptions {}

/** How long members waited for our replies. In working time where `hours` were given (`base` says so), else elapsed. */
export interface ResponseTimes extends Durations {
  /** How many are not answered. They are in no time, so look at both. */
  readonly unanswered: Measure;
  /** How many ended because the member deleted what waited. */
  readonly withdrawn: Measure;
  /** Every episode, in the order of opening. */
  readonly episodes: readonly WaitingEpisode[];
}

/**
 * Computes how long members waited for a reply.
 *
 * An episode opens with the first inbound message that asks for a reply, is not started anew by more of them, and closes with our first
 * message that people can see and a person wrote. A like is no reply. After 24 hours of silence on both sides an inbound message opens a
 * new episode, and what waited before stays unanswered. An episode belongs to the period in which it opened, whenever it was answered.
 *
 * Shells are enough: the figures stay when texts and people were forgotten. Below five answers every time carries the caution
 * `insufficient-sample`. Quantiles are linear between the closest ranks (type 7); `aggregation` says so. What took no part is in `excluded`.
 *
 * @throws FolkmootError `invalid-request` for what is no time, list or option, naming the field, and for a period that ends before it begins.
 *
 * @example
 * const { median, unanswered } = responseTimes(messages, { now: "2026-01-08T00:00:00.000Z", from: "2026-01-01T00:00:00.000Z" });
 */
export const responseTimes = (messages: readonly TimedMessage[], options: ResponseTimesOptions): ResponseTimes =>
  timesOf(messages, options, "all");

/**
 * Computes how long members waited for our first reply: of each conversation the first episode alone. What a member writes after 24 hours of
 * silence on both sides is a first message again, as Facebook counts; with `gapHours: Infinity` only the very first is.
 *
 * The first episode of the list is taken for the first there was: hand in whole conversations, and cut with `from` and `to`.
 *
 * @throws FolkmootError `invalid-request` as `responseTimes` does.
 *
 * @example
 * firstResponseTimes(messages, { now, hours: businessHours(schedule) }).median; // working time until the first reply
 */
export const firstResponseTimes = (messages: readonly TimedMessage[], options: ResponseTimesOptions): ResponseTimes =>
  timesOf(messages, options, "first");

function timesOf(messages: readonly TimedMessage[], options: ResponseTimesOptions, which: "all" | "first"): ResponseTimes {
  const found = findEpisodesOf(messages, options, which);
  readMinN(options);
  const { episodes, withdrawn } = found;
  const waits: number[] = [];
  for (const { closedAt, workingMs, waitedMs } of episodes) if (closedAt !== undefined) waits.push(workingMs ?? waitedMs);
  const times = durationsOf(waits, { ...leftOut(found), ...(options.hours !== undefined && { base: workingBase }) }, options);
  return { ...times, unanswered: counted(episodes.length - waits.length), withdrawn: counted(withdrawn), episodes };
}

/** What of a period is in no figure. */
export const leftOut = ({ excluded, withdrawn }: Pick<Episodes, "excluded" | "withdrawn">): ReturnType<typeof excludedDetails> =>
  excludedDetails(excluded, { withdrawn });
