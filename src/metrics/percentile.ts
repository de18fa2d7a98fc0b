/**
 * Quantiles and means.
 * @module
 */

/** The name of the method that `percentile` uses (Hyndman and Fan 1996, type 7: linear between the closest ranks). */
export const percentileMethod = "type-7";

/** Finds the value below which the share `p` (0 to 1) of the values lies; nothing when there are none. The values must be sorted. */
export function percentile(sorted: readonly number[], p: number): number | undefined {
  const rank = (sorted.length - 1) * p;
  const below = sorted[Math.floor(rank)];
  const above = sorted[Math.ceil(rank)];
  // 0.9 * 9 is a hair below 8.1; the hair would show in the answer.
  const between = Math.round((rank - Math.floor(rank)) * 1e12) / 1e12;
  return below === undefined || above === undefined ? undefined : below + (above - below) * between;
}

/** Sorts numbers, smallest first. */
export const sortNumbers = (values: readonly number[]): readonly number[] => values.toSorted((a, b) => a - b);

/** Averages values; nothing when there are none. The values must be sorted, so that their order does not change the last digit. */
export function mean(sorted: readonly number[]): number | undefined {
  return sorted.length === 0 ? undefined : sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
}
