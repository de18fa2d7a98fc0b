/**
 * How sure a mean, a median or any other figure of skewed numbers is.
 * @module
 */
import type { Measure, MeasureUnit } from "../../model/measure.js";
import { known, refuse, unknown, type MeasureDetails } from "../measure.js";
import { mean, percentile, percentileMethod, sortNumbers } from "../percentile.js";
import { atLeast, type SampleOptions } from "../proportion.js";
import { checkNumber, checkNumbers, checkWord, isNumber, readOptions } from "./check.js";
import { readConfidence, type LevelOptions } from "./confidence.js";
import { below, seeded } from "./random.js";

/** Computes a figure of numbers that are sorted, smallest first. The same numbers have to give the same figure. */
export type Statistic = (sorted: readonly number[]) => number;

/** What the bootstrap computes, and how often. */
export interface BootstrapOptions extends SampleOptions, LevelOptions {
  /** The figure: one of ours, or a function of sorted numbers. Quantiles are of type 7. @defaultValue "mean" */
  readonly statistic?: "mean" | "median" | "p90" | "p95" | Statistic;
  /** What the numbers are in. @defaultValue "points" */
  readonly unit?: MeasureUnit;
  /** How many samples are drawn, from 100. The work is this times the numbers: 1,000 of 100,000 are about a second. @defaultValue 2000 */
  readonly resamples?: number;
  /** What the chance begins with, a whole number from 0 to 2^32 − 1. The same seed gives the same interval on every machine. @defaultValue 1 */
  readonly seed?: number;
  /** Below so many numbers there is a value without an interval, which would be too narrow. @defaultValue 20 */
  readonly intervalMinN?: number;
  /** Below so many numbers the value carries the `caution` that one more may turn it over. @defaultValue 5 */
  readonly cautionBelowN?: number;
}

/**
 * Computes a figure of numbers, with its percentile bootstrap interval: the figure is computed of samples drawn from the numbers with
 * replacement, and the interval lies between its quantiles. Made for waits, whose few long ones make the usual interval of a mean wrong.
 *
 * Nothing is random but by the seed, and the order of the numbers does not matter. The interval knows only what the numbers know: of a maximum,
 * or a p95 of thirty, it is too narrow. Numbers have to be independent: a hundred waits of one member are not a hundred.
 *
 * B. Efron and R. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13. The generator is xoshiro128** (Blackman and Vigna 2018).
 *
 * @throws FolkmootError `invalid-request` for what is no list of finite numbers, for a function that gives no number, and for options out of
 * their range.
 *
 * @example
 * bootstrapInterval(waits, { statistic: "median", unit: "ms", seed: 8 }).interval; // { low, high, level: 0.95, method: "bootstrap-percentile" }
 */
export function bootstrapInterval(values: readonly number[], options: BootstrapOptions = {}): Measure {
  const { statistic = "mean", unit = "points", resamples = 2000, seed = 1, intervalMinN = 20, cautionBelowN = 5 } = readOptions(options);
  const { level } = readConfidence(options);
  const whole = (least: number, most: number) => (value: number) => Number.isInteger(value) && value >= least && value <= most;
  checkNumber(resamples, "resamples", whole(100, 1e6), "give a whole number from 100 to 1,000,000");
  checkNumber(seed, "seed", whole(0, 2 ** 32 - 1), "give a whole number from 0 to 4,294,967,295");
  checkNumber(intervalMinN, "intervalMinN", whole(2, Infinity), "give a whole number from 2");
  checkNumber(cautionBelowN, "cautionBelowN", whole(0, Infinity), "give a whole number from 0");
  const compute = readStatistic(statistic);
  const sorted = sortNumbers(checkNumbers(values, "values"));

  const n = sorted.length;
  const details: MeasureDetails = {
    n,
    ...(typeof statistic !== "function" && { aggregation: statistic === "mean" ? "mean" : percentileMethod }),
  };
  if (n === 0) return atLeast(unknown("no-data", unit, details), options);
  const measure = known(compute(sorted), unit, details);
  const caution = n < cautionBelowN && ({ caution: "insufficient-sample" } as const);
  if (n < intervalMinN) return atLeast({ ...measure, ...caution }, options);

  const drawn = sortNumbers(resample(sorted, compute, resamples, seed));
  const low = percentile(drawn, (1 - level) / 2) ?? measure.value;
  const high = percentile(drawn, (1 + level) / 2) ?? measure.value;
  return atLeast({ ...measure, ...caution, interval: { low, high, level, method: "bootstrap-percentile" } }, options);
}

/** Draws samples and computes the figure of each. Since the numbers are sorted, counting how often each was drawn sorts the sample. */
function resample(sorted: readonly number[], compute: Statistic, resamples: number, seed: number): readonly number[] {
  const n = sorted.length;
  const pick = below(n, seeded(seed));
  const times = new Uint32Array(n);
  const sample = new Array<number>(n).fill(0);
  const figures: number[] = [];
  for (let round = 0; round < resamples; round++) {
    times.fill(0);
    for (let draw = 0; draw < n; draw++) {
      const place = pick();
      times[place] = (times[place] ?? 0) + 1;
    }
    let filled = 0;
    for (let place = 0; place < n; place++) {
      const value = sorted[place] ?? 0;
      for (let again = times[place] ?? 0; again > 0; again--) sample[filled++] = value;
    }
    figures.push(compute(sample));
  }
  return figures;
}

const quantiles = { median: 0.5, p90: 0.9, p95: 0.95 } as const;

function readStatistic(statistic: Exclude<BootstrapOptions["statistic"], undefined>): Statistic {
  if (typeof statistic === "function") {
    return (sorted) => {
      const value: unknown = statistic(sorted);
      return isNumber(value) ? value : refuse("`statistic` gave no finite number", "give a function that has one for every list");
    };
  }
  checkWord(statistic, "statistic", ["mean", "median", "p90", "p95"]);
  if (statistic === "mean") return (sorted) => mean(sorted) ?? 0;
  return (sorted) => percentile(sorted, quantiles[statistic]) ?? 0;
}
