/**
 * Sorting by time.
 * @module
 */

/** Below so many, comparing is as fast as counting. */
const fewest = 4096;
/** Digits of eleven bits: as many places to write to at once as fit the fastest memory. */
const bits = 11;
const radix = 2 ** bits;

/** Gives the positions of times in the order of time; those of one instant stay as they were. `undefined` where they are in order. */
export function orderByTime(at: Float64Array): Uint32Array | undefined {
  let isSorted = true;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let before = Number.NEGATIVE_INFINITY;
  for (const time of at) {
    if (time < before) isSorted = false;
    before = time;
    if (time < low) low = time;
    if (time > high) high = time;
  }
  if (isSorted) return undefined;
  let order = new Uint32Array(at.length);
  // The times go along with the positions, so that each round reads from one end to the other.
  let times = new Float64Array(at.length);
  for (let index = 0; index < at.length; index++) {
    order[index] = index;
    times[index] = (at[index] ?? 0) - low;
  }
  if (at.length < fewest) return order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
  let nextOrder = new Uint32Array(at.length);
  let nextTimes = new Float64Array(at.length);
  const places = new Uint32Array(radix);
  for (let unit = 1; unit <= high - low; unit *= radix) {
    places.fill(0);
    for (const time of times) {
      const digit = (time / unit) & (radix - 1);
      places[digit] = (places[digit] ?? 0) + 1;
    }
    let start = 0;
    for (let digit = 0; digit < radix; digit++) {
      const many = places[digit] ?? 0;
      places[digit] = start;
      start += many;
    }
    for (let index = 0; index < times.length; index++) {
      const time = times[index] ?? 0;
      const digit = (time / unit) & (radix - 1);
      const place = places[digit] ?? 0;
      places[digit] = place + 1;
      nextOrder[place] = order[index] ?? 0;
      nextTimes[place] = time;
    }
    [order, nextOrder] = [nextOrder, order];
    [times, nextTimes] = [nextTimes, times];
  }
  return order;
}
