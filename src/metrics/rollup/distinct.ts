/**
 * How many different things there were.
 * @module
 */
import { isObject } from "../measure.js";
import { fail, readFields, readList, readText, readWhole } from "./foreign.js";
import { joined, lowerOf, upperOf } from "./hash.js";
import type { Estimate } from "./quantiles.js";

/** What `toJSON` gives: the hashes while they are few, and later a letter for each register. */
export type DistinctJson = { readonly hashes: readonly number[] } | { readonly registers: string };

/** How large a counter may become: two to the power of so many registers of one byte. */
export type Precision = 12 | 14;

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const values = new Map(Array.from(letters, (letter, value) => [letter, value]));
const hashBits = 53;

/** So many different things are still counted exactly: an eighth of the registers. */
export const exactUpTo = (precision: Precision): number => 1 << (precision - 3);

/**
 * The standard error of an estimate as a share of it: 1.04 by the root of the number of registers (Flajolet et al. 2007). The bound of a measure
 * is four times that, which one estimate of 15,000 passes.
 */
export const distinctErrorBound = (precision: Precision): number => (4 * 1.04) / Math.sqrt(1 << precision);

/**
 * Counts different things by their hashes: exactly while they are few, then by HyperLogLog with the estimator of Ertl (2017), which needs no
 * table of corrections. What it holds depends on the set of hashes and nothing else, so merging is exact in any order, and what was added
 * twice counts once. Takes one byte a register at most, and less while there are few.
 */
export class Distinct {
  readonly #precision: Precision;
  /** An open table of hashes plus one; 0 is empty. Absent once they are too many. */
  #hashes: Float64Array | undefined = new Float64Array(4);
  #size = 0;
  #registers = new Uint8Array(0);

  constructor(precision: Precision) {
    this.#precision = precision;
  }

  /** Adds a hash, by its lower and upper bits. */
  add(lower: number, upper: number): void {
    const hashes = this.#hashes;
    if (hashes === undefined) {
      this.#register(lower, upper);
      return;
    }
    const mask = hashes.length - 1;
    const entry = joined(lower, upper) + 1;
    let at = lower & mask;
    for (;;) {
      const found = hashes[at];
      if (found === entry) return;
      if (found === 0) break;
      at = (at + 1) & mask;
    }
    hashes[at] = entry;
    this.#size++;
    if (this.#size > exactUpTo(this.#precision)) this.#spill(hashes);
    else if (this.#size * 2 > hashes.length) this.#widen(hashes);
  }

  /** Adds a hash. */
  addWhole(hash: number): void {
    this.add(lowerOf(hash), upperOf(hash));
  }

  /** Adds what another of the same precision has added. */
  merge(other: Distinct): void {
    if (this.#size === 0 && this.#hashes !== undefined) {
      this.#hashes = other.#hashes?.slice();
      this.#size = other.#size;
      this.#registers = other.#registers.slice();
      return;
    }
    if (other.#hashes !== undefined) {
      for (const hash of other.#hashes) if (hash !== 0) this.addWhole(hash - 1);
      return;
    }
    if (this.#hashes !== undefined) this.#spill(this.#hashes);
    other.#registers.forEach((value, index) => {
      if (value > (this.#registers[index] ?? 0)) this.#registers[index] = value;
    });
  }

  /** How many different hashes were added. */
  count(): Estimate {
    if (this.#hashes !== undefined) return { value: this.#size, errorBound: 0 };
    const value = estimate(this.#registers, this.#precision);
    return { value: Math.round(value), errorBound: Math.ceil(value * distinctErrorBound(this.#precision)) };
  }

  /** How many bytes it takes. */
  get byteLength(): number {
    return this.#hashes?.byteLength ?? this.#registers.byteLength;
  }

  toJSON(): DistinctJson {
    if (this.#hashes === undefined) return { registers: Array.from(this.#registers, (value) => letters[value] ?? "A").join("") };
    return { hashes: Array.from(this.#hashes.filter((hash) => hash !== 0).sort(), (hash) => hash - 1) };
  }

  /** Reads what was added back. */
  static fromJSON(json: unknown, path: string, precision: Precision): Distinct {
    const fields = readFields(json, path, isObject(json) && "registers" in json ? ["registers"] : ["hashes"]);
    const read = new Distinct(precision);
    if (fields["registers"] === undefined) {
      const hashes = readList(fields["hashes"], `${path}.hashes`);
      if (hashes.length > exactUpTo(precision)) fail(`${path}.hashes`, "short enough");
      let least = 0;
      for (const [index, hash] of hashes.entries()) {
        least = readWhole(hash, `${path}.hashes[${index}]`, least) + 1;
        read.addWhole(least - 1);
      }
      return read;
    }
    const text = readText(fields["registers"], `${path}.registers`);
    const most = hashBits - precision + 1;
    const registers = Array.from(text, (letter) => values.get(letter) ?? Number.NaN);
    if (registers.length !== 1 << precision || !registers.every((value) => value <= most) || text === letters[0]?.repeat(registers.length))
      fail(`${path}.registers`, "one letter a register");
    read.#hashes = undefined;
    read.#registers = Uint8Array.from(registers);
    return read;
  }

  #register(lower: number, upper: number): void {
    const index = lower & ((1 << this.#precision) - 1);
    // The place of the first one among the bits that do not choose the register.
    const place = upper !== 0 ? Math.clz32(upper) - 10 : 22 + Math.clz32(lower >>> this.#precision) - this.#precision;
    if (place > (this.#registers[index] ?? 0)) this.#registers[index] = place;
  }

  #widen(hashes: Float64Array): void {
    const wider = new Float64Array(hashes.length * 2);
    const mask = wider.length - 1;
    for (const hash of hashes) {
      if (hash === 0) continue;
      let at = lowerOf(hash - 1) & mask;
      while (wider[at] !== 0) at = (at + 1) & mask;
      wider[at] = hash;
    }
    this.#hashes = wider;
  }

  #spill(hashes: Float64Array): void {
    this.#hashes = undefined;
    this.#size = 0;
    this.#registers = new Uint8Array(1 << this.#precision);
    for (const hash of hashes) if (hash !== 0) this.#register(lowerOf(hash - 1), upperOf(hash - 1));
  }
}

/** Ertl, New cardinality estimation algorithms for HyperLogLog sketches (2017), algorithm 6. */
function estimate(registers: Uint8Array, precision: Precision): number {
  const m = registers.length;
  const q = hashBits - precision;
  const having = new Float64Array(q + 2);
  for (const value of registers) having[value] = (having[value] ?? 0) + 1;
  let z = m * tau(1 - (having[q + 1] ?? 0) / m);
  for (let value = q; value >= 1; value--) z = (z + (having[value] ?? 0)) / 2;
  return (m / (2 * Math.LN2)) * (m / (z + m * sigma((having[0] ?? 0) / m)));
}

/** The share of empty registers, as the estimator takes it. */
function sigma(share: number): number {
  let [x, y, z, last] = [share, 1, share, Number.NaN];
  while (z !== last) {
    x *= x;
    last = z;
    z += x * y;
    y *= 2;
  }
  return z;
}

/** The share of registers that are not full, as the estimator takes it. */
function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let [x, y, z, last] = [share, 1, 1 - share, Number.NaN];
  while (z !== last) {
    x = Math.sqrt(x);
    last = z;
    y /= 2;
    z -= (1 - x) ** 2 * y;
  }
  return z / 3;
}
