/**
 * Numbers for texts, so that a million messages are sorted into threads by number.
 * @module
 */

/** How many letters of the end go into the number that stands for a text: ids differ there. */
const tail = 8;
/** Half full, a table of a million has stretches of 70; so many stand in the way only where ids were chosen to that end, or all end alike. */
const mostInTheWay = 1000;

/** Makes a whole number of the end of a text. Equal texts have equal numbers; different ones mostly have different ones. */
export function tailHash(text: string): number {
  let hash = text.length;
  // The prime of FNV: with a small factor, ids of letters and digits that are counted up come to few different numbers.
  for (let at = Math.max(0, text.length - tail); at < text.length; at++) hash = (Math.imul(hash, 0x0100_0193) + text.charCodeAt(at)) | 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 12);
}

/** Gives texts numbers from 0, in the order in which they come. A third faster than a `Map`, which reads the whole of each text first. */
export class StringIds {
  readonly #texts: string[] = [];
  // Two numbers a slot, so that they are fetched together: the hash, and the number of the text plus one.
  #slots = new Int32Array(128);
  #map: Map<string, number> | undefined;

  /** How many texts there are. */
  get size(): number {
    return this.#texts.length;
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
    if (this.#map !== undefined) for (const text of this.#texts) sieve.add(tailHash(text));
    for (let slot = 0; slot < this.#slots.length; slot += 2) if (this.#slots[slot + 1] !== 0) sieve.add(this.#slots[slot] ?? 0);
  }

  /** The number of a text, or `~` of the slot in which it belongs. */
  #seek(text: string, hash: number): number {
    if (this.#map !== undefined) return this.#map.get(text) ?? -1;
    const mask = this.#slots.length / 2 - 1;
    for (let slot = hash & mask, steps = 0; steps < mostInTheWay; slot = (slot + 1) & mask, steps++) {
      const id = this.#slots[2 * slot + 1] ?? 0;
      if (id === 0) return ~slot;
      if (this.#slots[2 * slot] === hash && this.#texts[id - 1] === text) return id - 1;
    }
    this.#map = new Map(this.#texts.map((one, index) => [one, index]));
    return this.#map.get(text) ?? -1;
  }

  #add(text: string, hash: number, slot: number): number {
    const id = this.#texts.push(text) - 1;
    if (this.#map !== undefined) this.#map.set(text, id);
    else {
      this.#slots[2 * slot] = hash;
      this.#slots[2 * slot + 1] = id + 1;
      if (this.#texts.length * 4 > this.#slots.length) this.#grow();
    }
    return id;
  }

  #grow(): void {
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
