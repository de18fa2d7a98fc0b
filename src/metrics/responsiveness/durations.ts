/**
 * How long something took, as measures.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { counted, known, unknown, type MeasureDetails } from "../measure.js";
import { mean, percentile, percentileMethod } from "../percentile.js";
import { atLeast, readMinN, type SampleOptions } from "../proportion.js";

/** How long something took: several measures of the same observations, since times are skewed and no single one tells all. */
export interface Durations {
  /** How many were measured: the observations of all others. */
  readonly n: Measure;
  /** Their average. One that took days moves it more than a hundred that took minutes. Milliseconds. */
  readonly mean: Measure;
  /** Half of them took no longer. Milliseconds. */
  readonly median: Measure;
  /** Nine of ten took no longer. Milliseconds. */
  readonly p90: Measure;
  /** 19 of 20 took no longer. Milliseconds. */
  readonly p95: Measure;
  /** The shortest. Milliseconds. */
  readonly min: Measure;
  /** The longest. Milliseconds. */
  readonly max: Measure;
}

/** Below so many observations every value says that it rests on few. */
export const fewObservations = 5;

/** The base of a time that counts only while somebody was there. */
export const workingBase = "business-hours";

/** Makes the measures of times. The values may be in any order. @param values - milliseconds */
export function durationsOf(values: readonly number[], details: MeasureDetails = {}, options: SampleOptions = {}): Durations {
  const sorted = Array.from(Float64Array.from(values).sort());
  const n = sorted.length;
  const caution = n < fewObservations ? ({ caution: "insufficient-sample" } as const) : {};
  const time = (value: number | undefined, aggregation: string): Measure => {
    const all: MeasureDetails = { ...details, n, aggregation };
    return value === undefined ? unknown("no-data", "ms", all) : atLeast({ ...known(value, "ms", all), ...caution }, options);
  };
  readMinN(options);
  return {
    n: counted(n),
    mean: time(mean(sorted), "mean"),
    median: time(percentile(sorted, 0.5), percentileMethod),
    p90: time(percentile(sorted, 0.9), percentileMethod),
    p95: time(percentile(sorted, 0.95), percentileMethod),
    min: time(sorted[0], "min"),
    max: time(sorted.at(-1), "max"),
  };
}

/** Counts what was left out, for a measure; nothing where nothing was. */
export function excludedDetails(...counts: readonly Readonly<Record<string, number>>[]): MeasureDetails {
  const excluded: Record<string, number> = {};
  for (const part of counts)
    for (const [reason, many] of Object.entries(part)) if (many > 0) excluded[reason] = (excluded[reason] ?? 0) + many;
  return Object.keys(excluded).length === 0 ? {} : { excluded };
}
