/** How long members wait, and for what. @module */
export { acknowledgementTimes, type AcknowledgementTimes, type AcknowledgementTimesOptions } from "./acknowledgement-times.js";
export {
  acknowledgements,
  statusChanges,
  type AcknowledgementOptions,
  type AuditRow,
  type StatusChange,
  type StatusChangeOptions,
  type WorkStatus,
} from "./audit-trail.js";
export { backlog, type Backlog, type BacklogBuckets, type BacklogOptions } from "./backlog.js";
export { facebookBadge, facebookBadges, type BadgePreset, type BadgeRate, type BadgeTime } from "./badge-presets.js";
export type { ConversationOptions } from "./conversations.js";
export type { Durations } from "./durations.js";
export type { Acknowledgement, HandOff, WorkingTime } from "./episode-options.js";
export type { EpisodeOptions, TimedMessage, WaitingEpisode } from "./episodes.js";
export { oneTouchRate, type OneTouchOptions } from "./one-touch-rate.js";
export { proactiveShare, type ProactiveOptions } from "./proactive-share.js";
export { repliesPerConversation, type PerConversationOptions } from "./replies-per-conversation.js";
export { responseRate, type ResponseRateOptions } from "./response-rate.js";
export { firstResponseTimes, responseTimes, type ResponseTimes, type ResponseTimesOptions } from "./response-times.js";
export { responsivenessBadge, type Away, type BadgeOptions, type ResponsivenessBadge } from "./responsiveness-badge.js";
export {
  slaAttainment,
  slaDue,
  type PriorityChange,
  type SlaAttainmentOptions,
  type SlaDue,
  type SlaDues,
  type SlaOptions,
  type SlaState,
} from "./sla.js";
export type { StandingOptions } from "./standing.js";
export type { StatusOptions } from "./status-timeline.js";
export { statusTimes, type ConversationTimes, type StatusTimes, type StatusTimesOptions } from "./status-times.js";
export { threadSize } from "./thread-size.js";
export { timeToResolution, type ResolutionOptions, type ResolutionTimes, type TimeToResolution } from "./time-to-resolution.js";
