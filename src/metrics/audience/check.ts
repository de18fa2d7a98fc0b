/**
 * Refusing options that are none, of which JavaScript would make a silent wrong number.
 * @module
 */
import { refuse } from "../measure.js";

/** Refuses a word that is none of those known. */
export function checkWord<W extends string>(word: W, words: readonly W[], name: string): W {
  return words.includes(word) ? word : refuse(`${name} is none that we know`, `use ${words.join(" or ")}`);
}

/** Refuses what cannot be called. What is absent stays absent. */
export function checkFunction(value: unknown, name: string): void {
  if (value !== undefined && typeof value !== "function") refuse(`${name} is no function`, "give one, or leave it out");
}
