/**
 * How many of those who come at all come on a given day.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import type { Timestamp } from "../../model/ref.js";
import { isObject, refuse, type MeasureDetails } from "../measure.js";
import { readTime } from "../read-time.js";
import { calendarOf } from "../time/calendar.js";
import { bucketOf } from "./buckets.js";
import { checkOptions, countOf, eachMember, Tally, valueOf } from "./people.js";
import type { MemberMessage, MemberOptions } from "./people.js";

/** Which days. */
export interface StickinessOptions extends MemberOptions {
  /** The zone in which days are cut. IANA. */
  readonly timeZone: string;
  /** Where the window begins, best at the midnight of a day. */
  readonly from: Timestamp;
  /** Where it ends; this instant is no longer in it. For a monthly figure 28, 30 or 31 days after `from`. */
  readonly to: Timestamp;
}

/** How many people were active, and how steadily. Active is who wrote. */
export interface Stickiness {
  /** The average of the people active on each day of the window. */
  readonly dau: Measure;
  /** The average of the people active in each of the whole weeks, seven days from `from` on. */
  readonly wau: Measure;
  /** The people active at any time of the window: MAU when it is a month. */
  readonly mau: Measure;
  /** `dau` by `mau`. */
  readonly dauToMau: Measure;
  /** `wau` by those active in these weeks. Days beyond the last whole week are in neither. */
  readonly wauToMau: Measure;
}

/**
 * Computes how sticky a community is: of the people who wrote in a window, the share who wrote on an average day of it (DAU/MAU), or in an
 * average week (WAU/MAU).
 *
 * Both sides rest on the same window: the average runs over all its days, those without anybody too. A day lasts 23, 24 or 25 hours, as the
 * zone has it. A window that begins or ends within a day has a day of which a part is unknown, so it is not `complete` and `missing` says
 * `whole-day`. `n` of a ratio is the people. Bots, our own messages and what people cannot see are left out and counted.
 *
 * Healthy communities of a hobby lie around 0.15 to 0.25; who reads without writing is not seen at all.
 *
 * @throws FolkmootError `invalid-request` for what is no message, time, zone or option, and for a window that ends before it begins.
 *
 * @example
 * const march = { timeZone: "Europe/Copenhagen", from: "2026-02-28T23:00:00.000Z", to: "2026-03-31T22:00:00.000Z" };
 * stickiness(messages, march).dauToMau.value; // 0.18: of those who wrote in March, on an average day 18 % did
 */
export function stickiness(messages: readonly MemberMessage[], options: StickinessOptions): Stickiness {
  if (!isObject(options)) refuse("`options` is missing", "give `timeZone`, `from` and `to`");
  checkOptions(options);
  const calendar = calendarOf(options.timeZone, "timeZone");
  const from = readTime(options.from, "from");
  const to = readTime(options.to, "to");
  if (from >= to) refuse("from is not before to", "give a window, such as a month");
  const starts = calendar.bucketStarts(from, to, "day");
  const days = starts.length;
  const weeks = Math.floor(days / 7);

  const tally = new Tally();
  const activeDays = new Map<string, Set<number>>();
  let known = 0;
  const isIn = (at: number): boolean => at >= from && at < to;
  eachMember(messages, options, isIn, tally, (author, at) => {
    known++;
    const set = activeDays.get(author);
    if (set === undefined) activeDays.set(author, new Set([bucketOf(starts, at)]));
    else set.add(bucketOf(starts, at));
  });

  let personDays = 0;
  let personWeeks = 0;
  let inWeeks = 0;
  for (const set of activeDays.values()) {
    const ofPerson = new Set<number>();
    for (const day of set) if (day < weeks * 7) ofPerson.add(Math.floor(day / 7));
    personDays += set.size;
    personWeeks += ofPerson.size;
    if (ofPerson.size > 0) inWeeks++;
  }

  const { timeZone } = options;
  const wholeFrom = starts[0] === from;
  const wholeTo = calendar.startOf(to, "day") === to;
  const details = (isWhole: boolean): MeasureDetails => {
    const told = tally.details(known);
    return { timeZone, ...told, ...(!isWhole && { complete: false, missing: [...(told.missing ?? []), "whole-day"] }) };
  };
  const ofDays = details(wholeFrom && wholeTo);
  const ofWeeks = details(wholeFrom && (wholeTo || days % 7 !== 0));
  const people = activeDays.size;
  // An average by a total is no count of tries, and the days of one person are not independent: it has no interval.
  const ratio = (average: number, all: number, of: MeasureDetails): Measure =>
    valueOf(all === 0 ? undefined : average / all, "fraction", all, options, { ...of, numerator: average, denominator: all });
  const daily = personDays / days;
  const weekly = personWeeks / Math.max(weeks, 1);
  // The observations of an average are days; how many people a value takes says nothing of them.
  const averages = { strict: options.strict ?? false };
  return {
    dau: valueOf(daily, "count", days, averages, { ...ofDays, aggregation: "mean" }),
    wau: valueOf(weeks === 0 ? undefined : weekly, "count", weeks, averages, { ...ofWeeks, aggregation: "mean" }),
    mau: countOf(people, options, ofDays),
    dauToMau: ratio(daily, people, ofDays),
    wauToMau: ratio(weekly, inWeeks, ofWeeks),
  };
}
