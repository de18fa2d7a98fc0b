/**
 * How often posts are passed on.
 * @module
 */
import { sharingKinds, spreadRates, type SharingOptions, type SpreadRates } from "./spread.js";

/**
 * Computes amplification: how often posts are passed on. Three schools divide by three things, so the base is in the name.
 *
 * Avinash Kaushik, "Best Social Media Metrics" (kaushik.net, 2011) is `perPost`; Hootsuite and HSMAI are `byFollowers`.
 *
 * @throws FolkmootError `invalid-request` as `engagementRate`.
 *
 * @example
 * amplification.perPost([{ shares: 4 }, { shares: 6 }]).value; // 5
 * amplification.byFollowers({ shares: 50, followers: 10_000 }).value; // 0.005
 */
export const amplification: SpreadRates<SharingOptions> = spreadRates(sharingKinds);
