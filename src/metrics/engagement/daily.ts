/**
 * Engagement by day, on posts of any age.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import type { AccountKey, Key } from "../../model/keys.js";
import type { Timestamp } from "../../model/ref.js";
import { checkList, refuse } from "../measure.js";
import { zoneOf } from "../time/zone.js";
import { allKinds, checkKinds, defaultKinds, readKind, readNumber, type EngagementCounts } from "./counts.js";
import { observedDays } from "./daily-observed.js";
import { findFollowers, type FollowersSource } from "./followers.js";
import { checkOptions, type EngagementKindOptions, type FollowerOptions, type RateOptions } from "./options.js";
import { findOwnReplies, type OwnRepliesOf } from "./own-replies.js";
import { measureReadings, type Ratio } from "./ratio.js";
import type { ObservedValue } from "../observed.js";
import type { Reading } from "./readings.js";

/** A post whose numbers are observed. A `Post` is such. */
export interface ObservedPost {
  /** Its key: the subject of its observations. */
  readonly key: Key;
  /** When it appeared. */
  readonly createdAt: Timestamp;
}

/** What happened on one day, on all posts of an account. `Insights` of a day with its date are such. */
export interface DailyCounts extends EngagementCounts {
  /** Which day: `2026-11-22`. */
  readonly day: string;
  /** Whose it is. Needed where there are several accounts. */
  readonly account?: AccountKey;
  /** The zone in which the network cut the day. IANA. @defaultValue the option `timeZone` */
  readonly bucketTimeZone?: string;
}

/** What a daily engagement rate counts. */
export interface DailyOptions
  extends Omit<RateOptions, "ads">, Pick<EngagementKindOptions, "kinds" | "excludeOwn" | "replyCounts">, FollowerOptions {
  /** The zone in which days are cut. IANA. @defaultValue "UTC" */
  readonly timeZone?: string;
  /** Of observations: the start of the first day. */
  readonly from?: Timestamp;
  /** Of observations: the end of the last day, which is the start of the next. */
  readonly to?: Timestamp;
  /** Of observations: the posts that are observed. One that appeared in the period counts from 0; of others what came before is unknown. */
  readonly posts?: readonly ObservedPost[];
}

/** Computes the engagement rate of days, from counts of each day or from observations of posts. */
export type DailyRate = (days: readonly DailyCounts[] | readonly ObservedValue[], options?: DailyOptions) => Measure;

/** What is read of days. */
export interface DayQuestion {
  /** The rate. */
  readonly ratio: Ratio & { readonly kinds: readonly (typeof allKinds)[number][] };
  /** What was asked for. */
  readonly options: DailyOptions;
  /** Where followers come from. */
  readonly followers: FollowersSource;
  /** Where our own replies come from. */
  readonly ownRepliesOf: OwnRepliesOf | undefined;
}

/**
 * Computes the engagement rate of days: what happened on a day, on old and new posts, by the followers of that day. Of X days it is the
 * average day, all engagement by X times the followers. n = days, of several accounts the days of all.
 *
 * Either from counts of each day, where a day that is not given is no day without engagement but one that is not asked about; or from
 * observations of counts that only grow (likes, replies, shares, ... of posts), between `from` and `to`. There a post is taken by its last
 * reading at or before each end; where that is more than a day away the measure is `approximated`, where there is none before `from` it is
 * a lower bound, and where a count fell what was added is unknown. Observations of `followers` may stand in the same list.
 *
 * Followers are those at the end of each day. Hootsuite calls it Daily ER (blog.hootsuite.com/calculate-engagement-rate, 2019).
 *
 * @throws FolkmootError `invalid-request` for what is no day, list, count, zone, time or option, and for a day that is there twice.
 *
 * @example
 * engagementRate.daily([{ day: "2026-11-22", likes: 5, replies: 3, shares: 3, saves: 0, followers: 10_000 }]).value; // 0.0011
 */
export const dailyRate: DailyRate = (days, options = {}) => {
  checkOptions(options);
  const kinds = checkKinds(options.kinds ?? defaultKinds, allKinds);
  checkList(days, "days", "day");
  const question: DayQuestion = {
    ratio: { kinds, base: "followers", unit: "fraction" },
    options,
    followers: findFollowers(options.followers),
    ownRepliesOf: options.excludeOwn === undefined ? undefined : findOwnReplies(options.excludeOwn, options.replyCounts),
  };
  return isObserved(days) ? observedDays(question, days) : countedDays(question, days);
};

/** Says whether a list holds observations; both in one cannot be added up. */
function isObserved(days: readonly DailyCounts[] | readonly ObservedValue[]): days is readonly ObservedValue[] {
  const observed = days.filter((one) => "metric" in one).length;
  if (observed > 0 && observed < days.length) refuse("`days` holds days and observations", "give one of them");
  return observed > 0;
}

function countedDays(question: DayQuestion, days: readonly DailyCounts[]): Measure {
  const { options, ratio } = question;
  const { from, to, posts, timeZone } = options;
  if (days.length > 0 && (from !== undefined || to !== undefined || posts !== undefined))
    refuse("from, to and posts say nothing of counts by day", "leave them out, or give observations");
  const seen = new Set<string>();
  const accounts = new Set<string>();
  const zones = new Set<string>();
  const readings = days.map((day) => {
    const account: unknown = day.account;
    if (account !== undefined && typeof account !== "string")
      refuse("account of a day is no text", "give the key of the account, or leave it out");
    const name = `${day.account ?? ""} ${day.day}`;
    if (seen.has(name)) refuse("A day is there twice", "add its counts up, or name the `account` of each");
    seen.add(name);
    accounts.add(day.account ?? "");
    const zone = day.bucketTimeZone ?? timeZone ?? "UTC";
    zones.add(zone);
    return readDay(question, day, zone);
  });
  const [zone] = zones;
  const measure = measureReadings({ ...ratio, gross: accounts.size > 1 }, { readings, excluded: {} }, options);
  return zones.size === 1 && zone !== undefined ? { ...measure, timeZone: zone } : measure;
}

const dayMs = 86_400_000;

function readDay({ ratio, followers, ownRepliesOf }: DayQuestion, day: DailyCounts, timeZone: string): Reading {
  const [fromMs, toMs] = endsOf(day.day, timeZone);
  const then = readNumber(day.followers, "followers");
  const below =
    then === undefined
      ? (followers.observed({ subject: day.account, atMs: toMs - 1 }) ?? followers.given)
      : { value: then, approximated: false };
  const parts = ratio.kinds.map((kind) => readKind(day, kind));
  const at = ratio.kinds.indexOf("replies");
  const replies = parts[at];
  const reading = {
    below: below?.value,
    approximated: below?.approximated === true,
    account: day.account,
    own: 0,
    lower: [],
    holdsOwn: replies !== undefined && replies > 0,
  };
  if (replies === undefined || ownRepliesOf === undefined || day.account === undefined) return { ...reading, parts };
  const { sure, unsure } = ownRepliesOf(day.account, { fromMs, toMs });
  const own = sure + unsure;
  if (own > replies) return { ...reading, parts: parts.with(at, undefined), holdsOwn: false };
  return { ...reading, parts: parts.with(at, replies - own), own, holdsOwn: false, lower: unsure > 0 ? ["replies"] : [] };
}

/** Finds where a day begins and where the next one does. */
function endsOf(day: unknown, timeZone: string): readonly [number, number] {
  const local = typeof day === "string" && /^\d{4}-\d\d-\d\d$/u.test(day) ? Date.parse(day) : Number.NaN;
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 10) !== day)
    refuse("day is no date", "give the day as the network cut it, such as 2026-11-22");
  const zone = zoneOf(timeZone, "timeZone");
  return [zone.instantOf(local, "start"), zone.instantOf(local + dayMs, "start")];
}
