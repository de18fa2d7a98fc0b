/** What takes a statistician to read: apart, so that nobody has to. @module */
export { bootstrapInterval, type BootstrapOptions, type Statistic } from "./bootstrap-interval.js";
export type { Series } from "./check.js";
export { cohensH } from "./cohens-h.js";
export { cohensKappa, type ConfusionTable, type KappaOptions, type Label } from "./cohens-kappa.js";
export type { LevelOptions } from "./confidence.js";
export { differenceOfRates, type DifferenceOptions } from "./difference-of-rates.js";
export { ewma, type Ewma, type EwmaOptions, type EwmaPoint } from "./ewma.js";
export { modifiedZ, type ModifiedZ, type ModifiedZOptions, type ModifiedZPoint } from "./modified-z.js";
export { orbitGravity, orbitReach, type GravityOptions, type OrbitConnection, type OrbitMembers, type ReachOptions } from "./orbit.js";
export {
  rfmScores,
  type RfmOptions,
  type RfmPerson,
  type RfmScore,
  type RfmScores,
  type RfmTable,
  type RfmThresholds,
} from "./rfm-scores.js";
export {
  censoredMedian,
  survival,
  type EpisodeWait,
  type Survival,
  type SurvivalOptions,
  type SurvivalPoint,
  type Wait,
} from "./survival.js";
export type { CountedShare, Tally } from "./tally.js";
export { wilsonInterval } from "./wilson-interval.js";
