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

/** Names a value in a refusal, whatever it is: a text in quotes, an object by the word. */
export const shown = (value: unknown): string =>
  typeof value === "string" ? JSON.stringify(value) : isObject(value) ? "an object" : String(value);

/** Refuses what is no list of what is measured, naming the entry that is none. */
export function checkList(list: unknown, name: string, of: string): void {
  if (!Array.isArray(list)) refuse(`\`${name}\` is no list`, `give ${of}s in one`);
  const wrong = (list as readonly unknown[]).findIndex((one) => !isObject(one));
  if (wrong >= 0) refuse(`\`${name}\` has no ${of} at position ${wrong}`, "leave out what is unknown");
}

/** Says whether something may have fields. */
export const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Refuses a count that is negative, no number, or not finite. What is absent stays absent: unknown is not zero. */
export function checkCount(value: number | undefined, name: string): number | undefined {
  if (value !== undefined && !(typeof value === "number" && value >= 0 && Number.isFinite(value)))
    refuse(`${name} is ${shown(value)}`, "give a number from 0, and leave out what is unknown");
  return value;
}
