/**
 * Who wrote how much, in bounded memory.
 * @module
 */
import { sortNumbers } from "../percentile.js";
import { Counters } from "./counters.js";
import { Distinct } from "./distinct.js";
import { fail, readFields, readList, readText, readWhole } from "./foreign.js";
import { hashOf, joined, lowerOf, scatter, upperOf } from "./hash.js";
import type { DistinctJson } from "./distinct.js";
import type { Estimate } from "./quantiles.js";

/** Authors whose keys begin alike, each with the rest of its key, its rank, and how much it wrote where that is still known. */
interface AlikeJson {
  readonly of: string;
  readonly ids: readonly string[];
  readonly ranks: readonly number[];
  readonly counts?: readonly number[];
}

/** What `toJSON` gives. */
export interface AuthorsJson {
  readonly known: readonly AlikeJson[];
  readonly beyond?: { readonly counters: string; readonly unique: DistinctJson };
}

/** An author, and how much it wrote. */
export interface Contribution extends Estimate {
  /** Whom it is about. */
  readonly author: string;
}

const precision = 14;
const rankEnd = 2 ** 32;
/** What a row holds: the hash of the key, the rank, and how much was written that is not in the counters. */
const width = 3;

/** A number of 32 bits, as if by chance, for what an author wrote at an instant. */
function rankOf(lower: number, upper: number, at: number): number {
  return scatter(scatter(lower ^ lowerOf(at)) ^ Math.imul(upper ^ upperOf(at), 0x9e37_79b1));
}

/**
 * Counts what each author wrote. Up to `capacity` authors that is exact. Beyond, everybody is counted in a count-min sketch, and the keys are
 * kept of those who have the lowest ranks: each thing written draws a rank by its author and instant, and an author's rank is the lowest of
 * its own. Who wrote the share `s` of everything is then missed with a probability of at most e to the power of `-s * capacity`.
 *
 * Which form it has, whom it keeps and what it counts depends on what was added and not on the order, so that merging is exact: of the parts
 * of a whole, each keeps whoever the whole keeps.
 */
export class Authors {
  readonly #capacity: number;
  readonly #keys: string[] = [];
  #rows = new Float64Array(width * 8);
  /** An open table of the places of rows plus one; 0 is empty. */
  #slots = new Int32Array(16);
  #beyond: { readonly counters: Counters; readonly unique: Distinct } | undefined;
  /** Who has a higher rank is not among the lowest. */
  #highest = rankEnd;
  #total = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Counts something written at an instant by an author, given as the lower and upper bits of the hash of its key, and the key. */
  add(lower: number, upper: number, at: number, author: string): void {
    this.#put(author, lower, upper, rankOf(lower, upper, at) >>> 0, 1);
  }

  /** Adds what another of the same capacity has counted. */
  merge(other: Authors): void {
    other.#settle();
    if (other.#beyond !== undefined) {
      const { counters, unique } = this.#beyond ?? this.#spill();
      counters.merge(other.#beyond.counters);
      unique.merge(other.#beyond.unique);
      this.#total += other.#total;
    }
    for (let row = 0; row < other.#keys.length; row++) {
      const [hash = 0, rank = 0, count = 0] = other.#row(row);
      const key = other.#keys[row] ?? "";
      if (other.#beyond === undefined) this.#put(key, lowerOf(hash), upperOf(hash), rank, count);
      else if (!this.#found(key, lowerOf(hash), upperOf(hash), rank, 0)) this.#keep(key, hash, rank, 0);
    }
  }

  /** How much was written. */
  get total(): number {
    return this.#total;
  }

  /** True while everybody is known, and everything exact. */
  get isExact(): boolean {
    return this.#beyond === undefined;
  }

  /** How many authors there were. */
  unique(): Estimate {
    return this.#beyond === undefined ? { value: this.#keys.length, errorBound: 0 } : this.#beyond.unique.count();
  }

  /** The authors who wrote most, the first first; of equals the one whose key is first. Counts that are no longer exact are never too low. */
  top(count: number): readonly Contribution[] {
    this.#settle();
    const errorBound = this.#beyond?.counters.errorBound ?? 0;
    const values = Float64Array.from(this.#keys, (_, row) => {
      const hash = this.#rows[row * width] ?? 0;
      return this.#beyond?.counters.most(hash) ?? this.#rows[row * width + 2] ?? 0;
    });
    // Numbers are sorted fast, and few of them are among the first.
    const least = values.toSorted().at(-Math.min(count, values.length)) ?? 0;
    return this.#keys
      .flatMap((author, row) => ((values[row] ?? 0) >= least ? [{ author, value: values[row] ?? 0, errorBound }] : []))
      .sort((a, b) => b.value - a.value || (a.author < b.author ? -1 : 1))
      .slice(0, count);
  }

  /** How much each author wrote, in no order. Nothing once they are too many. */
  counts(of: (author: string) => boolean = () => true): readonly number[] | undefined {
    if (this.#beyond !== undefined) return undefined;
    return this.#keys.flatMap((author, row) => (of(author) ? [this.#row(row)[2] ?? 0] : []));
  }

  /** How many bytes it takes beside the keys. */
  get byteLength(): number {
    const { counters, unique } = this.#beyond ?? {};
    return this.#rows.byteLength + this.#slots.byteLength + (counters?.byteLength ?? 0) + (unique?.byteLength ?? 0);
  }

  toJSON(): AuthorsJson {
    this.#settle();
    const rows = this.#keys.map((key, row) => ({ key, row })).sort((a, b) => (a.key < b.key ? -1 : 1));
    const known: { of: string; ids: string[]; ranks: number[]; counts?: number[] }[] = [];
    for (const { key, row } of rows) {
      const end = key.lastIndexOf(":") + 1;
      let alike = known.at(-1);
      if (alike?.of !== key.slice(0, end)) {
        alike = { of: key.slice(0, end), ids: [], ranks: [], ...(this.#beyond === undefined && { counts: [] }) };
        known.push(alike);
      }
      const [, rank = 0, count = 0] = this.#row(row);
      alike.ids.push(key.slice(end));
      alike.ranks.push(rank);
      alike.counts?.push(count);
    }
    if (this.#beyond === undefined) return { known };
    return { known, beyond: { counters: this.#beyond.counters.toJSON(), unique: this.#beyond.unique.toJSON() } };
  }

  /** Reads authors back. */
  static fromJSON(json: unknown, path: string, capacity: number): Authors {
    const { known, beyond } = readFields(json, path, ["known", "beyond?"]);
    const read = new Authors(capacity);
    if (beyond !== undefined) {
      const { counters, unique } = readFields(beyond, `${path}.beyond`, ["counters", "unique"]);
      read.#beyond = {
        counters: Counters.fromJSON(counters, `${path}.beyond.counters`, widthFor(capacity)),
        unique: Distinct.fromJSON(unique, `${path}.beyond.unique`, precision),
      };
      read.#total = read.#beyond.counters.total;
    }
    let last: string | undefined;
    for (const [index, alike] of readList(known, `${path}.known`).entries()) {
      const at = `${path}.known[${index}]`;
      const parts = readFields(alike, at, ["of", "ids", "ranks", ...(beyond === undefined ? ["counts"] : [])]);
      const of = readText(parts["of"], `${at}.of`);
      const ids = readList(parts["ids"], `${at}.ids`);
      const ranks = readList(parts["ranks"], `${at}.ranks`);
      const counts = beyond === undefined ? readList(parts["counts"], `${at}.counts`) : undefined;
      if (ids.length === 0 || ranks.length !== ids.length || (counts?.length ?? ids.length) !== ids.length) fail(at, "equally long");
      for (const [row, id] of ids.entries()) {
        const key = of + readText(id, `${at}.ids[${row}]`);
        if ((last !== undefined && key <= last) || key.lastIndexOf(":") + 1 !== of.length) fail(`${at}.ids[${row}]`, "in order");
        last = key;
        const rank = readWhole(ranks[row], `${at}.ranks[${row}]`);
        if (rank >= rankEnd) fail(`${at}.ranks[${row}]`, "a rank");
        read.#insert(key, hashOf(key), rank, counts === undefined ? 0 : readWhole(counts[row], `${at}.counts[${row}]`, 1));
      }
    }
    if (beyond === undefined) read.#total = (read.counts() ?? []).reduce((sum, count) => sum + count, 0);
    if (!Number.isSafeInteger(read.#total)) fail(path, "countable");
    if (beyond === undefined ? read.#keys.length > capacity : read.#keys.length !== capacity)
      fail(`${path}.known`, "as long as it should be");
    read.#highest = beyond === undefined ? rankEnd : read.#keys.reduce((most, _, row) => Math.max(most, read.#row(row)[1] ?? 0), 0);
    return read;
  }

  #row(row: number): Float64Array {
    return this.#rows.subarray(row * width, (row + 1) * width);
  }

  #put(key: string, lower: number, upper: number, rank: number, count: number): void {
    this.#total += count;
    if (this.#found(key, lower, upper, rank, count)) return;
    this.#beyond?.counters.add(lower, upper, count);
    this.#beyond?.unique.add(lower, upper);
    this.#keep(key, joined(lower, upper), rank, this.#beyond === undefined ? count : 0);
  }

  /** Counts for an author who has a row. */
  #found(key: string, lower: number, upper: number, rank: number, count: number): boolean {
    const hash = joined(lower, upper);
    const rows = this.#rows;
    const mask = this.#slots.length - 1;
    let slot = lower & mask;
    for (;;) {
      const place = (this.#slots[slot] ?? 0) - 1;
      if (place < 0) return false;
      const at = place * width;
      if (rows[at] === hash) {
        if (rank < (rows[at + 1] ?? 0)) rows[at + 1] = rank;
        rows[at + 2] = (rows[at + 2] ?? 0) + count;
        // Two keys with one hash are one author, whichever came first.
        const kept = this.#keys[place];
        if (kept !== key && kept !== undefined && key < kept) this.#keys[place] = key;
        return true;
      }
      slot = (slot + 1) & mask;
    }
  }

  /** Gives an author a row, if its rank is low enough. */
  #keep(key: string, hash: number, rank: number, count: number): void {
    if (rank > this.#highest) return;
    this.#insert(key, hash, rank, count);
    if (this.#beyond === undefined) {
      if (this.#keys.length > this.#capacity) this.#spill();
    } else if (this.#keys.length > this.#capacity * 1.25) this.#prune();
  }

  #insert(key: string, hash: number, rank: number, count: number): void {
    const row = this.#keys.push(key) - 1;
    if (row * width === this.#rows.length) {
      const rows = new Float64Array(this.#rows.length * 2);
      rows.set(this.#rows);
      this.#rows = rows;
    }
    this.#rows[row * width] = hash;
    this.#rows[row * width + 1] = rank;
    this.#rows[row * width + 2] = count;
    if ((row + 1) * 2 > this.#slots.length) this.#index(this.#slots.length * 2);
    else this.#link(row, hash);
  }

  #link(row: number, hash: number): void {
    const mask = this.#slots.length - 1;
    let slot = lowerOf(hash) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = row + 1;
  }

  #index(size: number): void {
    this.#slots = new Int32Array(size);
    for (let row = 0; row < this.#keys.length; row++) this.#link(row, this.#rows[row * width] ?? 0);
  }

  /** Leaves the exact form. */
  #spill(): { readonly counters: Counters; readonly unique: Distinct } {
    const beyond = { counters: new Counters(widthFor(this.#capacity)), unique: new Distinct(precision) };
    for (let row = 0; row < this.#keys.length; row++) beyond.unique.addWhole(this.#rows[row * width] ?? 0);
    this.#beyond = beyond;
    return beyond;
  }

  /** Brings what rows have counted into the counters, so that what is held does not depend on who came first. */
  #settle(): void {
    if (this.#beyond === undefined) return;
    for (let row = 0; row < this.#keys.length; row++) {
      const [hash = 0, , count = 0] = this.#row(row);
      if (count > 0) this.#beyond.counters.add(lowerOf(hash), upperOf(hash), count);
      this.#rows[row * width + 2] = 0;
    }
    this.#prune();
  }

  /** Keeps only the lowest ranks, and of equal ones the lowest hashes. */
  #prune(): void {
    const size = this.#keys.length;
    const counters = this.#beyond?.counters;
    if (counters === undefined || size <= this.#capacity) return;
    const rows = this.#rows;
    const ranks = new Float64Array(size);
    for (let row = 0; row < size; row++) ranks[row] = rows[row * width + 1] ?? 0;
    const limit = ranks.toSorted()[this.#capacity - 1] ?? 0;
    const level: number[] = [];
    let below = 0;
    for (let row = 0; row < size; row++) {
      if ((ranks[row] ?? 0) < limit) below++;
      else if (ranks[row] === limit) level.push(rows[row * width] ?? 0);
    }
    const highest = sortNumbers(level)[this.#capacity - below - 1] ?? 0;
    let kept = 0;
    for (let row = 0; row < size; row++) {
      const hash = rows[row * width] ?? 0;
      const rank = ranks[row] ?? 0;
      const count = rows[row * width + 2] ?? 0;
      if (rank < limit || (rank === limit && hash <= highest)) {
        this.#keys[kept] = this.#keys[row] ?? "";
        rows.copyWithin(kept * width, row * width, (row + 1) * width);
        kept++;
      } else if (count > 0) counters.add(lowerOf(hash), upperOf(hash), count);
    }
    this.#keys.length = kept;
    this.#highest = limit;
    this.#index(this.#slots.length);
  }
}

/** Twice as many counters a row as there may be known authors, rounded up to a power of two. */
function widthFor(capacity: number): number {
  return 2 ** Math.ceil(Math.log2(capacity * 2));
}
