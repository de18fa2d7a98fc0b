/**
 * Making measures, and checking what they are made of.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { Measure, MeasureBase, MeasureUnit, NoValueReason } from "../model/measure.js";

/** What a measure says beside value and unit. Nothing is missing unless said. */
export type MeasureDetails = Partial<Omit<MeasureBase, "unit">>;

/** Makes a measure that has a value. */
export function known(value: number, unit: MeasureUnit, details: MeasureDetails): Extract<Measure, { readonly value: number }> {
  return { value, unit, n: 0, complete: true, missing: [], ...details };
}

/** Makes a measure that has none, and says why. */
export function unknown(reason: NoValueReason, unit: MeasureUnit, details: MeasureDetails): Extract<Measure, { readonly value: null }> {
  return { value: null, reason, unit, n: 0, complete: true, missing: [], ...details };
}

/** Counts something. */
export const counted = (value: number): Measure => known(value, "count", { n: value });

/** Refuses an input, naming it and the remedy. */
export function refuse(what: string, remedy: string): never {
  throw new FolkmootError("invalid-request", `${what}: ${remedy}.`);
}

/** Refuses what is no list of what is measured, naming the entry that is none. */
export function checkList(list: unknown, name: string, of: string): void {
  if (!Array.isArray(list)) refuse(`\`${name}\` is no list`, `give ${of}s in one`);
  const wrong = (list as readonly unknown[]).findIndex((one) => !isObject(one));
  if (wrong >= 0) refuse(`\`${name}\` has no ${of} at position ${wrong}`, "leave out what is unknown");
}

/** Says whether something may have fields. */
export const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Reads a time. A time without a zone would mean another instant on every machine, so it is refused. */
export function readTime(value: string, name: string): number {
  const read = /^\d{4}-\d\d-\d\d(?:T.*(?:Z|[+-]\d\d:?\d\d))?$/u.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(read) ? refuse(`${name} is no time`, "give ISO 8601 in UTC, such as 2026-11-22T10:00:00.000Z") : read;
}
