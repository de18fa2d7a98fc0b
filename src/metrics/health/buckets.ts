/**
 * Finding the bucket of an instant.
 * @module
 */

/** Finds the last of the sorted starts that is not after an instant; -1 when all are. */
export function bucketOf(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
