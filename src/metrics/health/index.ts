/** How the community does among itself. @module */
export type { ActivityOptions, HistoryOptions } from "./activity.js";
export { retentionCohorts, type RetentionCohort } from "./cohorts.js";
export { commentLikeShare } from "./comment-like-share.js";
export { contributorConcentration, type ContributorConcentration, type ContributorConcentrationOptions } from "./concentration.js";
export { continuationRate, type ContinuationOptions, type ContinuedMessage } from "./continuation.js";
export { conversationDepth, type ConversationDepth, type ConversationDepthOptions, type ThreadedMessage } from "./conversation-depth.js";
export {
  timeToFirstComment,
  type FirstComment,
  type FirstCommentOptions,
  type PostComment,
  type PublishedPost,
  type TimeToFirstComment,
} from "./first-comment.js";
export { contributorLifecycle, type ContributorLifecycleOptions, type LifecyclePeriod } from "./lifecycle.js";
export type { LikeCounted, LikeCounts, LikedContent } from "./likes.js";
export { responseCoverageByMembers, type AskedMessage, type ResponseCoverageOptions } from "./member-answers.js";
export { memberToMemberRatio, type MemberToMemberOptions, type ReplyMessage } from "./member-to-member.js";
export type { MemberMessage, MemberOptions, PeriodOptions } from "./people.js";
export { contributorRetention, type ContributorRetention, type RetentionStep } from "./retention.js";
export { stickiness, type Stickiness, type StickinessOptions } from "./stickiness.js";
export { topCommentRank, type LikedComment, type TopCommentOptions } from "./top-comment-rank.js";
export {
  touchPointCoverage,
  type CheckedTouchPoint,
  type TouchPoint,
  type TouchPointCoverage,
  type TouchPointOptions,
} from "./touch-points.js";
