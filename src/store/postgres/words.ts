/**
 * Keys and words of a network inside of SQL: whatever they hold, each is kept apart from all others, and in its order.
 * @module
 */
import type { Below } from "../store.js";
import { text } from "./literal.js";

/**
 * What PostgreSQL's texts cannot hold: NUL and halves of surrogate pairs, which a network's words may hold all the same. Each is written
 * as two or more characters that begin with one that is seldom used, and that one is written as two, so that order and prefixes stay.
 */
const nul = String.fromCharCode(0);
const first = String.fromCharCode(1);
const second = String.fromCharCode(2);
const before = "\ud7ff";
const odd = new RegExp(`[${nul}${first}${before}]|\\p{Surrogate}`, "gu");
const looksOdd = new RegExp(odd.source, "u");
const written = new RegExp(`${first}([${first}${second}])|${before}(?:!|~([0-9a-f]{4}))`, "gu");

/** Makes a text that PostgreSQL can hold; different texts stay different, and the first of two stays the first. */
export function storable(word: string): string {
  if (!looksOdd.test(word)) return word;
  return word.replace(odd, (one) => {
    if (one === nul) return first + first;
    if (one === first) return first + second;
    return one === before ? `${before}!` : `${before}~${one.charCodeAt(0).toString(16)}`;
  });
}

/** Reads what {@link storable} has made. */
export function unstorable(word: string): string {
  if (!looksOdd.test(word)) return word;
  return word.replace(written, (_all, low?: string, half?: string) => {
    if (low !== undefined) return low === first ? nul : first;
    return half === undefined ? before : String.fromCharCode(parseInt(half, 16));
  });
}

/** Writes a key or word as a literal, in the order of bytes whatever the database's language is. */
export function word(value: string): string {
  return `${text(storable(value))} COLLATE "C"`;
}

/** Writes a key or word, or nothing, as a literal of a row. */
export function wordOrNull(value: string | undefined): string {
  return value === undefined ? "NULL" : text(storable(value));
}

/** Writes a list of words as a literal. */
export function words(values: readonly string[]): string {
  return `ARRAY[${values.map((value) => text(storable(value))).join(",")}]::text[] COLLATE "C"`;
}

/** Writes a number as a literal; `Infinity` is one as well. */
export function number(value: number): string {
  return `'${String(value)}'::float8`;
}

/** Writes the condition that a column is the prefix or goes on below it. A range: nothing in a key is a wildcard. */
export function isBelow(column: string, below: Below): string {
  // ";" is what follows ":", and "0" what follows "/".
  if (below.endsWith("/")) return `(${column} >= ${word(below)} AND ${column} < ${word(`${below.slice(0, -1)}0`)})`;
  return `(${column} = ${word(below)} OR (${column} >= ${word(`${below}:`)} AND ${column} < ${word(`${below};`)}))`;
}

/** Writes the condition that a column stands below any of some prefixes. */
export function isBelowAny(column: string, below: readonly Below[]): string {
  return below.length === 0 ? "false" : `(${[...new Set(below)].map((one) => isBelow(column, one)).join(" OR ")})`;
}
