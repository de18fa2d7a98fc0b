/**
 * Whose numbers are asked for.
 * @module
 */
import type { AccountKey } from "../../model/keys.js";
import { isObject, refuse } from "../measure.js";
import { readMinN, type SampleOptions } from "../proportion.js";

/** Whose numbers are asked for. */
export interface RollupScope {
  /** The accounts. @defaultValue all */
  readonly accounts?: readonly AccountKey[];
}

/** Whose numbers are asked for, and how many observations a value takes. */
export interface RollupSampleOptions extends RollupScope, SampleOptions {}

/** Reads whose numbers are asked for; nothing for all. */
export function readScope(options: RollupSampleOptions): ReadonlySet<AccountKey> | undefined {
  if (!isObject(options) || Array.isArray(options)) refuse("`options` is no object", "give options by name, or leave them out");
  readMinN(options);
  const { accounts } = options;
  if (accounts === undefined) return undefined;
  if (!Array.isArray(accounts) || !accounts.every((account) => typeof account === "string"))
    refuse("accounts is no list of keys", "give the keys of accounts, such as x:1");
  return new Set(accounts);
}

/** Refuses a word that is none of those offered. */
export function checkWord<W extends string>(name: string, word: W, words: readonly W[]): void {
  if (!words.includes(word)) refuse(`${name} is none that we know`, `use ${words.join(" or ")}`);
}
