/**
 * Numbers for texts, so that a million messages are sorted into threads by number.
 * @module
 */

/** How many letters of the end go into the number that stands for a text: ids differ there. */
const tail = 8;
/** So many with the same number stand in the way only where ids were chosen to that end, or all end alike. */
const mostInTheWay = 64;

/** Makes a whole number of the end of a text. Equal texts have equal numbers; different ones mostly have different ones. */
export function tailHash(text: string): number {
  let hash = text.length;
  // The prime of FNV: with a small factor, ids of letters and digits that are counted up come to few different numbers.
  for (let at = Math.max(0, text.length - tail); at < text.length; at++) hash = (Math.imul(hash, 0x0100_0193) + text.charCodeAt(at)) | 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 12);
}

/**
 * Gives texts numbers from 0, in the order in which they come.
 *
 * A `Map` would do, but where there are many texts it waits for memory: each lies somewhere else, and is fetched anew to compare it. Here
 * they lie together, a byte a letter.
 */
export class StringIds {
  // Two numbers a slot, so that they are fetched together: the hash, and the number of the text plus one.
  #slots = new Int32Array(128);
  #letters = new Uint8Array(1024);
  #starts = new Int32Array(64);
  #size = 0;
  /** Texts with letters that are more than a byte; and all, where too many stand in each other's way. */
  readonly #others = new Map<string, number>();
  #isCrowded = false;

  /** How many texts there are. */
  get size(): number {
    return this.#size;
  }

  /** Gives the number of a text, a new one where it has none yet. */
  of(text: string, hash: number = tailHash(text)): number {
    const found = this.#seek(text, hash);
    return found < 0 ? this.#add(text, hash, ~found) : found;
  }

  /** Gives the number of a text, -1 where it has none. */
  find(text: string, hash: number = tailHash(text)): number {
    return Math.max(-1, this.#seek(text, hash));
  }

  /** Remembers the hash of every text. */
  mark(sieve: Sieve): void {
    for (let slot = 0; slot < this.#slots.length; slot += 2) if (this.#slots[slot + 1] !== 0) sieve.add(this.#slots[slot] ?? 0);
    for (const text of this.#others.keys()) sieve.add(tailHash(text));
  }

  /** The number of a text, or `~` of the slot in which it belongs. */
  #seek(text: string, hash: number): number {
    if (this.#isCrowded) return this.#others.get(text) ?? -1;
    const mask = this.#slots.length / 2 - 1;
    let slot = hash & mask;
    for (let steps = 0; steps < mostInTheWay; steps++) {
      const id = this.#slots[2 * slot + 1] ?? 0;
      if (id === 0) return (this.#others.size === 0 ? undefined : this.#others.get(text)) ?? ~slot;
      if (this.#slots[2 * slot] === hash && this.#isAt(id - 1, text)) return id - 1;
      slot = (slot + 1) & mask;
    }
    for (let id = 0; id < this.#size; id++) if (this.#starts[id] !== this.#starts[id + 1]) this.#others.set(this.#textOf(id), id);
    this.#isCrowded = true;
    return this.#others.get(text) ?? -1;
  }

  #isAt(id: number, text: string): boolean {
    const start = this.#starts[id] ?? 0;
    if ((this.#starts[id + 1] ?? 0) - start !== text.length) return false;
    for (let at = text.length - 1; at >= 0; at--) if (this.#letters[start + at] !== text.charCodeAt(at)) return false;
    return true;
  }

  #textOf(id: number): string {
    return String.fromCharCode(...this.#letters.subarray(this.#starts[id] ?? 0, this.#starts[id + 1] ?? 0));
  }

  #add(text: string, hash: number, slot: number): number {
    const id = this.#size++;
    if (this.#starts.length < this.#size + 1) this.#starts = longer(this.#starts, this.#size + 1, (length) => new Int32Array(length));
    const start = this.#starts[id] ?? 0;
    const end = start + text.length;
    if (this.#letters.length < end) this.#letters = longer(this.#letters, end, (length) => new Uint8Array(length));
    let isNarrow = text.length > 0 && !this.#isCrowded;
    for (let at = 0; at < text.length && isNarrow; at++) {
      const letter = text.charCodeAt(at);
      this.#letters[start + at] = letter;
      isNarrow = letter < 256;
    }
    this.#starts[id + 1] = isNarrow ? end : start;
    if (!isNarrow) this.#others.set(text, id);
    else {
      this.#slots[2 * slot] = hash;
      this.#slots[2 * slot + 1] = id + 1;
      if (this.#size * 3 > this.#slots.length) this.#spread();
    }
    return id;
  }

  #spread(): void {
    const old = this.#slots;
    const slots = new Int32Array(old.length * 2);
    const mask = slots.length / 2 - 1;
    for (let from = 0; from < old.length; from += 2) {
      if (old[from + 1] === 0) continue;
      const hash = old[from] ?? 0;
      let slot = hash & mask;
      while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & mask;
      slots[2 * slot] = hash;
      slots[2 * slot + 1] = old[from + 1] ?? 0;
    }
    this.#slots = slots;
  }
}

/** Makes a column longer: twice as long, or as long as it has to be. */
function longer<T extends Int32Array | Uint8Array>(column: T, least: number, make: (length: number) => T): T {
  const next = make(Math.max(least, column.length * 2));
  next.set(column);
  return next;
}

/** Remembers which hashes it has seen, two bits of one word each: it forgets none, but may take a stranger for one of them. */
export class Sieve {
  readonly #words: Int32Array;

  /** `size` = about how many will come. */
  constructor(size: number) {
    let words = 64;
    while (words < size / 2 && words < 2 ** 22) words *= 2;
    this.#words = new Int32Array(words);
  }

  /** Remembers a hash, and says whether it may have been there before. */
  add(hash: number): boolean {
    const place = hash & (this.#words.length - 1);
    const word = this.#words[place] ?? 0;
    const bits = bitsOf(hash);
    this.#words[place] = word | bits;
    return (word & bits) === bits;
  }

  /** Says whether a hash may have been seen. */
  has(hash: number): boolean {
    const bits = bitsOf(hash);
    return ((this.#words[hash & (this.#words.length - 1)] ?? 0) & bits) === bits;
  }
}

const bitsOf = (hash: number): number => (1 << (hash >>> 27)) | (1 << (hash >>> 22));
