/**
 * How sure a share is.
 * @module
 */
import type { MeasureInterval } from "../model/measure.js";
import { refuse } from "./measure.js";

/** The quantile of the normal distribution for 95 % between both ends. */
const z = 1.959963984540054;

/** Gives the Wilson 95 % interval of a share: `successes` of `n`. Nothing when `n` is 0. */
export function wilson(successes: number, n: number): MeasureInterval | undefined {
  if (!(successes >= 0 && successes <= n && Number.isFinite(n)))
    refuse("A share has more successes than tries, or fewer than none", "count successes among the tries");
  if (n === 0) return undefined;
  const share = successes / n;
  const middle = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))) / (1 + z ** 2 / n);
  // At shares of 0 and 1 the end is exact, but floating point may pass it by a hair.
  return {
    low: successes === 0 ? 0 : Math.max(0, middle - half),
    high: successes === n ? 1 : Math.min(1, middle + half),
    level: 0.95,
    method: "wilson",
  };
}
