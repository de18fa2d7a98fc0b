/**
 * Business hours: how much of a time somebody was there.
 * @module
 */
import type { Timestamp } from "../../model/ref.js";
import { isObject, refuse, shown } from "../measure.js";
import { readTime } from "../read-time.js";
import { openTable, type OpenTable } from "./open-table.js";
import { openTimes } from "./open-times.js";
import { readSchedules, type Schedule, type ScheduleInForce } from "./schedule.js";

/** How business hours are counted. */
export interface BusinessHoursOptions {
  /**
   * Of several schedules, which one counts. `in-force`: at each instant the one that holds then, as Fivetran's `dbt_zendesk` counts. `last`: for
   * the whole span the one that holds at its end, as Zendesk's own reports count. Source: decision log of `dbt_zendesk`, "Business Time Metrics",
   * read 2026-11-22. @defaultValue "in-force"
   */
  readonly whenSeveral?: "in-force" | "last";
}

/**
 * Business hours, ready to be asked. Instants are ISO 8601 or milliseconds since 1970, UTC; what gives an instant back gives it in the form in
 * which it was asked. It refuses with `invalid-request` what is no time of the years 0000 to 9999.
 */
export interface BusinessHours {
  /**
   * Counts the milliseconds from `from` to `to` in which it is open. Never more than elapsed; over a day on which the clock changes, the hours that
   * really passed. A span whose end is before its start is refused: it is two times mixed up, and neither 0 nor less than 0 would show it.
   */
  between(from: Timestamp | number, to: Timestamp | number): number;
  /**
   * Finds the first instant at which `ms` of business hours have passed since `at`: when a reply is due. `at` itself for 0. `undefined` where
   * that is more than 100 years away, or never.
   */
  add(at: number, ms: number): number | undefined;
  /** Finds the first instant at which `ms` of business hours have passed since `at`. */
  add(at: Timestamp, ms: number): Timestamp | undefined;
  /** Finds the first instant at which `ms` of business hours have passed since `at`. */
  add(at: Timestamp | number, ms: number): Timestamp | number | undefined;
  /** Says whether it is open at an instant. At the very end of an interval it is not. */
  isOpen(at: Timestamp | number): boolean;
  /** Finds the first instant from `at` on at which it is open: `at` itself when it is. `undefined` where that is not within 100 years. */
  nextOpen(at: number): number | undefined;
  /** Finds the first instant from `at` on at which it is open. */
  nextOpen(at: Timestamp): Timestamp | undefined;
  /** Finds the first instant from `at` on at which it is open. */
  nextOpen(at: Timestamp | number): Timestamp | number | undefined;
}

const firstAt = Date.parse("0000-01-01T00:00:00.000Z");
const lastAt = Date.parse("9999-12-31T23:59:59.999Z");
const horizonMs = 100 * 365.25 * 86_400_000;

/**
 * Makes business hours from a schedule, or from several of which one took over from the other. Make them once and ask often: they remember the
 * sums of the days that were asked about, so that a span of years costs as little as one of minutes.
 *
 * A time that the clock skips in spring is the first instant after the gap. One that it shows twice in autumn is the first where something opens
 * and the second where it closes. `24:00` is where the next day begins. Breaks are taken out as they lie in time, by the same rule.
 *
 * @throws FolkmootError `invalid-request` for a schedule or option that is none, naming the field: an unknown zone or weekday, a date that is not in
 * the calendar, an interval that ends before it begins, several schedules none of which holds from the beginning.
 *
 * @example
 * const hours = businessHours({ timeZone: "Europe/Copenhagen", week: { mon: [["09:00", "17:00"]] }, holidays: ["2026-05-25"] });
 * hours.between("2026-05-18T14:00:00.000Z", "2026-06-01T08:00:00.000Z"); // 7_200_000: two hours
 * hours.add("2026-05-18T14:00:00.000Z", 7_200_000); // "2026-06-01T08:00:00.000Z"
 */
export function businessHours(schedule: Schedule | readonly ScheduleInForce[], options: BusinessHoursOptions = {}): BusinessHours {
  if (!isObject(options)) refuse("`options` are no object", "leave them out, or give `whenSeveral`");
  const { whenSeveral = "in-force" }: { readonly whenSeveral?: string } = options;
  if (whenSeveral !== "in-force" && whenSeveral !== "last") refuse(`\`whenSeveral\` is ${shown(whenSeveral)}`, "give in-force or last");
  const plans = readSchedules(schedule);
  const inForce = openTable((from, to) => openTimes(plans, from, to));
  const counted = whenSeveral === "last" && plans.length > 1 ? byLast(plans) : inForce;

  const between = (from: Timestamp | number, to: Timestamp | number): number => {
    const start = readAt(from, "`from`");
    const end = readAt(to, "`to`");
    if (end < start) refuse("`to` is before `from`", "give them in the order of time");
    return counted.between(start, end);
  };
  function add(at: number, ms: number): number | undefined;
  function add(at: Timestamp, ms: number): Timestamp | undefined;
  function add(at: Timestamp | number, ms: number): Timestamp | number | undefined;
  function add(at: Timestamp | number, ms: number): Timestamp | number | undefined {
    const start = readAt(at, "`at`");
    if (!(typeof ms === "number" && ms >= 0 && Number.isFinite(ms))) refuse(`\`ms\` is ${String(ms)}`, "give milliseconds from 0");
    return inFormOf(at, counted.add(start, ms, horizonOf(start)));
  }
  function nextOpen(at: number): number | undefined;
  function nextOpen(at: Timestamp): Timestamp | undefined;
  function nextOpen(at: Timestamp | number): Timestamp | number | undefined;
  function nextOpen(at: Timestamp | number): Timestamp | number | undefined {
    const start = readAt(at, "`at`");
    return inFormOf(at, inForce.nextOpen(start, horizonOf(start)));
  }
  return { between, add, isOpen: (at) => inForce.isOpen(readAt(at, "`at`")), nextOpen };
}

function readAt(value: Timestamp | number, name: string): number {
  if (typeof value !== "number") return readTime(value, name);
  if (!(value >= firstAt && value <= lastAt)) refuse(`${name} is ${value}`, "give milliseconds since 1970, of the years 0000 to 9999");
  return value;
}

const horizonOf = (at: number): number => Math.min(at + horizonMs, lastAt);

/** Part of a millisecond has not passed before the next one begins, so an instant in words is rounded up. */
const inFormOf = (asked: Timestamp | number, at: number | undefined): Timestamp | number | undefined =>
  at === undefined || typeof asked === "number" ? at : new Date(Math.ceil(at)).toISOString();

/** Counts a whole span by the plan in force at its end. */
function byLast(plans: ReturnType<typeof readSchedules>): Pick<OpenTable, "between" | "add"> {
  const tables = plans.map(({ plan, from }, index) => ({
    table: openTable((start, end) => openTimes([{ from: Number.NEGATIVE_INFINITY, plan }], start, end)),
    from,
    until: plans[index + 1]?.from ?? Number.POSITIVE_INFINITY,
  }));
  return {
    between: (from, to) => tables.find(({ until }) => to < until)?.table.between(from, to) ?? 0,
    add: (at, ms, until) => {
      for (const { table, from, until: next } of tables) {
        const due = table.add(at, ms, until);
        if (due === undefined || due >= next) continue;
        // By the plan that takes over, more may have passed at once than was wanted.
        const reached = Math.max(due, from);
        return reached <= until ? reached : undefined;
      }
      return undefined;
    },
  };
}
