/**
 * Slow drifts of a series, seen early.
 * @module
 */
import type { Measure, MeasureUnit, NoValueReason } from "../../model/measure.js";
import { known, refuse, unknown, type MeasureDetails } from "../measure.js";
import { mean as average, sortNumbers } from "../percentile.js";
import { atLeast, readMinN, type SampleOptions } from "../proportion.js";
import { checkNumber, checkSeries, checkWord, measured, readOptions, type Series } from "./check.js";

/** What a series is compared with, and how patiently. */
export interface EwmaOptions extends SampleOptions {
  /** The quiet time before, from which mean and spread are computed; `null` where nothing was measured. Or give `mean` and `sd`. */
  readonly baseline?: Series;
  /** The mean of the quiet time. @defaultValue that of `baseline` */
  readonly mean?: number;
  /** The standard deviation of the quiet time, above 0. @defaultValue that of `baseline`, with n − 1 */
  readonly sd?: number;
  /** The weight of the newest value, above 0 and at most 1. The less, the more patient. @defaultValue 0.3 */
  readonly lambda?: number;
  /** How many standard deviations of the average away the limits are. @defaultValue 3 */
  readonly L?: number;
  /** `steady`: the limits of a long series from the start on, as in the handbook. `exact`: narrower at the start. @defaultValue "steady" */
  readonly limits?: "steady" | "exact";
  /** What the values are in. @defaultValue "count" */
  readonly unit?: MeasureUnit;
}

/** One value of a series, with the average up to it. */
export interface EwmaPoint {
  /** The value; `null` where nothing was measured. */
  readonly value: number | null;
  /** The moving average up to here. Where nothing was measured it stays as it was. */
  readonly average: number;
  /** The lower limit. Absent where the spread is unknown. */
  readonly low?: number;
  /** The upper limit. */
  readonly high?: number;
  /** Where the average lies beyond a limit: which. Never where nothing was measured. */
  readonly outside?: "above" | "below";
}

/** A series with its moving average and limits. */
export interface Ewma {
  /** A point for each value, in order. Empty where there is no mean to start from. */
  readonly points: readonly EwmaPoint[];
  /** The last average. */
  readonly average: Measure;
  /** What it started from: the mean of the quiet time. `n` is the size of the baseline, 0 where the host gave the mean. */
  readonly mean: Measure;
  /** The standard deviation of the quiet time. */
  readonly sd: Measure;
  /** The lower limit of a long series. */
  readonly low: Measure;
  /** The upper limit of a long series. */
  readonly high: Measure;
  /** How many points lie beyond a limit. */
  readonly outside: Measure;
}

/**
 * Computes the exponentially weighted moving average of a series, with control limits: λ·value + (1 − λ)·average before, from the mean of a
 * quiet time on. The limits are mean ± L·sd·√(λ / (2 − λ)). It sees small drifts that last; a single loud day is the matter of `modifiedZ`.
 *
 * A value that was not measured is `null`, not 0: the average waits. A baseline without spread has no limits (`zero-denominator`), since any
 * change would pass them. `minN` counts the baseline: 14 is little. Values are taken to be independent of each other; days of a week are not,
 * so compare Mondays with Mondays where there are enough.
 *
 * NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.4 (read November 2026); `exact` limits: D. C. Montgomery, Introduction to Statistical
 * Quality Control, chapter 9.
 *
 * @throws FolkmootError `invalid-request` for what is no list of numbers and nulls, for neither `baseline` nor `mean` and `sd`, and for options
 * out of their range.
 *
 * @example
 * const { outside, points } = ewma(thisWeek, { baseline: fourWeeksBefore });
 */
export function ewma(values: Series, options: EwmaOptions): Ewma {
  const { unit = "count", limits = "steady", lambda = 0.3, L = 3 } = readOptions(options);
  checkNumber(lambda, "lambda", (value) => value > 0 && value <= 1, "give a weight above 0 and at most 1, such as 0.3");
  checkNumber(L, "L", (value) => value > 0, "give a number above 0, such as 3");
  checkWord(limits, "limits", ["steady", "exact"]);
  const { mean, sd } = readQuietTime(options, unit);
  const n = measured(checkSeries(values, "values")).length;

  const width = widthOf(sd, L * Math.sqrt(lambda / (2 - lambda)));
  const points = mean.value === null ? [] : follow(values, mean.value, width.value, lambda, limits);
  const details: MeasureDetails = { n, ...(n < values.length && { excluded: { missing: values.length - n } }) };
  const seen = (reason: NoValueReason | undefined, of: MeasureUnit, value: number | undefined): Measure =>
    n === 0 || value === undefined ? unknown(reason ?? "no-data", of, details) : known(value, of, details);
  const limit = (side: 1 | -1): Measure =>
    mean.value === null || width.value === null ? width : known(mean.value + side * width.value, unit, { n: width.n });
  const outside = width.value === null ? undefined : points.filter((point) => point.outside !== undefined).length;
  return {
    points,
    average: seen(mean.value === null ? mean.reason : undefined, unit, points.at(-1)?.average),
    mean,
    sd,
    low: limit(-1),
    high: limit(1),
    outside: seen(width.value === null ? width.reason : undefined, "count", outside),
  };
}

/** How far from the mean the steady limits are. A series that never moved has none: any change would pass them. */
function widthOf(sd: Measure, factor: number): Measure {
  if (sd.value === null) return sd;
  return sd.value === 0 ? unknown("zero-denominator", sd.unit, { n: sd.n }) : known(sd.value * factor, sd.unit, { n: sd.n });
}

function follow(values: Series, mean: number, width: number | null, lambda: number, limits: "steady" | "exact"): readonly EwmaPoint[] {
  let average = mean;
  let steps = 0;
  return values.map((value): EwmaPoint => {
    if (value !== null) {
      average = lambda * value + (1 - lambda) * average;
      steps++;
    }
    if (width === null) return { value, average };
    const part = limits === "steady" ? width : width * Math.sqrt(1 - (1 - lambda) ** (2 * steps));
    const [low, high] = [mean - part, mean + part];
    const outside = value === null ? undefined : average > high ? "above" : average < low ? "below" : undefined;
    return { value, average, low, high, ...(outside !== undefined && { outside }) };
  });
}

function readQuietTime(options: EwmaOptions, unit: MeasureUnit): Pick<Ewma, "mean" | "sd"> {
  const { baseline, mean, sd } = options;
  readMinN(options);
  if (baseline === undefined && (mean === undefined || sd === undefined))
    refuse("There is nothing to compare with", "give a `baseline`, or both `mean` and `sd`");
  if (mean !== undefined) checkNumber(mean, "mean", () => true, "give the mean of the quiet time");
  if (sd !== undefined) checkNumber(sd, "sd", (value) => value > 0, "give a standard deviation above 0");

  const quiet = sortNumbers(measured(checkSeries(baseline ?? [], "baseline")));
  const n = quiet.length;
  const found = average(quiet);
  const fromBaseline = (value: number | undefined): Measure =>
    atLeast(value === undefined ? unknown(n === 0 ? "no-data" : "insufficient-sample", unit, { n }) : known(value, unit, { n }), options);
  return {
    mean: mean === undefined ? fromBaseline(found) : known(mean, unit, {}),
    sd: sd === undefined ? fromBaseline(n < 2 || found === undefined ? undefined : deviation(quiet, found)) : known(sd, unit, {}),
  };
}

const deviation = (sorted: readonly number[], mean: number): number =>
  Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (sorted.length - 1));
