/**
 * Chance that is the same on every run.
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

/** Makes 32 bytes that depend on the words alone. */
export function bytesFrom(...words: readonly (string | number)[]): Uint8Array {
  return sha256(utf8ToBytes(words.join("\n")));
}

/** Makes a `random` that gives the same numbers on every run, from 0 to below 1. */
export function randomFrom(...words: readonly (string | number)[]): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    return new DataView(bytesFrom(...words, drawn).buffer).getUint32(0) / 2 ** 32;
  };
}
