/**
 * Sorting by time.
 * @module
 */

/** Counting sixteen bits at a time costs about as much as 4,000 comparisons. */
const fewest = 4096;
const radix = 65_536;

/** Gives the positions of times in the order of time; those of one instant stay as they were. `undefined` where they are in order. */
export function orderByTime(at: Float64Array): Uint32Array | undefined {
  let isSorted = true;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let before = Number.NEGATIVE_INFINITY;
  // Iterators make an object for each step, and a million of them are work for the collector.
  for (let index = 0; index < at.length; index++) {
    const time = at[index] ?? 0;
    if (time < before) isSorted = false;
    before = time;
    if (time < low) low = time;
    if (time > high) high = time;
  }
  if (isSorted) return undefined;
  let order = new Uint32Array(at.length);
  for (let index = 0; index < order.length; index++) order[index] = index;
  if (at.length < fewest) return order.sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b);
  let next = new Uint32Array(at.length);
  const starts = new Uint32Array(radix + 1);
  for (let unit = 1; unit <= high - low; unit *= radix) {
    starts.fill(0);
    const digit = (index: number): number => Math.floor(((at[index] ?? 0) - low) / unit) % radix;
    for (let one = 0; one < order.length; one++) {
      const place = digit(order[one] ?? 0) + 1;
      starts[place] = (starts[place] ?? 0) + 1;
    }
    for (let one = 1; one <= radix; one++) starts[one] = (starts[one] ?? 0) + (starts[one - 1] ?? 0);
    for (let one = 0; one < order.length; one++) {
      const index = order[one] ?? 0;
      const place = starts[digit(index)] ?? 0;
      starts[digit(index)] = place + 1;
      next[place] = index;
    }
    [order, next] = [next, order];
  }
  return order;
}
