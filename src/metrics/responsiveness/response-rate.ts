/**
 * How many members got a reply.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { isObject, refuse } from "../measure.js";
import { proportion, type SampleOptions } from "../proportion.js";
import { excludedDetails, workingBase } from "./durations.js";
import { findEpisodes, type EpisodeOptions, type TimedMessage } from "./episodes.js";

/** Which replies count. */
export interface ResponseRateOptions extends EpisodeOptions, SampleOptions {
  /** Counts only replies that came within so many milliseconds, in working time where `hours` are given. Who waits and still has time is then left out. */
  readonly withinMs?: number;
}

/**
 * Computes the share of waiting episodes that were answered, with its Wilson 95 % interval. The episodes are those of `responseTimes`.
 *
 * With `withinMs` those who wait and whose time is not over are neither answered nor not: `excluded` counts them as `not-due`.
 *
 * @throws FolkmootError `invalid-request` for what is no time, list or option, naming the field.
 *
 * @example
 * responseRate(messages, { now, withinMs: 60 * 60_000 }); // answered within the hour, of those whose hour is over or who were answered
 */
export function responseRate(messages: readonly TimedMessage[], options: ResponseRateOptions): Measure {
  const { withinMs = Number.POSITIVE_INFINITY }: Partial<ResponseRateOptions> = isObject(options) ? options : {};
  if (!(typeof withinMs === "number" && withinMs > 0)) refuse("withinMs is no number above 0", "give milliseconds, or leave it out");
  const { episodes, excluded, withdrawn } = findEpisodes(messages, options);
  let answered = 0;
  let notDue = 0;
  for (const { closedAt, waitedMs, workingMs } of episodes) {
    const isInTime = (workingMs ?? waitedMs) <= withinMs;
    if (closedAt !== undefined && isInTime) answered++;
    else if (closedAt === undefined && isInTime && withinMs !== Number.POSITIVE_INFINITY) notDue++;
  }
  const details = excludedDetails(excluded, { withdrawn, "not-due": notDue });
  return proportion(answered, episodes.length - notDue, options, {
    ...details,
    ...(options.hours !== undefined && withinMs !== Number.POSITIVE_INFINITY && { base: workingBase }),
  });
}
