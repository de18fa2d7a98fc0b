/**
 * How often what was seen was passed on.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { sharingKinds, type SharingOptions } from "./spread.js";
import { measurePosts } from "./ratio.js";
import type { EngagementSources } from "./counts.js";
import type { RateOptions } from "./options.js";

/** Computes a virality rate of one post or several. */
export type ViralityRate = (sources: EngagementSources, options?: RateOptions & SharingOptions) => Measure;

/** The virality rates by their base. */
export interface ViralityRates {
  /** Shares by times shown. */
  readonly byImpressions: ViralityRate;
  /** Shares by unique people reached. */
  readonly byReach: ViralityRate;
}

/**
 * Computes virality rates: shares by those who saw it. Two schools: by impressions (Hootsuite, shno.co) and by unique viewers, so the base is
 * in the name.
 *
 * @throws FolkmootError `invalid-request` as `engagementRate`.
 *
 * @example
 * viralityRate.byImpressions({ shares: 240, impressions: 12_000 }).value; // 0.02
 */
export const viralityRate: ViralityRates = {
  byImpressions: (sources, options) =>
    measurePosts({ kinds: sharingKinds(options), base: "impressions", unit: "fraction" }, sources, options),
  byReach: (sources, options) => measurePosts({ kinds: sharingKinds(options), base: "reach", unit: "fraction" }, sources, options),
};
