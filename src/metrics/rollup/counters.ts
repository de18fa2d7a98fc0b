/**
 * How often each of any number of things was counted, at most.
 * @module
 */
import { fail } from "./foreign.js";
import { lowerOf, scatter, upperOf } from "./hash.js";

/** How many rows of counters there are. */
const depth = 4;

/**
 * A count-min sketch (Cormode and Muthukrishnan 2005): four rows of counters, in each of which a thing shares its counter with what happens to
 * fall there too. The least of its four is never below the true count, and is above it by more than e times the whole by the width in less
 * than 2 % of all cases. Counters are added and never chosen between, so merging is exact in any order.
 */
export class Counters {
  readonly #width: number;
  readonly #counts: Float64Array;
  #total = 0;

  constructor(width: number) {
    this.#width = width;
    this.#counts = new Float64Array(depth * width);
  }

  /** Counts a thing so many times more, by the lower and upper bits of its hash. */
  add(lower: number, upper: number, times: number): void {
    const mask = this.#width - 1;
    this.#total += times;
    for (let row = 0; row < depth; row++) {
      const at = row * this.#width + (scatter(lower ^ Math.imul(upper + row, 0x9e37_79b1)) & mask);
      this.#counts[at] = (this.#counts[at] ?? 0) + times;
    }
  }

  /** Adds what another of the same width has counted. */
  merge(other: Counters): void {
    this.#total += other.#total;
    other.#counts.forEach((count, at) => {
      if (count > 0) this.#counts[at] = (this.#counts[at] ?? 0) + count;
    });
  }

  /** How often a thing was counted, at most. */
  most(hash: number): number {
    const upper = upperOf(hash);
    const lower = lowerOf(hash);
    const mask = this.#width - 1;
    let least = Number.POSITIVE_INFINITY;
    for (let row = 0; row < depth; row++) {
      const at = row * this.#width + (scatter(lower ^ Math.imul(upper + row, 0x9e37_79b1)) & mask);
      least = Math.min(least, this.#counts[at] ?? 0);
    }
    return least;
  }

  /** How much was counted. */
  get total(): number {
    return this.#total;
  }

  /** By how much `most` is too high, at most. */
  get errorBound(): number {
    return Math.ceil((Math.E * this.#total) / this.#width);
  }

  /** How many bytes it takes. */
  get byteLength(): number {
    return this.#counts.byteLength;
  }

  /** Every counter in base 128, least digits first, all but the last digit of each with the upper bit; the bytes in base 64. */
  toJSON(): string {
    const bytes: number[] = [];
    for (const count of this.#counts) {
      let rest = count;
      for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
      bytes.push(rest);
    }
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.slice(at, at + 8192));
    return btoa(text);
  }

  /** Reads counters back. */
  static fromJSON(json: unknown, path: string, width: number): Counters {
    const read = new Counters(width);
    const text = decode(json, path);
    let index = 0;
    let at = 0;
    for (; at < text.length && index < read.#counts.length; index++) {
      let count = 0;
      for (let digit = 1, more = true; more; digit *= 128, at++) {
        const byte = at < text.length ? text.charCodeAt(at) : fail(path, "whole");
        more = byte > 127;
        if (digit > 1 && byte === 0) fail(path, "in the shortest form");
        count += (byte & 127) * digit;
        if (!Number.isSafeInteger(count)) fail(path, "countable");
      }
      read.#counts[index] = count;
    }
    if (at !== text.length || index !== read.#counts.length) fail(path, "one number a counter");
    // Base 64 has bits to spare, in which something else could stand.
    if (btoa(text) !== json) fail(path, "base 64 as it is written");
    // Every row counted everything.
    const sums = Array.from({ length: depth }, (_, row) =>
      read.#counts.subarray(row * width, (row + 1) * width).reduce((a, b) => a + b, 0),
    );
    read.#total = sums[0] ?? 0;
    if (!Number.isSafeInteger(read.#total) || sums.some((sum) => sum !== read.#total)) fail(path, "the same in every row");
    return read;
  }
}

function decode(json: unknown, path: string): string {
  try {
    return typeof json === "string" && /^[A-Za-z0-9+/]*={0,2}$/u.test(json) ? atob(json) : fail(path, "a text");
  } catch {
    return fail(path, "base 64");
  }
}
