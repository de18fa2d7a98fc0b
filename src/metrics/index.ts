/** Metrics: pure calculators over what was read. Each gives a `Measure`, never a bare number. @module */
export type { KnownMeasure, Measure, MeasureBase, MeasureInterval, MeasureUnit, NoValueReason, UnknownMeasure } from "../model/measure.js";
export {
  engagementRate,
  type CountedContent,
  type EngagementCounts,
  type EngagementKind,
  type EngagementOptions,
  type EngagementRate,
  type EngagementRates,
  type EngagementSource,
  type FollowerEngagementOptions,
  type RateAggregation,
} from "./engagement-rate.js";
export type { EpisodeOptions, TimedMessage, WaitingEpisode } from "./episodes.js";
export { responseRate, type ResponseRateOptions } from "./response-rate.js";
export { responseTimes, type ResponseTimes } from "./response-times.js";
