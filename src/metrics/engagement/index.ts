/** Engagement and visibility. @module */
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
} from "./rate.js";
