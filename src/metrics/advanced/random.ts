/**
 * Chance that is the same on every machine.
 * @module
 */

/** Draws whole numbers from 0 to 2^32 − 1. */
export type Draw = () => number;

/**
 * Makes the generator xoshiro128** of Blackman and Vigna (2018), period 2^128 − 1. It uses whole numbers of 32 bits only, so one seed gives the
 * same numbers in every engine.
 */
export function xoshiro128(state: readonly [number, number, number, number]): Draw {
  let [a, b, c, d] = state;
  return () => {
    const drawn = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return drawn;
  };
}

/** Makes a generator from a seed of 32 bits: four steps of a Weyl sequence, mixed by the finalizer of MurmurHash3 (Appleby 2008). */
export function seeded(seed: number): Draw {
  let weyl = seed;
  const mix = (): number => {
    weyl = (weyl + 0x9e3779b9) | 0;
    let mixed = weyl ^ (weyl >>> 16);
    mixed = Math.imul(mixed, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
  return xoshiro128([mix(), mix(), mix(), mix()]);
}

/** Makes a drawer of whole numbers below `n` (at most 2^31), each as likely as the others. */
export function below(n: number, draw: Draw): Draw {
  // The last, incomplete run of n numbers below 2^31 would favour small ones. 31 bits, since engines divide those fast.
  const end = 2 ** 31 - (2 ** 31 % n);
  return () => {
    let drawn = draw() >>> 1;
    while (drawn >= end) drawn = draw() >>> 1;
    return drawn % n;
  };
}

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));
