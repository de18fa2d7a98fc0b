/**
 * How sure a share is.
 * @module
 */
import type { MeasureInterval } from "../model/measure.js";
import { refuse } from "./measure.js";

/** How sure an interval is. */
export interface Confidence {
  /** The probability with which it holds the true value: 0.95 for 95 %. */
  readonly level: number;
  /** The quantile of the normal distribution that leaves half of the rest above it. */
  readonly z: number;
}

/** 95 %. */
export const confidence95: Confidence = { level: 0.95, z: 1.959963984540054 };

/**
 * Gives the Wilson interval of a share: `successes` of `n`. Nothing when `n` is 0.
 *
 * Both are whole numbers: a share of averages or weights has no tries, so the interval would be of nothing. Ends are clipped to 0 and 1,
 * which floating point may pass by a hair.
 *
 * @throws FolkmootError `invalid-request` for more successes than tries, and for what is no whole number from 0.
 */
export function wilson(successes: number, n: number, { level, z }: Confidence = confidence95): MeasureInterval | undefined {
  if (!(successes >= 0 && successes <= n && Number.isInteger(successes) && Number.isInteger(n)))
    refuse(
      `A share of ${String(successes)} of ${String(n)} has more successes than tries, fewer than none, or parts of one`,
      "count successes among the tries, in whole numbers",
    );
  if (n === 0) return undefined;
  const failures = n - successes;
  // The rarer of the two is computed, so that a million of ten million keeps its digits at either end.
  const rare = Math.min(successes, failures);
  const middle = rare + z ** 2 / 2;
  const half = z * Math.sqrt(rare * (1 - rare / n) + z ** 2 / 4);
  const low = Math.max(0, (rare * (rare / n)) / (middle + half));
  const high = Math.min(1, (middle + half) / (n + z ** 2));
  const ends = successes > failures ? { low: 1 - high, high: 1 - low } : { low, high };
  return { ...ends, level, method: "wilson" };
}
