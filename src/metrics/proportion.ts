/**
 * Shares of a whole, with how sure they are.
 * @module
 */
import type { Measure } from "../model/measure.js";
import { isObject, known, refuse, unknown, type MeasureDetails } from "./measure.js";
import { wilson } from "./wilson.js";

/** How many observations a value takes. */
export interface SampleOptions {
  /** Below so many observations there is no value, with the reason `insufficient-sample`. @defaultValue 0: always a value */
  readonly minN?: number;
}

/**
 * Makes the measure of a share: so many of `n`, with its Wilson 95 % interval; without tries none, `no-data`.
 *
 * Both are counts of the same things. What is divided but not counted, such as an average by a total or likes by followers, is no share and
 * goes through `known`.
 *
 * @throws FolkmootError `invalid-request` for more successes than tries, for parts of one, and for a `minN` that is no whole number from 0.
 */
export function proportion(successes: number, n: number, options: SampleOptions = {}, details: MeasureDetails = {}): Measure {
  const all: MeasureDetails = { ...details, numerator: successes, denominator: n, n };
  const minN = readMinN(options);
  const interval = wilson(successes, n);
  if (interval === undefined) return unknown("no-data", "fraction", all);
  if (n < minN) return unknown("insufficient-sample", "fraction", all);
  return { ...known(successes / n, "fraction", all), interval };
}

/** Takes the value away where it rests on too few observations. */
export function atLeast(measure: Measure, options: SampleOptions): Measure {
  const minN = readMinN(options);
  if (measure.value === null || measure.n >= minN) return measure;
  const gone = new Set(["value", "unit", "interval", "caution"]);
  return unknown("insufficient-sample", measure.unit, Object.fromEntries(Object.entries(measure).filter(([name]) => !gone.has(name))));
}

/** Reads the least number of observations. */
export function readMinN(options: SampleOptions): number {
  if (!isObject(options)) refuse("`options` is no object", "give options in one, or leave it out");
  const { minN = 0 } = options;
  if (!(Number.isInteger(minN) && minN >= 0))
    refuse("minN is no whole number from 0", "give how many observations a value takes, such as 30");
  return minN;
}
