/**
 * Business hours by looking at every quarter of an hour: what the calculator has to agree with, and nothing of its code in it.
 *
 * For times that are whole quarters, and zones whose offsets are.
 */
import type { OpenInterval, Schedule, Weekday } from "../../../src/metrics/index.js";
import { wallAt } from "./wall.js";

export const quarter: number = 15 * 60_000;
export const day: number = 24 * 60 * 60_000;
const weekdays: readonly Weekday[] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** A stretch of time, and what the clock on the wall shows at each of its quarters. */
export interface Window {
  readonly timeZone: string;
  readonly from: number;
  readonly shown: readonly number[];
}

/** Looks at the clock in a zone for as many days before an instant as after it. */
export function windowAround(timeZone: string, instant: string, days: number): Window {
  const from = Math.floor(Date.parse(instant) / day - days) * day;
  return {
    timeZone,
    from,
    shown: Array.from({ length: (2 * days * day) / quarter }, (_, slot) => wallAt(timeZone, from + slot * quarter)),
  };
}

/** Which quarters of a window are open. Those of its first three and last three days lack what lies outside. */
export function openSlots(
  { shown }: Window,
  { week, holidays = [], overrides = {}, breaks = {} }: Omit<Schedule, "timeZone">,
): readonly boolean[] {
  const open = shown.map(() => false);
  const paint = (date: string, intervals: readonly OpenInterval[], value: boolean): void => {
    for (const [opens, closes] of intervals) {
      const starts = slotsAt(Date.parse(date) + ms(opens));
      const ends = slotsAt(Date.parse(date) + ms(closes));
      const end = closes === "24:00" || closes === "48:00" ? ends[0] : ends.at(-1);
      for (let slot = starts[0] ?? 0; slot < (end ?? 0); slot++) open[slot] = value;
    }
  };
  /** The quarters at which the clock shows a time, or the first after it where it never does. */
  const slotsAt = (wall: number): readonly number[] => {
    const slots = shown.flatMap((at, slot) => (at === wall ? [slot] : []));
    if (slots.length > 0) return slots;
    const after = shown.findIndex((at) => at > wall);
    return after < 0 ? [shown.length] : [after];
  };
  // A day that the zone left out has neither hours nor breaks.
  const dates = [...new Set(shown.map((at) => new Date(at).toISOString().slice(0, 10)))];
  for (const date of dates) {
    const weekday = weekdays[new Date(date).getUTCDay()];
    const hours = overrides[date] ?? (weekday === undefined ? undefined : week[weekday]) ?? [];
    if (!holidays.includes(date)) paint(date, hours, true);
  }
  for (const [date, intervals] of Object.entries(breaks)) if (dates.includes(date)) paint(date, intervals, false);
  return open;
}

/** Adds up the open quarters from one instant to another, those at the ends in part. */
export function openBetween({ from: first }: Window, open: readonly boolean[], from: number, to: number): number {
  return open.reduce((sum, isOpen, slot) => {
    const start = Math.max(from, first + slot * quarter);
    const end = Math.min(to, first + (slot + 1) * quarter);
    return isOpen && end > start ? sum + end - start : sum;
  }, 0);
}

const ms = (time: string): number => Number(time.slice(0, 2)) * 4 * quarter + Number(time.slice(3)) * 60_000;
