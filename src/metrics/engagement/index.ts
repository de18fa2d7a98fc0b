/** Engagement and visibility. @module */
export type { CountedContent, EngagementBase, EngagementCounts, EngagementKind, EngagementSource, EngagementSources } from "./counts.js";
export type {
  AdChoice,
  EngagementKindOptions,
  EngagementOptions,
  FollowerEngagementOptions,
  FollowerOptions,
  OwnReplyOptions,
  PostOptions,
  RateAggregation,
  RateOptions,
} from "./options.js";
export type { OwnMessage } from "./own-replies.js";
export { engagementRate, type EngagementRate, type EngagementRates, type FactoredOptions } from "./rate.js";
export type { DailyCounts, DailyOptions, DailyRate, ObservedPost } from "./daily.js";
export { interactionsPer1k } from "./interactions-per-1k.js";
export { commentToLikeRatio } from "./comment-to-like-ratio.js";
export type { CountingOptions } from "./counting.js";
export { clickThroughRate } from "./click-through-rate.js";
export {
  conversionRate,
  type ConvertedContent,
  type ConversionCounts,
  type ConversionOptions,
  type ConversionSource,
} from "./conversion-rate.js";
export type { Money } from "./money.js";
export { costPerEngagement, type CostOptions } from "./cost-per-engagement.js";
export { earnedMediaValue, type EarnedMediaOptions, type RatedKind } from "./earned-media-value.js";
export { reachRate } from "./reach-rate.js";
export { impressionsPerReach } from "./impressions-per-reach.js";
export { viralityRate, type ViralityRate, type ViralityRates } from "./virality-rate.js";
export type { SharingOptions, SpreadRates } from "./spread.js";
export { amplification } from "./amplification.js";
export { applause } from "./applause.js";
export { conversation } from "./conversation.js";
export { aggregateRates, type AggregateOptions } from "./aggregate-rates.js";
