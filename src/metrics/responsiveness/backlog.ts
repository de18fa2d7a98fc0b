/**
 * Who waits at an instant.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import type { Timestamp } from "../../model/ref.js";
import { counted, isObject, known, refuse, unknown, type MeasureDetails } from "../measure.js";
import { percentile, percentileMethod } from "../percentile.js";
import { atLeast, readMinN, type SampleOptions } from "../proportion.js";
import { workingBase } from "./durations.js";
import { findEpisodes, type EpisodeOptions, type TimedMessage, type WaitingEpisode } from "./episodes.js";
import { leftOut } from "./response-times.js";

/** When is asked, and what waits. There is no period: who waits, waits, since whenever. */
export interface BacklogOptions extends Omit<EpisodeOptions, "from" | "to" | "attribution">, SampleOptions {
  /** The instant of the question. What came later is left out, so that yesterday's backlog can be asked for today. */
  readonly now: Timestamp;
}

/** How many have waited how long. Each is in one. */
export interface BacklogBuckets {
  /** Less than an hour. */
  readonly under1h: Measure;
  /** An hour, and less than four. */
  readonly under4h: Measure;
  /** Four hours, and less than 24. */
  readonly under24h: Measure;
  /** 24 hours or longer. */
  readonly from24h: Measure;
}

/** Who waits, and since when. Ages are in working time where `hours` were given (`base` says so), else elapsed. */
export interface Backlog {
  /** How many wait: each direct conversation, chat and comment tree once. */
  readonly open: Measure;
  /** Half of them have waited no longer. Milliseconds. */
  readonly median: Measure;
  /** Nine of ten have waited no longer. Milliseconds. */
  readonly p90: Measure;
  /** Who has waited longest. Milliseconds. */
  readonly max: Measure;
  /** How many by how long. */
  readonly buckets: BacklogBuckets;
  /** The episodes that are open, the oldest first. */
  readonly episodes: readonly WaitingEpisode[];
}

const hour = 3_600_000;
const always = { from: "0000-01-01T00:00:00.000Z", to: "9999-12-31T23:59:59.999Z", attribution: "inbound" } as const;

/**
 * Computes the backlog at `now`: who waits for a reply, and how long already. What waited before a silence of 24 hours and was not answered is
 * not in it, if its conversation has an episode that opened later: each waits once.
 *
 * A series of backlogs takes one fixed instant of each day; Zendesk takes about 23:00.
 *
 * @throws FolkmootError `invalid-request` as `responseTimes` does.
 *
 * @example
 * backlog(messages, { now: "2026-01-08T23:00:00.000Z" }).buckets.from24h.value;
 */
export function backlog(messages: readonly TimedMessage[], options: BacklogOptions): Backlog {
  if (!isObject(options)) refuse("`options` is missing", "give at least `now`, the instant of the question");
  const found = findEpisodes(messages, { ...options, ...always });
  readMinN(options);
  const episodes = found.episodes.filter(({ closedAt, hasLapsed }) => closedAt === undefined && hasLapsed !== true);
  const ages = Array.from(Float64Array.from(episodes, ({ workingMs, waitedMs }) => workingMs ?? waitedMs).sort());
  const details: MeasureDetails = { ...leftOut(found), ...(options.hours !== undefined && { base: workingBase }), n: ages.length };
  const age = (value: number | undefined, aggregation: string): Measure =>
    value === undefined
      ? unknown("no-data", "ms", { ...details, aggregation })
      : atLeast(known(value, "ms", { ...details, aggregation }), options);
  const between = (low: number, high: number): Measure => counted(ages.filter((one) => one >= low && one < high).length);
  return {
    open: known(ages.length, "count", details),
    median: age(percentile(ages, 0.5), percentileMethod),
    p90: age(percentile(ages, 0.9), percentileMethod),
    max: age(ages.at(-1), "max"),
    buckets: {
      under1h: between(0, hour),
      under4h: between(hour, 4 * hour),
      under24h: between(4 * hour, 24 * hour),
      from24h: between(24 * hour, Number.POSITIVE_INFINITY),
    },
    episodes,
  };
}
