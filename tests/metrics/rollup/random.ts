/** A stream of numbers from 0 to below 1 by a seed, for inputs that are too large for properties. */
export function randomBy(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e37_79b9) | 0;
    let word = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a_2d97);
    return ((word ^ (word >>> 15)) >>> 0) / 2 ** 32;
  };
}
