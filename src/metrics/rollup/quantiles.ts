/**
 * The quantiles of any number of values in a few kilobytes.
 * @module
 */
import { ExactSum } from "./exact-sum.js";
import { fail, readFields, readFinite, readList, readWhole } from "./foreign.js";

/** A quantile, and how far the true one may be from it. */
export interface Estimate {
  /** The quantile. */
  readonly value: number;
  /** At most so far from the true one. 0 where it is known. */
  readonly errorBound: number;
}

/** What `toJSON` gives: how many zeros, the ends, the sum, and bucket after bucket how far it is from the one before and how many it holds. */
export interface QuantilesJson {
  readonly zeros: number;
  readonly min?: number;
  readonly max?: number;
  readonly sum: number | string;
  readonly buckets: readonly number[];
}

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
float[0] = 1;
/** Where the sign, the exponent and the first 20 bits of the fraction of a number are: machines differ. */
const upper = words[1] === 0 ? 0 : 1;

// Of the fraction the first 7 bits remain, so that a bucket is at most 1/128 of its values wide.
const dropped = 13;
const perOctave = 1 << (20 - dropped);
const lastBucket = (0x7ff << (20 - dropped)) - 1;

/** The bucket of a number above 0: its upper bits. */
function bucketOf(value: number): number {
  float[0] = value;
  return (words[upper] ?? 0) >>> dropped;
}

/** The least number of a bucket. */
function startOf(bucket: number): number {
  words[upper] = bucket << dropped;
  words[1 - upper] = 0;
  return float[0] ?? 0;
}

/**
 * Keeps how many values fell into which bucket. The bucket is the upper bits of the number as the machine holds it, so adding is a shift and
 * a count; merging adds counts, and is therefore exact in any order. Least, largest, sum and number are exact; a quantile is at most 0.4 % off.
 *
 * Eight bytes a bucket, 128 buckets for each doubling between the least and the largest value: 1 kB each, so 31 kB from a millisecond to
 * three weeks, and 2 MB for everything that a number can be.
 */
export class Quantiles {
  #counts = new Float64Array(0);
  /** The bucket of the first count. */
  #first = 0;
  #n = 0;
  #zeros = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;
  #sum = new ExactSum();

  /** Adds a finite number from 0. */
  add(value: number): void {
    this.#n++;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    if (value === 0) {
      this.#zeros++;
      return;
    }
    this.#sum.add(value);
    float[0] = value;
    const at = ((words[upper] ?? 0) >>> dropped) - this.#first;
    const count = this.#counts[at];
    if (count === undefined) this.#addOutside(value);
    else this.#counts[at] = count + 1;
  }

  /** Adds what another has added. */
  merge(other: Quantiles): void {
    this.#n += other.#n;
    this.#zeros += other.#zeros;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
    this.#sum.merge(other.#sum);
    other.#counts.forEach((count, index) => {
      if (count > 0) this.#count(other.#first + index, count);
    });
  }

  /** How many values were added. */
  get n(): number {
    return this.#n;
  }

  /** The sum, exactly. */
  get sum(): ExactSum {
    return this.#sum;
  }

  /** The least value. Nothing without values. */
  get min(): number | undefined {
    return this.#n === 0 ? undefined : this.#min;
  }

  /** The largest value. Nothing without values. */
  get max(): number | undefined {
    return this.#n === 0 ? undefined : this.#max;
  }

  /** How many bytes the counts take. */
  get byteLength(): number {
    return this.#counts.byteLength;
  }

  /** Finds the value below which the share `p` of the values lies, linear between the closest ranks as `percentile` does. Nothing without values. */
  at(p: number): Estimate | undefined {
    if (this.#n === 0) return undefined;
    const rank = (this.#n - 1) * p;
    const low = this.#atRank(Math.floor(rank));
    const high = this.#atRank(Math.ceil(rank));
    // As in `percentile`: a hair of floating point is none.
    const between = Math.round((rank - Math.floor(rank)) * 1e12) / 1e12;
    return {
      value: low.value + (high.value - low.value) * between,
      errorBound: low.errorBound + (high.errorBound - low.errorBound) * between,
    };
  }

  toJSON(): QuantilesJson {
    const buckets: number[] = [];
    let last = 0;
    this.#counts.forEach((count, index) => {
      if (count === 0) return;
      buckets.push(this.#first + index - last, count);
      last = this.#first + index;
    });
    return { zeros: this.#zeros, ...(this.#n > 0 && { min: this.#min, max: this.#max }), sum: this.#sum.toJSON(), buckets };
  }

  /** Reads values back. */
  static fromJSON(json: unknown, path: string): Quantiles {
    const fields = readFields(json, path, ["zeros", "min?", "max?", "sum", "buckets"]);
    const read = new Quantiles();
    read.#zeros = readWhole(fields["zeros"], `${path}.zeros`);
    read.#n = read.#zeros;
    const buckets = readList(fields["buckets"], `${path}.buckets`);
    let bucket = 0;
    for (let index = 0; index < buckets.length; index += 2) {
      bucket += readWhole(buckets[index], `${path}.buckets[${index}]`, index === 0 ? 0 : 1);
      if (bucket > lastBucket) fail(`${path}.buckets[${index}]`, "a bucket");
      const count = readWhole(buckets[index + 1], `${path}.buckets[${index + 1}]`, 1);
      read.#count(bucket, count);
      read.#n += count;
    }
    if (!Number.isSafeInteger(read.#n)) fail(`${path}.buckets`, "countable");
    read.#sum = ExactSum.fromJSON(fields["sum"], `${path}.sum`);
    read.#readEnds(fields, path, read.#zeros > 0 ? 0 : buckets[0], buckets.length === 0 ? 0 : bucket);
    return read;
  }

  #readEnds(fields: Readonly<Record<string, unknown>>, path: string, first: unknown, last: number): void {
    if (this.#n === 0) {
      if (fields["min"] !== undefined || fields["max"] !== undefined) fail(`${path}.min`, "absent, as there are no values");
      if (this.#sum.toNumber() !== 0) fail(`${path}.sum`, "0, as there are no values");
      return;
    }
    this.#min = readFinite(fields["min"], `${path}.min`);
    this.#max = readFinite(fields["max"], `${path}.max`);
    if ((this.#zeros > 0 ? this.#min !== 0 : this.#min === 0) || bucketOf(this.#min) !== first) fail(`${path}.min`, "in the first bucket");
    if (this.#max < this.#min || bucketOf(this.#max) !== last) fail(`${path}.max`, "in the last bucket");
    const sum = this.#sum.toNumber();
    // The largest may be its own neighbour, and rounding may take a hair off the sum.
    if (!(sum >= this.#max * (1 - 1e-9) && sum <= this.#max * this.#n * (1 + 1e-9))) fail(`${path}.sum`, "a sum of such values");
  }

  #atRank(rank: number): Estimate {
    // The ends are known.
    if (rank === 0) return { value: this.#min, errorBound: 0 };
    if (rank === this.#n - 1) return { value: this.#max, errorBound: 0 };
    let below = this.#zeros;
    if (rank < below) return { value: 0, errorBound: 0 };
    let index = 0;
    for (; index < this.#counts.length - 1; index++) {
      below += this.#counts[index] ?? 0;
      if (rank < below) break;
    }
    const low = Math.max(startOf(this.#first + index), this.#min);
    const high = Math.min(startOf(this.#first + index + 1), this.#max);
    return { value: (low + high) / 2, errorBound: (high - low) / 2 };
  }

  #addOutside(value: number): void {
    this.#count(bucketOf(value), 1);
  }

  #count(bucket: number, count: number): void {
    if (bucket < this.#first || bucket >= this.#first + this.#counts.length) this.#grow(bucket);
    const at = bucket - this.#first;
    this.#counts[at] = (this.#counts[at] ?? 0) + count;
  }

  /** Makes room for a bucket, a whole doubling at a time. */
  #grow(bucket: number): void {
    const octave = bucket - (bucket % perOctave);
    const empty = this.#counts.length === 0;
    const first = empty ? octave : Math.min(octave, this.#first);
    const end = Math.max(octave + perOctave, empty ? 0 : this.#first + this.#counts.length);
    const counts = new Float64Array(end - first);
    counts.set(this.#counts, empty ? 0 : this.#first - first);
    this.#counts = counts;
    this.#first = first;
  }
}
