/**
 * Numbers that stand for texts, and look as if they were drawn by chance. The same on every machine; no protection against somebody who means
 * harm.
 * @module
 */
import { refuse } from "../measure.js";

/** Scatters the bits of 32 so that each of them moves about half of the others. Constants of MurmurHash3 (Austin Appleby, public domain). */
export function scatter(value: number): number {
  let word = value ^ (value >>> 16);
  word = Math.imul(word, 0x85eb_ca6b);
  word ^= word >>> 13;
  word = Math.imul(word, 0xc2b2_ae35);
  return word ^ (word >>> 16);
}

/**
 * Reads the number of a text, a whole one below 2 to the power of 53: among a million texts two share theirs once in eighteen thousand cases. Its
 * lower 32 bits are in the first place of what is given back, its upper 21 in the second, until the next text is read: a number that is no small
 * integer is an object wherever it is handed over, and there are millions of them.
 */
export function readHash(text: string): Int32Array {
  const { length } = text;
  let a = 0x2545_f491;
  let b = length;
  // Two units at a time, in two lanes.
  for (let at = 0; at < length; at += 2) {
    const pair = text.charCodeAt(at) | (at + 1 < length ? text.charCodeAt(at + 1) << 16 : 0);
    a = Math.imul(a ^ pair, 0x85eb_ca6b);
    b = Math.imul(b ^ pair, 0xc2b2_ae35);
    a ^= a >>> 15;
    b ^= b >>> 13;
  }
  const lower = scatter(a ^ Math.imul(b, 0x9e37_79b1));
  words[0] = lower;
  words[1] = scatter(b ^ Math.imul(lower, 0x9e37_79b1)) >>> 11;
  return words;
}

const words = new Int32Array(2);

/** The number of a text. */
export function hashOf(text: string): number {
  const [lower = 0, upper = 0] = readHash(text);
  return joined(lower, upper);
}

/** Joins the parts of such a number. */
export const joined = (lower: number, upper: number): number => upper * 2 ** 32 + (lower >>> 0);

/** The upper 21 bits of such a number. */
export const upperOf = (hash: number): number => Math.floor(hash / 2 ** 32);

/** The lower 32 bits of such a number, as a signed integer. */
export const lowerOf = (hash: number): number => hash | 0;

/**
 * Names the worker that a key falls to, of so many: the same one in every process. Hand all messages of a conversation to one worker; where
 * private replies answer comments, all of an account.
 *
 * @example
 * const worker = shardOf(message.conversation, 4); // 0, 1, 2 or 3
 *
 * @throws FolkmootError `invalid-request` for a key that is no text, and for a number of workers that is no whole number from 1.
 */
export function shardOf(key: string, workers: number): number {
  if (typeof key !== "string") refuse("`key` is no text", "give the key of a conversation or account");
  if (!(Number.isSafeInteger(workers) && workers >= 1)) refuse("`workers` is no whole number from 1", "give how many workers there are");
  return hashOf(key) % workers;
}
