/**
 * Snowflakes: ids that carry the time at which they were made.
 * @see https://discord.com/developers/docs/reference#snowflakes, read 2026-11
 * @module
 */
import { bytesFrom } from "../seed.js";
import type { Clock } from "../../clock.js";

/** The first moment that a snowflake can carry. Milliseconds since 1970. */
const epoch = 1_420_070_400_000n;

/** Says whether a text is a snowflake: a whole number of 64 bits without zeros in front. */
export const isSnowflake = (value: unknown): value is string =>
  typeof value === "string" && /^(0|[1-9]\d{0,19})$/.test(value) && BigInt(value) < 2n ** 64n;

/** Gives the time that a snowflake carries. Milliseconds since 1970. */
export const timeOf = (id: string): number => Number((BigInt(id) >> 22n) + epoch);

/** Says which of two snowflakes is older, for sorting oldest first. */
export const oldestFirst = (a: { readonly id: string }, b: { readonly id: string }): number => {
  const [one, other] = [BigInt(a.id), BigInt(b.id)];
  return one < other ? -1 : one > other ? 1 : 0;
};

/**
 * Makes the maker of snowflakes: each is later than every one before and carries the clock's time. The bits of the worker come from the seed,
 * so that two networks at one time have different ids.
 */
export function snowflakes(clock: Clock, seed: string | number): () => string {
  const [high = 0, low = 0] = bytesFrom(seed, "worker");
  const worker = BigInt(((high << 8) | low) & 1023);
  let lastMs = 0n;
  let count = 0n;
  return () => {
    const now = BigInt(clock.now()) - epoch;
    if (now > lastMs) [lastMs, count] = [now, 0n];
    else if (count < 4095n) count += 1n;
    else [lastMs, count] = [lastMs + 1n, 0n];
    return String((lastMs << 22n) | (worker << 12n) | count);
  };
}

/** Writes an instant as the network does: microseconds, and an offset instead of a Z. */
export const instant = (ms: number): string => new Date(ms).toISOString().replace("Z", "000+00:00");
