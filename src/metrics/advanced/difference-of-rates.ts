/**
 * The difference of two shares, and how sure it is.
 * @module
 */
import type { Measure, MeasureInterval } from "../../model/measure.js";
import { known, unknown, type MeasureDetails } from "../measure.js";
import { readMinN } from "../proportion.js";
import { wilson } from "../wilson.js";
import { readOptions } from "./check.js";
import { readConfidence, type LevelOptions } from "./confidence.js";
import { readShare, type CountedShare } from "./tally.js";

/** How two shares are compared. */
export interface DifferenceOptions extends LevelOptions {
  /** Where fewer were tried in either, there is no value, with the reason `insufficient-sample`. @defaultValue 0 */
  readonly minN?: number;
}

/**
 * Computes the difference of two independent shares, first − second, with Newcombe's hybrid score interval. A fraction from −1 to 1: 0.2 is
 * 20 percentage points. An interval that holds 0 says that the shares may well be the same.
 *
 * A share is `{ successes, n }` or a measure with a Wilson interval, such as of `responseRate`. Both have to be of different people or
 * episodes: the same who answered twice are not independent. Who compares many pairs finds one in twenty by chance: take a higher `level`.
 *
 * Method 10 of R. G. Newcombe, Statistics in Medicine 17 (1998), 873: from the Wilson intervals of both, without correction for continuity.
 *
 * @throws FolkmootError `invalid-request` for what is no share, for more successes than tries, for what is no whole number, and for a level that
 * is not between 0 and 1.
 *
 * @example
 * differenceOfRates({ successes: 56, n: 70 }, { successes: 48, n: 80 }).interval; // 0.0524 to 0.3339
 */
export function differenceOfRates(first: CountedShare, second: CountedShare, options: DifferenceOptions = {}): Measure {
  const confidence = readConfidence(readOptions(options));
  const minN = readMinN(options);
  const [a, b] = [readShare(first, "first"), readShare(second, "second")];
  const missing = [...new Set([...a.missing, ...b.missing])];
  const details: MeasureDetails = { n: a.n + b.n, complete: missing.length === 0, missing };
  const reason = a.reason ?? b.reason ?? (Math.min(a.n, b.n) < minN ? "insufficient-sample" : undefined);
  const [of, by] = [wilson(a.successes, a.n, confidence), wilson(b.successes, b.n, confidence)];
  if (reason !== undefined || of === undefined || by === undefined) return unknown(reason ?? "no-data", "fraction", details);
  const [p, q] = [a.successes / a.n, b.successes / b.n];
  // Over one denominator, so that 0.8 − 0.6 is 0.2.
  const difference = (a.successes * b.n - b.successes * a.n) / (a.n * b.n);
  const interval: MeasureInterval = {
    low: difference - Math.hypot(p - of.low, by.high - q),
    high: difference + Math.hypot(of.high - p, q - by.low),
    level: confidence.level,
    method: "newcombe",
  };
  return { ...known(difference, "fraction", details), interval };
}
