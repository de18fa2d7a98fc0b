/**
 * Shares that are compared.
 * @module
 */
import type { Measure, NoValueReason } from "../../model/measure.js";
import { isObject, refuse } from "../measure.js";

/** A share that was counted. */
export interface Tally {
  /** How many did. A whole number, at most `n`. */
  readonly successes: number;
  /** How many could. A whole number. */
  readonly n: number;
}

/** A share that was counted, or the measure of one, such as of `responseRate`. */
export type CountedShare = Tally | Measure;

/** What is to be known of a share before it is compared. */
export interface ReadShare extends Tally {
  /** Names of what was unknown to its measure. */
  readonly missing: readonly string[];
  /** Why there is no share, when there is none. */
  readonly reason: NoValueReason | undefined;
}

/** Reads a share that was counted. A rate that may pass 1 is none, though it looks like one while it does not. */
export function readShare(share: CountedShare, name: string): ReadShare {
  if (!isObject(share)) refuse(`\`${name}\` is no share`, "give { successes, n }, or the measure of a share");
  return "unit" in share ? readMeasure(share, name) : readTally(share, name, []);
}

function readTally({ successes, n }: Tally, name: string, missing: readonly string[]): ReadShare {
  if (!(Number.isSafeInteger(successes) && Number.isSafeInteger(n) && successes >= 0 && successes <= n))
    refuse(`\`${name}\` is ${String(successes)} of ${String(n)}`, "give whole numbers from 0, with successes among the tries");
  return { successes, n, missing, reason: n === 0 ? "no-data" : undefined };
}

function readMeasure(measure: Measure, name: string): ReadShare {
  const { unit, numerator = Number.NaN, denominator = Number.NaN, n, missing } = measure;
  if (unit === "fraction" && measure.value === null) return { successes: 0, n, missing, reason: measure.reason };
  if (unit !== "fraction" || measure.value === null || measure.interval?.method !== "wilson")
    refuse(`\`${name}\` is a measure of no share`, "give one with a Wilson interval, or { successes, n }");
  return readTally({ successes: numerator, n: denominator }, name, missing);
}
