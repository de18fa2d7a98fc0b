/**
 * In which weeks or months each member was active.
 * @module
 */
import type { Timestamp } from "../../model/ref.js";
import { isObject, refuse, type MeasureDetails } from "../measure.js";
import { sortNumbers } from "../percentile.js";
import { readTime } from "../read-time.js";
import { calendarOf } from "../time/calendar.js";
import { bucketOf } from "./buckets.js";
import { checkOptions, eachMember, Tally, type MemberMessage, type MemberOptions } from "./people.js";

/** How time is cut into periods, and which of them are asked for. */
export interface ActivityOptions extends MemberOptions {
  /** How long a period is. Weeks begin on Monday. */
  readonly every: "day" | "week" | "month";
  /** The zone in which periods are cut. IANA. */
  readonly timeZone: string;
  /** The first period is the one that holds this instant, best its beginning. */
  readonly from: Timestamp;
  /** The last period ends here, or holds this instant. */
  readonly to: Timestamp;
  /** The instant of the question. What came later is left out, and a period that ends later is not over. @defaultValue `to` */
  readonly now?: Timestamp;
}

/** What those options say that tell who came for the first time. */
export interface HistoryOptions extends ActivityOptions {
  /**
   * Since when everything that was said is among the messages: since the community began, or what a backfill has read. Without it, or with a
   * later instant than `from`, some who seem to be new may have been there before, and the measures are not `complete`.
   */
  readonly knownSince?: Timestamp;
}

/** One stretch of the calendar. */
export interface Period {
  /** Where it begins, in its zone. */
  readonly start: number;
  /** Where it ends; the next one begins there. */
  readonly end: number;
  /** True when it ends by `now`, and by `to`. */
  readonly isOver: boolean;
  /** True when no part of it is before `from`. */
  readonly isWhole: boolean;
}

/** Who was active when. */
export interface Activity {
  /** The periods that are asked for, in order. */
  readonly periods: readonly Period[];
  /** For each member the periods in which they wrote, in order. Those before the first of `periods` are negative: -1 is the one before. */
  readonly members: Iterable<readonly number[]>;
  /** What is missing and left out, of all messages up to the end. */
  readonly details: MeasureDetails;
}

const needed = "give `every`, `timeZone`, `from` and `to`";

/**
 * Reads in which periods each member wrote, in `periods` and before.
 *
 * @throws FolkmootError `invalid-request` for what is no message, time, zone or option.
 */
export function readActivity(messages: readonly MemberMessage[], options: ActivityOptions): Activity {
  if (!isObject(options)) refuse("`options` is missing", needed);
  checkOptions(options);
  const { every, timeZone } = options;
  if (!["day", "week", "month"].includes(every)) refuse("`every` is none that we know", "give day, week or month");
  const calendar = calendarOf(timeZone, "timeZone");
  const from = readTime(options.from, "from");
  const to = readTime(options.to, "to");
  if (from >= to) refuse("from is not before to", "give a stretch of several periods");
  const now = options.now === undefined ? to : readTime(options.now, "now");
  const until = Math.min(now, to);

  const tally = new Tally();
  const written: { readonly author: string; readonly at: number }[] = [];
  let first = from;
  eachMember(
    messages,
    options,
    (at) => at < to && at <= now,
    tally,
    (author, at) => {
      written.push({ author, at });
      if (at < first) first = at;
    },
  );

  const starts = calendar.bucketStarts(first, to, every);
  const offset = bucketOf(starts, from);
  const members = new Map<string, Set<number>>();
  for (const { author, at } of written) {
    const period = bucketOf(starts, at) - offset;
    const set = members.get(author);
    if (set === undefined) members.set(author, new Set([period]));
    else set.add(period);
  }
  const asked = starts.slice(offset);
  return {
    periods: asked.map((start, index) => {
      const end = asked[index + 1] ?? calendar.next(start, every);
      return { start, end, isOver: end <= until, isWhole: start >= from };
    }),
    members: [...members.values()].map((set) => sortNumbers([...set])),
    details: { ...tally.details(written.length), timeZone },
  };
}

/** Adds to what a measure says what is missing of a period. */
export function withGaps(details: MeasureDetails, ...missing: readonly (string | false)[]): MeasureDetails {
  const names = missing.filter((name) => name !== false);
  if (names.length === 0) return details;
  return { ...details, complete: false, missing: [...new Set([...(details.missing ?? []), ...names])].toSorted() };
}

/** Tells from which instant on it is known who came for the first time. */
export function readKnownSince(options: HistoryOptions): number {
  if (!isObject(options)) refuse("`options` is missing", needed);
  const { knownSince } = options;
  return knownSince === undefined ? Number.POSITIVE_INFINITY : readTime(knownSince, "knownSince");
}

/** Writes an instant as the model does. */
export const timestamp = (at: number): Timestamp => new Date(at).toISOString();
