/**
 * Schedules: when somebody is there, as people write it down.
 * @module
 */
import type { Timestamp } from "../../model/ref.js";
import { isObject, refuse, shown } from "../measure.js";
import { readTime } from "../read-time.js";
import { zoneOf, type Zone } from "./zone.js";

/** A day of the week. */
export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

/**
 * From when to when, on the clock of the zone: `["09:00", "17:00"]`. The end is no longer open. `24:00` is where the next day begins; what goes
 * on after midnight is written with hours above 24, `["22:00", "26:00"]`, up to `48:00`, or as two intervals on two days.
 */
export type OpenInterval = readonly [opens: string, closes: string];

/**
 * When somebody is there to reply. Holidays beat overrides, overrides beat the week, and breaks are taken out of what is left. Dates are days
 * of the zone, `2026-12-25`. Intervals of a day may overlap: what is open twice is open once.
 */
export interface Schedule {
  /** The zone in which the hours are meant, as in the IANA database: `Europe/Copenhagen`. */
  readonly timeZone: string;
  /** The hours of each day of the week. A day that is absent is closed. */
  readonly week: Readonly<Partial<Record<Weekday, readonly OpenInterval[]>>>;
  /**
   * Days on which nothing opens. An interval belongs to the day on which it begins: of one that goes on after midnight, the rest on a holiday
   * stays, and the whole goes where it begins on one. Written as two intervals on two days, each goes with its own day.
   */
  readonly holidays?: readonly string[];
  /** The hours of single days, in place of those of the week. An empty list closes the day. */
  readonly overrides?: Readonly<Record<string, readonly OpenInterval[]>>;
  /** Breaks on single days. They also interrupt what has been open since the day before. */
  readonly breaks?: Readonly<Record<string, readonly OpenInterval[]>>;
}

/** A schedule, and since when it holds. */
export interface ScheduleInForce {
  /** The first instant at which it holds. Absent on the one that has held from the beginning. */
  readonly from?: Timestamp;
  /** The hours. It holds until the next one begins. */
  readonly schedule: Schedule;
}

/** A stretch of a day in milliseconds after its midnight, by the clock on the wall. */
export interface WallInterval {
  /** From 0 to before 24 hours. */
  readonly opens: number;
  /** Up to 48 hours. */
  readonly closes: number;
}

/** A schedule that was read. Days are numbered from 1970-01-01. */
export interface Plan {
  readonly zone: Zone;
  /** By day of the week, Monday first. */
  readonly week: readonly (readonly WallInterval[])[];
  /** The days that are not as in the week: holidays are empty. */
  readonly days: ReadonlyMap<number, readonly WallInterval[]>;
  readonly breaks: ReadonlyMap<number, readonly WallInterval[]>;
}

/** A plan, and since when it holds. */
export interface PlanInForce {
  /** Milliseconds since 1970, UTC; minus infinity for the one that has held from the beginning. */
  readonly from: number;
  readonly plan: Plan;
}

const weekdays: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const fields: readonly string[] = ["timeZone", "week", "holidays", "overrides", "breaks"] satisfies readonly (keyof Schedule)[];
const dayMs = 86_400_000;

/** Reads one schedule or several in force, in the order of their beginning. Refuses what is none, naming the field. */
export function readSchedules(given: Schedule | readonly ScheduleInForce[]): readonly PlanInForce[] {
  if (!Array.isArray(given)) return [{ from: Number.NEGATIVE_INFINITY, plan: readSchedule(given as Schedule, "schedule") }];
  const read = (given as readonly ScheduleInForce[]).map((one: unknown, index): PlanInForce => {
    const name = `schedules[${index}]`;
    if (!isObject(one) || !("schedule" in one))
      return refuse(`\`${name}\` is no schedule in force`, "give `schedule`, and `from` when it came later");
    const { from, schedule } = one as ScheduleInForce;
    return {
      from: from === undefined ? Number.NEGATIVE_INFINITY : readTime(from, `\`${name}.from\``),
      plan: readSchedule(schedule, `${name}.schedule`),
    };
  });
  read.sort((a, b) => (a.from < b.from ? -1 : 1));
  if (read[0]?.from !== Number.NEGATIVE_INFINITY)
    refuse("`schedules` has none that holds from the beginning", "leave `from` out of the first, or put one before it whose week is empty");
  for (const [index, { from }] of read.entries())
    if (index > 0 && read[index - 1]?.from === from) refuse("`schedules` has two that begin together", "leave one out");
  return read;
}

function readSchedule(given: Schedule, name: string): Plan {
  if (!isObject(given)) refuse(`\`${name}\` is no schedule`, "give `timeZone` and `week`");
  const { timeZone, week, holidays = [], overrides = {}, breaks = {} } = given;
  // A misspelt field would open on every holiday without a word.
  for (const field of Object.keys(given))
    if (!fields.includes(field)) refuse(`\`${name}.${field}\` is unknown`, `give ${fields.join(", ")}`);
  const zone = zoneOf(timeZone, `\`${name}.timeZone\``);
  if (!isObject(week) || Array.isArray(week))
    refuse(`\`${name}.week\` is no week`, 'give hours by day, such as { mon: [["09:00", "17:00"]] }');
  for (const day of Object.keys(week))
    if (!(weekdays as readonly string[]).includes(day)) refuse(`\`${name}.week\` has a day ${shown(day)}`, `give ${weekdays.join(", ")}`);
  const days = readDays(overrides, `${name}.overrides`);
  if (!Array.isArray(holidays)) refuse(`\`${name}.holidays\` is no list`, "give dates in one, such as 2026-12-25");
  for (const [index, date] of (holidays as readonly string[]).entries()) days.set(readDate(date, `${name}.holidays[${index}]`), []);
  return {
    zone,
    week: weekdays.map((day) => (day in week ? readIntervals(week[day], `${name}.week.${day}`) : [])),
    days,
    breaks: readDays(breaks, `${name}.breaks`),
  };
}

function readDays(given: Readonly<Record<string, readonly OpenInterval[]>>, name: string): Map<number, readonly WallInterval[]> {
  if (!isObject(given) || Array.isArray(given))
    refuse(`\`${name}\` has no dates`, 'give intervals by date, such as { "2026-12-24": [["09:00", "12:00"]] }');
  return new Map(Object.entries(given).map(([date, list]) => [readDate(date, name), readIntervals(list, `${name}["${date}"]`)]));
}

/** Numbers a date from 1970-01-01. */
function readDate(date: string, name: string): number {
  const at = typeof date === "string" && /^\d{4}-\d\d-\d\d$/u.test(date) ? Date.parse(date) : Number.NaN;
  // The parser takes the 30th of February for the 2nd of March.
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date)
    refuse(`\`${name}\` has a date ${shown(date)}`, "give days of the calendar as 2026-12-25");
  return at / dayMs;
}

function readIntervals(given: readonly OpenInterval[] | undefined, name: string): readonly WallInterval[] {
  if (!Array.isArray(given)) return refuse(`\`${name}\` is no list of intervals`, 'give a list, such as [["09:00", "17:00"]]');
  return (given as readonly OpenInterval[]).map((interval, index) => {
    const at = `${name}[${index}]`;
    if (!Array.isArray(interval) || (interval as readonly unknown[]).length !== 2)
      refuse(`\`${at}\` is no interval`, 'give two times, such as ["09:00", "17:00"]');
    const [opens, closes] = [readWall(interval[0], at), readWall(interval[1], at)];
    if (opens >= dayMs) refuse(`\`${at}\` begins after its day`, "write it on the day after");
    if (opens >= closes)
      refuse(`\`${at}\` ends before it begins`, "past midnight, write hours above 24, such as 26:00 for two in the night");
    return { opens, closes };
  });
}

function readWall(time: string, name: string): number {
  const parts = typeof time === "string" ? /^(\d\d):([0-5]\d)$/u.exec(time) : null;
  const ms = parts === null ? Number.NaN : (Number(parts[1]) * 60 + Number(parts[2])) * 60_000;
  if (!(ms <= 2 * dayMs)) refuse(`\`${name}\` has a time ${shown(time)}`, "give hours and minutes from 00:00 to 48:00");
  return ms;
}
