/**
 * Counts and insights: what a network told us about reactions.
 * @module
 */
import type { Timestamp } from "./ref.js";

/** What a network told us about reactions. */
export interface Counts {
  /** The network's default reaction. */
  readonly likes?: number;
  /** Comments and replies. */
  readonly replies?: number;
  /** Passed on: reposts, boosts, retweets. */
  readonly shares?: number;
  /** Passed on with words of their own. */
  readonly quotes?: number;
  /** Kept for later: bookmarks. */
  readonly saves?: number;
  /** Times played or shown, as the network counts it. */
  readonly views?: number;
  /** Reactions against it. */
  readonly dislikes?: number;
  /** By the network's own word or emoji. */
  readonly reactions?: Readonly<Record<string, number>>;
}

/** Counts that only the owner sees. */
export interface Insights extends Counts {
  /** Times shown. */
  readonly impressions?: number;
  /** Unique people. */
  readonly reach?: number;
  /** Clicks on links and pictures. */
  readonly clicks?: number;
  /** Interactions of all kinds, as the network counts them. */
  readonly engagements?: number;
  /** People who began to follow because of it. */
  readonly follows?: number;
  /** When the network told it. */
  readonly asOf: Timestamp;
  /** IANA zone in which the network cuts its days, when it reports days. */
  readonly bucketTimeZone?: string;
}
