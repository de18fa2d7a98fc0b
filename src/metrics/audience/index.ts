/** Who follows, who speaks of us, and how. @module */
export {
  audienceGrowth,
  type AudienceGrowth,
  type AudienceGrowthOptions,
  type FollowerFlow,
  type GrowthPeriodOptions,
  type UnwatchedStretch,
} from "./growth.js";
export { audienceGrowthOfAll, type AudienceGrowthOfAll, type AudienceGrowthOfAllOptions } from "./growth-of-all.js";
export { followerChurn, type FollowerChurnInput } from "./churn.js";
export { shareOfVoice, type ShareOfVoice, type VoiceEngagementOptions, type VoiceReachOptions } from "./share-of-voice.js";
export type { ShareOfVoiceMeasure, VoiceOverlap } from "./voice-share.js";
export type { VoiceCounts, VoiceOptions, Voices, VoicesByBrand, VoiceSource, VoicesToMatch } from "./voices.js";
export { shareOfSentiment, type ShareOfSentimentOptions } from "./share-of-sentiment.js";
export { netSentiment, type NetSentiment, type NetSentimentOf, type NetSentimentOptions } from "./net-sentiment.js";
export type { Sentiment, SentimentOptions, SentimentSource } from "./sentiment-of.js";
export { hashtagUse, type CoTag, type HashtagOptions, type HashtagUse } from "./hashtags.js";
export type { TaggedSource } from "./hashtag-read.js";
export { foldHashtag } from "./hashtag-fold.js";
export { mentionSeries, type MentionBucket, type MentionSeriesOptions, type MentionSource, type UnreadStretch } from "./mention-series.js";
export type { SpeakerOptions, Spoken } from "./speakers.js";
