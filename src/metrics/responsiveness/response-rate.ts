/**
 * How many members got a reply.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { findEpisodes, type EpisodeOptions, type TimedMessage } from "./episodes.js";
import { isObject, known, refuse, unknown } from "../measure.js";
import { wilson } from "../wilson.js";

/** Which replies count. */
export interface ResponseRateOptions extends EpisodeOptions {
  /** Counts only replies that came within so many milliseconds. Who waits and still has time is then left out. */
  readonly withinMs?: number;
}

/**
 * Computes the share of waiting episodes that were answered, with its Wilson 95 % interval. The episodes are those of `responseTimes`.
 *
 * @throws FolkmootError `invalid-request` for what is no time, list or option, naming the field.
 *
 * @example
 * responseRate(messages, { now, withinMs: 60 * 60_000 }); // answered within the hour, of those whose hour is over or who were answered
 */
export function responseRate(messages: readonly TimedMessage[], options: ResponseRateOptions): Measure {
  const { withinMs = Number.POSITIVE_INFINITY }: Partial<ResponseRateOptions> = isObject(options) ? options : {};
  if (!(withinMs > 0)) refuse("withinMs is no number above 0", "give milliseconds, or leave it out");
  const { episodes } = findEpisodes(messages, options);
  const due = episodes.filter(
    ({ closed, waitedMs }) => closed !== undefined || withinMs === Number.POSITIVE_INFINITY || waitedMs > withinMs,
  );
  const numerator = due.filter(({ closed, waitedMs }) => closed !== undefined && waitedMs <= withinMs).length;
  const interval = wilson(numerator, due.length);
  if (interval === undefined) return unknown("no-data", "fraction", { numerator, denominator: 0 });
  return { ...known(numerator / due.length, "fraction", { numerator, denominator: due.length, n: due.length }), interval };
}
