/**
 * How unequally something is spread.
 * @module
 */

/**
 * Computes the Gini coefficient: 0 when all have the same, towards 1 when one has everything. Nothing without anybody who has anything.
 *
 * The population form, without correction for small samples: of `n` people it is at most `1 - 1 / n`. So do R's `ineq` and `DescTools` with
 * `unbiased = FALSE`; the corrected one is `n / (n - 1)` times as much.
 *
 * @param sorted - what each has, smallest first, none negative
 */
export function gini(sorted: readonly number[]): number | undefined {
  const n = sorted.length;
  let sum = 0;
  let ranked = 0;
  for (const [index, value] of sorted.entries()) {
    sum += value;
    ranked += (2 * (index + 1) - n - 1) * value;
  }
  return sum === 0 ? undefined : ranked / (n * sum);
}
