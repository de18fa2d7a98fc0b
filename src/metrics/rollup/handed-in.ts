/**
 * Whether something was handed in twice.
 * @module
 */
import type { Measure } from "../../model/measure.js";
import { proportion } from "../proportion.js";
import { fail, readList, readWhole } from "./foreign.js";
import { hashOf, scatter } from "./hash.js";

/** What `toJSON` gives: of each thing of the sample its rank, its hash and how often it came, one after the other. */
export type HandedInJson = readonly number[];

/** How many things are remembered. */
export const handedInSample = 1024;
const rankEnd = 2 ** 32;
const anyRank = rankEnd - 1;

/** How much of a key is read for its rank: ids differ at their end, and every message has one to rank. */
const tail = 12;

/** The rank of a key, from 0 to below two to the power of 32, as if by chance, and the same in every process. */
export function handedInRank(key: string): number {
  let hash = key.length;
  for (let at = Math.max(0, key.length - tail); at < key.length; at++) hash = (Math.imul(hash, 0x0100_0193) + key.charCodeAt(at)) | 0;
  return scatter(hash) >>> 0;
}

interface Sampled {
  readonly rank: number;
  readonly hash: number;
  times: number;
}

/**
 * Remembers what was handed in: of the 1,024 things with the lowest ranks how often each came. A thing that is among the lowest of a whole is so
 * in each part that holds it, and from the beginning, so its number is exact and merging is too. It holds hashes, and no keys.
 */
export class HandedIn {
  #sample = new Map<number, Sampled>();
  #highest = anyRank;

  /** Says whether a thing of this rank may be remembered. Others need not be given to `add`. */
  wants(rank: number): boolean {
    return rank <= this.#highest;
  }

  /** Counts one handing in of the things with these keys, each once. */
  add(keys: Iterable<string>): void {
    for (const key of keys) this.#put(handedInRank(key), hashOf(key), 1);
    this.#prune();
  }

  /** Adds what another was handed. */
  merge(other: HandedIn): void {
    for (const { rank, hash, times } of other.#sample.values()) this.#put(rank, hash, times);
    this.#prune();
  }

  /** The share of things that came more than once. Of at most so many things as are remembered it is exact, else a sample of them speaks for all. */
  twice(): Measure {
    const lowest = this.#lowest();
    return proportion(lowest.filter(({ times }) => times > 1).length, lowest.length);
  }

  toJSON(): HandedInJson {
    return this.#lowest().flatMap(({ rank, hash, times }) => [rank, hash, times]);
  }

  /** Reads back what was handed in. */
  static fromJSON(json: unknown, path: string): HandedIn {
    const read = new HandedIn();
    const numbers = readList(json, path).map((number, index) => readWhole(number, `${path}[${index}]`));
    if (numbers.length % 3 !== 0 || numbers.length > 3 * handedInSample) fail(path, "as long as it should be");
    let [lastRank, lastHash] = [-1, -1];
    for (let at = 0; at < numbers.length; at += 3) {
      const [rank = 0, hash = 0, times = 0] = numbers.slice(at, at + 3);
      if (rank >= rankEnd || rank < lastRank || (rank === lastRank && hash <= lastHash) || times === 0 || read.#sample.has(hash))
        fail(`${path}[${at}]`, "in order");
      read.#sample.set(hash, { rank, hash, times });
      [lastRank, lastHash] = [rank, hash];
    }
    if (numbers.length === 3 * handedInSample) read.#highest = lastRank;
    return read;
  }

  #put(rank: number, hash: number, times: number): void {
    const before = this.#sample.get(hash);
    if (before !== undefined) before.times += times;
    else if (rank <= this.#highest) this.#sample.set(hash, { rank, hash, times });
  }

  #lowest(): readonly Sampled[] {
    const sorted = [...this.#sample.values()].sort((a, b) => a.rank - b.rank || a.hash - b.hash);
    return sorted.slice(0, handedInSample);
  }

  /** Forgets what is not among the lowest, once in a while: sorting takes longer than adding. */
  #prune(): void {
    if (this.#sample.size < 2 * handedInSample) return;
    const lowest = this.#lowest();
    this.#highest = lowest.at(-1)?.rank ?? anyRank;
    this.#sample = new Map(lowest.map((one) => [one.hash, one]));
  }
}
