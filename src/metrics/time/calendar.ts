/**
 * Hours, days, weeks and months as they begin in a zone.
 * @module
 */
import { refuse } from "../measure.js";
import { zoneOf, type Zone } from "./zone.js";

/** How long a bucket is. */
export type Every = "hour" | "day" | "week" | "month";

/** How weeks are cut. */
export interface CalendarOptions {
  /** The first day of a week: 1 Monday, as in ISO 8601, to 7 Sunday. @defaultValue 1 */
  readonly weekStartsOn?: 1 | 2 | 3 | 4 | 5 | 6 | 7;
}

/** The buckets of a zone. Each begins where the one before ends: no instant is in none or in two. Milliseconds since 1970, UTC. */
export interface Calendar {
  /** The start of the bucket that holds an instant. */
  startOf(at: number, every: Every): number;
  /** The start of the bucket after the one that begins at `start`. */
  next(start: number, every: Every): number;
  /** The starts of all buckets that share an instant with `from` to before `to`, in order. The first may begin before `from`. */
  bucketStarts(from: number, to: number, every: Every): readonly number[];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const everies: readonly Every[] = ["hour", "day", "week", "month"];
// A hundred years of hours; more would fill the memory before anybody could read it.
const mostBuckets = 1_000_000;

/**
 * Makes the calendar of a zone. A day lasts 23, 24 or 25 hours (23.5 and 24.5 on Lord Howe); one whose midnight is skipped begins with its
 * first instant, and one that a zone skipped whole, such as 2011-12-30 in Apia, is no bucket. An hour that the clock shows twice is two
 * buckets, and a change in the middle of an hour begins a new one.
 *
 * @throws FolkmootError `invalid-request` for an unknown zone, naming `field`, or an unknown first day.
 */
export function calendarOf(timeZone: string, field: string, options: CalendarOptions = {}): Calendar {
  const zone = zoneOf(timeZone, field);
  const { weekStartsOn = 1 } = options;
  if (!(Number.isInteger(weekStartsOn) && weekStartsOn >= 1 && weekStartsOn <= 7))
    refuse(`\`weekStartsOn\` is ${String(weekStartsOn)}`, "give a day from 1, Monday, to 7, Sunday");
  const dates = { day: eachDay, week: eachWeek(weekStartsOn), month: eachMonth };

  const startOf = (at: number, every: Every): number => {
    checkEvery(every);
    if (every === "hour") return hourOf(zone, at);
    const { first, after } = dates[every];
    const date = first(dateOf(zone, at));
    // The clock may go back to the day before just after midnight: that last hour belongs to the day that has already begun.
    const following = zone.instantOf(after(date) * dayMs, "start");
    return following <= at ? following : zone.instantOf(date * dayMs, "start");
  };
  const next = (start: number, every: Every): number => {
    checkEvery(every);
    if (every === "hour") {
      const end = start + hourMs - mod(start + zone.offsetAt(start), hourMs);
      return zone.changeAfter(start, end) ?? end;
    }
    const { first, after } = dates[every];
    return zone.instantOf(after(first(dateOf(zone, start))) * dayMs, "start");
  };
  const bucketStarts = (from: number, to: number, every: Every): readonly number[] => {
    checkEvery(every);
    if (!(from <= to)) refuse("`to` is before `from`", "give them in the order of time");
    const starts: number[] = [];
    if (from === to) return starts;
    for (let start = startOf(from, every); start < to; start = next(start, every)) {
      if (starts.length === mostBuckets) refuse(`from \`from\` to \`to\` there are more than ${mostBuckets} buckets`, "take longer ones");
      starts.push(start);
    }
    return starts;
  };
  return { startOf, next, bucketStarts };
}

function checkEvery(every: Every): void {
  if (!everies.includes(every)) refuse(`\`every\` is ${every}`, `give one of ${everies.join(", ")}`);
}

/** Cuts days, numbered from 1970-01-01, into buckets: the first day of the one that holds a day, and of the one after. */
interface Dates {
  readonly first: (day: number) => number;
  readonly after: (first: number) => number;
}

const eachDay: Dates = { first: (day) => day, after: (day) => day + 1 };
// 1970-01-01 was a Thursday.
const eachWeek = (startsOn: number): Dates => ({ first: (day) => day - mod(day + 4 - startsOn, 7), after: (day) => day + 7 });
const eachMonth: Dates = { first: (day) => monthOf(day, 0), after: (day) => monthOf(day, 1) };

/** The first day of the month that holds a day, or of one so many months later. */
function monthOf(day: number, later: number): number {
  const date = new Date(day * dayMs);
  date.setUTCMonth(date.getUTCMonth() + later, 1);
  return date.getTime() / dayMs;
}

const mod = (value: number, by: number): number => ((value % by) + by) % by;
const dateOf = (zone: Zone, at: number): number => Math.floor((at + zone.offsetAt(at)) / dayMs);

function hourOf(zone: Zone, at: number): number {
  let start = at - mod(at + zone.offsetAt(at), hourMs);
  for (let change = zone.changeAfter(start, at); change !== undefined; change = zone.changeAfter(start, at)) start = change;
  return start;
}
