/** Draws from a seed, the same on every run. @module */
import { bytesFrom } from "../../src/testing/seed.js";

/** A source of draws. */
export interface Chance {
  /** From 0 to below 1. */
  (): number;
  /** True as often as `rate` says. */
  hits(rate: number): boolean;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** One of a list; `undefined` of an empty one. */
  of<T>(list: readonly T[]): T | undefined;
  /** One of a list; the later, the likelier, as people answer what is fresh. */
  late<T>(list: readonly T[]): T | undefined;
  /** One of the words, as often as their weights say. */
  weighed<W extends string>(weights: Readonly<Record<W, number>>): W;
}

/** Makes a source that depends on the words alone. */
export function chanceFrom(...words: readonly (string | number)[]): Chance {
  // Mulberry32: fast, and good enough to choose what people do.
  let state = new DataView(bytesFrom(...words).buffer).getUint32(0);
  const draw = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number): number => least + Math.floor(draw() * (most - least + 1));
  return Object.assign(draw, {
    hits: (rate: number) => draw() < rate,
    whole,
    of: <T>(list: readonly T[]): T | undefined => list[whole(0, list.length - 1)],
    late: <T>(list: readonly T[]): T | undefined => list[list.length - 1 - Math.floor(draw() ** 2 * list.length)],
    weighed: <W extends string>(weights: Readonly<Record<W, number>>): W => {
      const entries = Object.entries(weights) as [W, number][];
      let left = draw() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [word, weight] of entries) {
        left -= weight;
        if (left < 0) return word;
      }
      return entries.at(-1)?.[0] as W;
    },
  });
}
