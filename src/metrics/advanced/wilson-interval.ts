/**
 * The interval of a share, for whom 95 % is not right.
 * @module
 */
import type { MeasureInterval } from "../../model/measure.js";
import { wilson } from "../wilson.js";
import { readOptions } from "./check.js";
import { readConfidence, type LevelOptions } from "./confidence.js";

/**
 * Gives the Wilson score interval of a share, `successes` of `n`, at any level; `null` where nothing was tried. Between 0 and 1, and around the
 * share.
 *
 * It has no correction for continuity: E. B. Wilson, Journal of the American Statistical Association 22 (1927); method 3 of R. G. Newcombe,
 * Statistics in Medicine 17 (1998), 857.
 *
 * @throws FolkmootError `invalid-request` for more successes than tries, for what is no whole number from 0, and for a level that is not
 * between 0 and 1.
 *
 * @example
 * wilsonInterval(81, 263); // { low: 0.2553, high: 0.3662, level: 0.95, method: "wilson" }
 * wilsonInterval(81, 263, { level: 0.99 });
 */
export function wilsonInterval(successes: number, n: number, options: LevelOptions = {}): MeasureInterval | null {
  return wilson(successes, n, readConfidence(readOptions(options))) ?? null;
}
