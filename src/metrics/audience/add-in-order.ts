/**
 * Adding up so that the order of the input never changes the last digit.
 * @module
 */

// Below this, and whole, millions of numbers have an exact sum in any order.
const small = 1e9;

/** Lists things in an order in which their numbers add up alike, whatever order they came in. What is small and whole may stay as it is. */
export function addInOrder<T>(things: readonly T[], numberOf: (thing: T) => number): readonly T[] {
  const isExact = things.every((thing) => {
    const number = numberOf(thing);
    return number < small && Number.isInteger(number);
  });
  return isExact ? things : things.toSorted((one, other) => numberOf(one) - numberOf(other));
}
