/**
 * Refusing options that are none, of which JavaScript would make a silent wrong number.
 * @module
 */
import { refuse } from "../measure.js";

/** Refuses a word that is none of those known. */
export function checkWord<W extends string>(word: W, words: readonly W[], name: string): W {
  return words.includes(word) ? word : refuse(`${name} is none that we know`, `use ${words.join(" or ")}`);
}

/** Refuses what is neither true nor false: `"false"` would count as true, and `"true"` as false. What is absent stays absent. */
export function checkFlag(value: unknown, name: string): void {
  if (value !== undefined && typeof value !== "boolean") refuse(`${name} is neither true nor false`, "give one of them, or leave it out");
}

/** Reads what a function of the host said. A promise would count as true. */
export function saysSo(answer: unknown, name: string): boolean {
  return typeof answer === "boolean" ? answer : refuse(`${name} answered neither true nor false`, "answer at once, with one of them");
}

/** Refuses what cannot be called. What is absent stays absent. */
export function checkFunction(value: unknown, name: string): void {
  if (value !== undefined && typeof value !== "function") refuse(`${name} is no function`, "give one, or leave it out");
}
