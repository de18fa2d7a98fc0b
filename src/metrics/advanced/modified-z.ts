/**
 * Single values that stand out of a series.
 * @module
 */
import type { Measure, MeasureUnit } from "../../model/measure.js";
import { known, refuse, unknown, type MeasureDetails } from "../measure.js";
import { mean, percentile, percentileMethod, sortNumbers } from "../percentile.js";
import { atLeast, readMinN } from "../proportion.js";
import { checkNumber, checkSeries, checkWord, largest, measured, readOptions, type Series } from "./check.js";

/** What a value is compared with, and what counts as loud. */
export interface ModifiedZOptions {
  /** The series that values are compared with; `null` where nothing was measured. @defaultValue the values themselves */
  readonly baseline?: Series;
  /**
   * `iglewicz-hoaglin`: the values as they are. `anscombe`: counts, as 2·√(count + 3/8), whose spread does not grow with them; with a floor of 1
   * for the spread, at least 5 more or less than the median, and a baseline of 14. @defaultValue "iglewicz-hoaglin"
   */
  readonly method?: "iglewicz-hoaglin" | "anscombe";
  /** A score further from 0 than this is outside. @defaultValue 3.5 */
  readonly threshold?: number;
  /** The spread is taken to be this at least. @defaultValue 0, and 1 for `anscombe` */
  readonly sdFloor?: number;
  /** What differs from the median by less is never outside. In the unit of the values. @defaultValue 0, and 5 for `anscombe` */
  readonly minChange?: number;
  /** Below so many values in the baseline nothing is told, with the reason `insufficient-sample`. @defaultValue 0, and 14 for `anscombe` */
  readonly minN?: number;
  /** What the values are in. @defaultValue "count" */
  readonly unit?: MeasureUnit;
}

/** One value, with its score. */
export interface ModifiedZPoint {
  /** The value; `null` where nothing was measured. */
  readonly value: number | null;
  /** How many standard deviations from the median. Absent where nothing was measured, and where there is no spread. */
  readonly score?: number;
  /** Where the value stands out: to which side. */
  readonly outside?: "above" | "below";
}

/** Values with their scores. */
export interface ModifiedZ {
  /** A point for each value, in order. */
  readonly points: readonly ModifiedZPoint[];
  /** The median of the baseline. */
  readonly median: Measure;
  /** The standard deviation that scores are in. `aggregation` says where it comes from: `mad`, `mean-absolute-deviation` or `floor`. */
  readonly spread: Measure;
  /** How many values stand out. */
  readonly outside: Measure;
}

/**
 * Scores how far values stand out, by median and median absolute deviation (MAD), which one loud day cannot move: 0.6745·(value − median) / MAD.
 * Beyond 3.5 a value is outside.
 *
 * For alerts on counts take `anscombe` with four weeks of days as `baseline`: on small counts the plain score cries wolf. Where MAD is 0, because
 * more than half are alike, the spread is 1.2533 times the mean absolute deviation; where that is 0 too there is no score and `outside` is
 * `null` with `zero-denominator`, never Infinity: an `sdFloor` helps. A value that was not measured is `null`, not 0. Who watches many series
 * takes a higher threshold.
 *
 * B. Iglewicz and D. C. Hoaglin, How to Detect and Handle Outliers (1993); NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.17;
 * F. J. Anscombe, Biometrika 35 (1948), 246.
 *
 * @throws FolkmootError `invalid-request` for what is no list of numbers and nulls, for negative counts with `anscombe`, and for options out of
 * their range.
 *
 * @example
 * const { outside } = modifiedZ([mentionsToday], { method: "anscombe", baseline: lastFourWeeks });
 */
export function modifiedZ(values: Series, options: ModifiedZOptions = {}): ModifiedZ {
  const rule = readRule(options);
  const { baseline = values, unit = "count" } = options;
  const seen = measured(checkSeries(values, "values"));
  const quiet = sortNumbers(measured(checkSeries(baseline, "baseline")));
  if (rule.isCount && (seen.some(isNegative) || quiet.some(isNegative)))
    refuse("A count is negative", "give counts from 0, or take the method iglewicz-hoaglin");

  const scale = rule.isCount ? anscombe : (value: number) => value;
  const scaled = quiet.map(scale);
  const told = (value: number | undefined, of: MeasureUnit, aggregation: string): Measure => {
    const details = { n: quiet.length, aggregation };
    return atLeast(value === undefined ? unknown("no-data", of, details) : known(value, of, details), rule);
  };
  const median = told(percentile(quiet, 0.5), unit, percentileMethod);
  const center = percentile(scaled, 0.5);
  const { sd, from } = spreadOf(scaled, center ?? 0, rule.sdFloor);
  const spread = told(center === undefined ? undefined : sd, rule.isCount ? "points" : unit, from);

  const points = values.map((value): ModifiedZPoint => {
    if (value === null || center === undefined || median.value === null || sd === 0) return { value };
    const score = (scale(value) - center) / sd;
    const isOutside = Math.abs(score) > rule.threshold && Math.abs(value - median.value) >= rule.minChange;
    return { value, score, ...(isOutside && { outside: score > 0 ? "above" : "below" }) };
  });
  const details: MeasureDetails = {
    n: seen.length,
    ...(seen.length < values.length && { excluded: { missing: values.length - seen.length } }),
  };
  const reason = spread.value === null ? spread.reason : seen.length === 0 ? "no-data" : sd === 0 ? "zero-denominator" : undefined;
  const count = points.filter(({ outside }) => outside !== undefined).length;
  return { points, median, spread, outside: reason === undefined ? known(count, "count", details) : unknown(reason, "count", details) };
}

/** What makes a median absolute deviation a standard deviation, where values are normal: the quartile of the normal distribution. */
const quartile = 0.6745;
/** The same for a mean absolute deviation: the root of π/2. */
const meanFactor = Math.sqrt(Math.PI / 2);

const anscombe = (count: number): number => 2 * Math.sqrt(count + 3 / 8);
const isNegative = (value: number): boolean => value < 0;

function spreadOf(values: readonly number[], center: number, floor: number): { readonly sd: number; readonly from: string } {
  const away = sortNumbers(values.map((value) => Math.abs(value - center)));
  const mad = (percentile(away, 0.5) ?? 0) / quartile;
  const [sd, from] = mad > 0 ? [mad, "mad"] : [(mean(away) ?? 0) * meanFactor, "mean-absolute-deviation"];
  return sd < floor ? { sd: floor, from: "floor" } : { sd: sd < 1 / largest ? 0 : sd, from };
}

type Rule = Required<Pick<ModifiedZOptions, "threshold" | "sdFloor" | "minChange" | "minN">> & { readonly isCount: boolean };

function readRule(options: ModifiedZOptions): Rule {
  const { method = "iglewicz-hoaglin" } = readOptions(options);
  checkWord(method, "method", ["iglewicz-hoaglin", "anscombe"]);
  const isCount = method === "anscombe";
  const { threshold = 3.5, sdFloor = isCount ? 1 : 0, minChange = isCount ? 5 : 0, minN = isCount ? 14 : 0 } = options;
  checkNumber(threshold, "threshold", (value) => value > 0, "give a number above 0, such as 3.5");
  checkNumber(sdFloor, "sdFloor", (value) => value >= 0, "give a number from 0");
  checkNumber(minChange, "minChange", (value) => value >= 0, "give a number from 0");
  return { isCount, threshold, sdFloor, minChange, minN: readMinN({ minN }) };
}
