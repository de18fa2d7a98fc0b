/** The same numbers over any number of workers. @module */
export { shardOf } from "./hash.js";
export type { RollupMessage } from "./gather.js";
export type { RollupInput } from "./input.js";
export type { RollupEngagementOptions, RollupOptions, RollupRules, RollupSlaOptions } from "./options.js";
export type { RollupRateOptions } from "./rates.js";
export {
  rollup,
  type Rollup,
  type RollupEngagementRate,
  type RollupEngagementRateOptions,
  type RollupJson,
  type RollupMaker,
} from "./rollup.js";
export type { RollupSampleOptions, RollupScope } from "./scope.js";
export type { RollupConcentrationOptions, RollupPeopleOptions, RollupTopOptions, TopAuthor } from "./tell-people.js";
export type { RollupSentimentOptions } from "./tell-sentiment.js";
export type { RollupVolume, RollupVolumeOptions } from "./tell-volume.js";
export type { RollupRateWithinOptions, RollupResponseTimes, RollupWaitOptions } from "./tell-waits.js";
export type { WaitClock } from "./waits.js";
