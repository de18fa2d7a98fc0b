/** Numbers by a seed, so that a table can be made again. */
export interface Random {
  /** From 0 to below 1. */
  (): number;
}

export function randomBy(seed: number): Random {
  let state = Math.imul(seed, 0x9e37_79b1) | 0;
  return () => {
    state = (state + 0x9e37_79b9) | 0;
    let word = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a_2d97);
    return ((word ^ (word >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** A number whose logarithm is spread as a bell: most are near `middle`, some are very far above. */
export function skewed(random: Random, middle: number, spread: number): number {
  const bell = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return middle * Math.exp(spread * bell);
}
