/**
 * How often something was so, by word: left out as `bot`, sounding `positive`.
 * @module
 */
import { fail, readCounts } from "./foreign.js";

/** Counts by word. */
export class Words {
  readonly #counts: Map<string, number>;

  constructor(counts: ReadonlyMap<string, number> = new Map()) {
    this.#counts = new Map(counts);
  }

  /** Counts so many more of a word. */
  add(word: string, count = 1): void {
    if (count > 0) this.#counts.set(word, (this.#counts.get(word) ?? 0) + count);
  }

  /** Adds what another has counted. */
  merge(other: Words): void {
    for (const [word, count] of other.#counts) this.add(word, count);
  }

  /** How often a word was counted. */
  of(word: string): number {
    return this.#counts.get(word) ?? 0;
  }

  /** All counts, in the order of their words; without `except`. */
  toJSON(...except: readonly string[]): Readonly<Record<string, number>> {
    const left = [...this.#counts].filter(([word]) => !except.includes(word));
    return Object.fromEntries(left.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Reads counts back, of these words and no other; of any where none are given. */
  static fromJSON(json: unknown, path: string, words?: readonly string[]): Words {
    const counts = readCounts(json, path);
    for (const word of counts.keys()) if (words?.includes(word) === false) fail(`${path}.${word.slice(0, 40)}`, "a word that it has");
    return new Words(counts);
  }
}
