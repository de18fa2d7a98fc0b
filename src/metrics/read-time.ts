/**
 * Reading instants fast: a million messages have two million of them.
 * @module
 */
import { refuse } from "./measure.js";

const zero = 48;
const dayMs = 86_400_000;
const daysBefore: readonly number[] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/** Reads a time. A time without a zone would mean another instant on every machine, so it is refused, and so is the 30th of February. */
export function readTime(value: string, name: string): number {
  const fast = typeof value === "string" ? readStored(value) : Number.NaN;
  if (!Number.isNaN(fast)) return fast;
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:T.*(?:Z|[+-]\d\d:?\d\d))?$/u.exec(value);
  const read = parts !== null && isDay(Number(parts[1]), Number(parts[2]), Number(parts[3])) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(read) ? refuse(`${name} is no time`, "give ISO 8601 in UTC, such as 2026-11-22T10:00:00.000Z") : read;
}

/** Reads the one form in which the model keeps instants, `2026-11-22T10:00:00.000Z`; `NaN` for any other. */
export function readStored(text: string): number {
  if (text.length !== 24 || text[4] !== "-" || text[7] !== "-" || text[10] !== "T" || text[13] !== ":" || text[16] !== ":")
    return Number.NaN;
  if (text[19] !== "." || text[23] !== "Z") return Number.NaN;
  const year = 100 * pair(text, 0) + pair(text, 2);
  const month = pair(text, 5);
  const day = pair(text, 8);
  const hour = pair(text, 11);
  const minute = pair(text, 14);
  const second = pair(text, 17);
  const milli = 10 * pair(text, 20) + digit(text, 22);
  if (!(hour < 24 && minute < 60 && second < 60) || Number.isNaN(milli) || !isDay(year, month, day)) return Number.NaN;
  return dayOf(year, month, day) * dayMs + hour * 3_600_000 + minute * 60_000 + second * 1000 + milli;
}

const digit = (text: string, at: number): number => {
  const value = text.charCodeAt(at) - zero;
  return value >= 0 && value <= 9 ? value : Number.NaN;
};
const pair = (text: string, at: number): number => 10 * digit(text, at) + digit(text, at + 1);

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const isDay = (year: number, month: number, day: number): boolean =>
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  day <= (daysBefore[month] ?? 0) - (daysBefore[month - 1] ?? 0) + (month === 2 && isLeap(year) ? 1 : 0);

/** Numbers a day of the proleptic Gregorian calendar; 1970-01-01 is 0. */
function dayOf(year: number, month: number, day: number): number {
  const past = year - 1;
  const leaps = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  return past * 365 + leaps + (daysBefore[month - 1] ?? 0) + (month > 2 && isLeap(year) ? 1 : 0) + day - 719_163;
}
