/**
 * Checking what the advanced calculators are given.
 * @module
 */
import { isObject, refuse } from "../measure.js";

/** Refuses options that are no object. */
export function readOptions<Options extends object>(options: Options, name = "options"): Options {
  if (!isObject(options) || isList(options)) refuse(`\`${name}\` is no object`, "give one, or leave it out where that is allowed");
  return options;
}

/** Says whether something is a list. */
export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** A number that is larger is none, since its square is hardly finite; a spread that is less than its inverse is nothing. */
export const largest = 1e150;

/** Says whether something is a number that can be computed with. */
export const isNumber = (value: unknown): value is number => typeof value === "number" && Math.abs(value) <= largest;

/** Refuses what is no finite number, or outside of what it may be. */
export function checkNumber(value: number, name: string, isRight: (value: number) => boolean, remedy: string): number {
  if (!isNumber(value) || !isRight(value)) refuse(`\`${name}\` is ${String(value)}`, remedy);
  return value;
}

/** Refuses what is no list of finite numbers, naming the entry that is none. */
export function checkNumbers(list: readonly number[], name: string): readonly number[] {
  if (!isList(list)) refuse(`\`${name}\` is no list`, "give numbers in one");
  const wrong = list.findIndex((value) => !isNumber(value));
  if (wrong >= 0) refuse(`\`${name}\` has no number at position ${wrong}`, "leave out what is unknown");
  return list;
}

/** A series in which what was not measured is `null`. */
export type Series = readonly (number | null)[];

/** Refuses what is no series, naming the entry that is neither a finite number nor `null`. */
export function checkSeries(list: Series, name: string): Series {
  if (!isList(list)) refuse(`\`${name}\` is no list`, "give the numbers of a series in one, null where none was measured");
  const wrong = list.findIndex((value) => value !== null && !isNumber(value));
  if (wrong >= 0) refuse(`\`${name}\` has no number at position ${wrong}`, "give null where none was measured: it is not zero");
  return list;
}

/** Takes out of a series what was measured. */
export const measured = (series: Series): readonly number[] => series.filter((value) => value !== null);

/** Refuses a word that is none of those we know. */
export function checkWord<Word extends string>(value: Word, name: string, words: readonly Word[]): Word {
  if (!words.includes(value)) refuse(`\`${name}\` is none that we know`, `use one of ${words.join(", ")}`);
  return value;
}
