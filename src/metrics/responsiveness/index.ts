/** How long members wait, and for what. @module */
export type { EpisodeOptions, TimedMessage, WaitingEpisode } from "./episodes.js";
export { responseRate, type ResponseRateOptions } from "./response-rate.js";
export { responseTimes, type ResponseTimes } from "./response-times.js";
