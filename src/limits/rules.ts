/**
 * What the rules of networks are written with: lengths of time, ways to come back, lists of prices. Data only.
 * @module
 */
import type { CalendarRefill, LimitUnit, WindowRefill } from "../model/limit.js";

/** Milliseconds. */
export const second = 1_000;
/** Milliseconds. */
export const minute: number = 60 * second;
/** Milliseconds. */
export const hour: number = 60 * minute;
/** Milliseconds. */
export const day: number = 24 * hour;

/** Each call counts for so long from its own moment. The safe reading where a network names a length and no more. */
export function rolling(windowMs: number): WindowRefill {
  return { kind: "window", windowMs, rolling: true };
}

/** A window opens with the first call, or when the network says, and ends for all of them at once. */
export function opening(windowMs: number): WindowRefill {
  return { kind: "window", windowMs, rolling: false };
}

/** Windows begin at multiples of their length since 1970. */
export function aligned(windowMs: number): WindowRefill {
  return { kind: "window", windowMs, rolling: false, aligned: true };
}

/** All of it is back at midnight in an IANA zone. */
export function daily(timeZone: string): CalendarRefill {
  return { kind: "calendar", every: "day", timeZone };
}

/** What calls cost a rule, where that is not 1 for each: pure data, for meters, for the catalog and for plans of what a job will cost. */
export interface PriceList<Item extends string = string> {
  /** Ids of the rules that take this price. */
  readonly rules: readonly string[];
  /** What is counted. */
  readonly unit: LimitUnit;
  /** By the network's word for what is called, returned or created. */
  readonly prices: Readonly<Record<Item, number>>;
  /** Where the prices were read, with their date. */
  readonly source: string;
}

/** How much a full budget holds, where that differs from route to route: pure data. */
export interface CapacityList<Route extends string = string> {
  /** Id of the rule, which is kept for each route. */
  readonly rule: string;
  /** By route: method and path template. */
  readonly capacities: Readonly<Record<Route, number>>;
  /** Where the numbers were read, with their date. */
  readonly source: string;
}
