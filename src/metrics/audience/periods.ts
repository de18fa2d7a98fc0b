/**
 * Cutting a period into the hours, days, weeks or months of a zone.
 * @module
 */
import { calendarOf, type CalendarOptions, type Every } from "../time/calendar.js";

/** A stretch of time, in milliseconds since 1970: from `start` to before `end`. */
export interface Stretch {
  /** Its first instant. */
  readonly start: number;
  /** The first instant after it. */
  readonly end: number;
}

/** How a period is cut. */
export interface CutOptions extends CalendarOptions {
  /** Where it begins, in milliseconds. */
  readonly from: number;
  /** Where it ends. */
  readonly to: number;
  /** How long a bucket is. */
  readonly every: Every;
  /** The zone in which buckets begin. */
  readonly timeZone: string;
}

/** Cuts a period. The first bucket begins where the period does and the last ends with it: none holds time that was not asked for. */
export function cut({ from, to, every, timeZone, weekStartsOn }: CutOptions): readonly Stretch[] {
  const calendar = calendarOf(timeZone, "timeZone", weekStartsOn === undefined ? {} : { weekStartsOn });
  return calendar
    .bucketStarts(from, to, every)
    .map((start) => ({ start: Math.max(start, from), end: Math.min(calendar.next(start, every), to) }));
}

/** Finds the bucket that holds an instant, by its place; -1 when none does. */
export function find(stretches: readonly Stretch[], at: number): number {
  let low = 0;
  let high = stretches.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const stretch = stretches[middle];
    if (stretch === undefined) break;
    if (at < stretch.start) high = middle - 1;
    else if (at >= stretch.end) low = middle + 1;
    else return middle;
  }
  return -1;
}
