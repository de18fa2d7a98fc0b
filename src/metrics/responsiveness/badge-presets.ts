/**
 * Badges by which networks say how responsive somebody is. Their definitions changed and their sources disagree, so each has a version.
 * @module
 */
import type { MessageKind } from "../../model/message.js";

/** How many have to be answered. */
export interface BadgeRate {
  /** The least share, 0 to 1. */
  readonly least: number;
  /** Over how many days. */
  readonly days: number;
}

/** How fast they have to be answered. */
export interface BadgeTime {
  /** At most so many milliseconds. */
  readonly atMostMs: number;
  /** Over how many days. */
  readonly days: number;
  /** Of which number that holds. */
  readonly statistic: "mean-of-fastest-90" | "mean" | "median";
}

/** How a badge is won. */
export interface BadgePreset {
  /** Whose badge it is. */
  readonly network: string;
  /** Which of its definitions. */
  readonly version: string;
  /** Where the definition comes from. */
  readonly source: string;
  /** What kinds of messages count. */
  readonly kinds: readonly MessageKind[];
  /** The response rate that it takes: the share of first messages of so many days that were answered. */
  readonly rate: BadgeRate;
  /** The response time that it takes, over so many days: milliseconds at most, of the statistic named. */
  readonly time: BadgeTime;
  /** Where fewer first messages came in the days, so many of the last are taken, however old. */
  readonly fewest: number;
  /** What comes in during so many hours from when we went away does not count. */
  readonly awayHours: number;
}

const minute = 60_000;
const common = { network: "facebook", kinds: ["direct"], fewest: 10, awayHours: 12 } as const;

/**
 * Facebook's "Very responsive to messages" in the older definition: nine of ten first messages of seven days answered, and the mean of the
 * fastest nine tenths of the answers of 30 days within 15 minutes. Private messages only. Sources, all secondary and read 2026-11-22: Facebook's
 * help as quoted by pegasusventures.us and crownsoft007.com (30 days, fastest 90 %, last 10), thinkonething.com (12 hours away).
 */
export const facebookBadge: BadgePreset = {
  ...common,
  version: "older",
  source: "Facebook help, quoted by pegasusventures.us and crownsoft007.com, read 2026-11-22",
  rate: { least: 0.9, days: 7 },
  time: { atMostMs: 15 * minute, days: 30, statistic: "mean-of-fastest-90" },
};

/** The definitions of Facebook's badge that were found, by version. No source dates them well; take the one that your readers know. */
export const facebookBadges: Readonly<Record<"older" | "seven-days" | "median" | "median-5-minutes", BadgePreset>> = {
  older: facebookBadge,
  "seven-days": {
    ...common,
    version: "seven-days",
    source: "tonyahn.com, 2016-07: rate and average time, both over 7 days",
    rate: { least: 0.9, days: 7 },
    time: { atMostMs: 15 * minute, days: 7, statistic: "mean" },
  },
  median: {
    ...common,
    version: "median",
    source: "2020marketingsolutions.com.au, 2017-10: a median of 15 minutes over 7 days",
    rate: { least: 0.9, days: 7 },
    time: { atMostMs: 15 * minute, days: 7, statistic: "median" },
  },
  "median-5-minutes": {
    ...common,
    version: "median-5-minutes",
    source: "thinkonething.com, read 2026-11-22: a median of 5 minutes over 7 days",
    rate: { least: 0.9, days: 7 },
    time: { atMostMs: 5 * minute, days: 7, statistic: "median" },
  },
};
