/**
 * Checks what a host hands to the inbox: every refusal names the field and the remedy.
 * @module
 */
import { FolkmootError } from "../errors.js";
import { parseKey, type AccountKey, type Key, type KeyKind } from "../model/keys.js";
import type { Actor } from "../model/actor.js";
import type { Timestamp } from "../model/ref.js";

const utc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?Z$/;

/** Refuses a call. */
export function refuse(call: string, what: string): never {
  throw new FolkmootError("invalid-request", `${call}: ${what}`);
}

/** Tells whether something has fields to look at. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Checks that options are an object, and that each of their names is known: a misspelt one would be passed over in silence. */
export function checkNames(call: string, options: unknown, known: Readonly<Record<string, true>>): void {
  if (!isRecord(options)) return refuse(call, "the options must be an object; leave them out for the defaults.");
  const strange = Object.keys(options).find((name) => !Object.hasOwn(known, name));
  if (strange !== undefined) refuse(call, `there is no option ${quoted(strange)}; choose of ${Object.keys(known).join(", ")}.`);
}

/** Checks that something is a list, where it is there at all. */
export function checkList(call: string, field: string, list: unknown): void {
  if (list !== undefined && !Array.isArray(list)) refuse(call, `\`${field}\` must be a list; put what you have into brackets.`);
}

/** Checks a list of words that hosts choose themselves: strings, none of them empty. */
export function checkTexts(call: string, field: string, words: readonly unknown[] | undefined): void {
  checkList(call, field, words);
  for (const word of words ?? []) {
    if (typeof word !== "string") refuse(call, `\`${field}\` must hold strings only.`);
    else if (word.trim() === "") refuse(call, `\`${field}\` has an empty word; leave it out.`);
  }
}

/** Checks a name that hosts choose themselves. */
export function checkName(call: string, field: string, name: unknown): void {
  if (name === undefined) return;
  if (typeof name !== "string") refuse(call, `\`${field}\` must be a string.`);
  else if (name.trim() === "") refuse(call, `\`${field}\` is empty; give a stable name, or leave it out.`);
}

/** Checks that something can be called. */
export function checkFunction(call: string, field: string, value: unknown): void {
  if (typeof value !== "function") refuse(call, `\`${field}\` must be a function.`);
}

/** Checks that a signal is one. */
export function checkSignal(call: string, signal: unknown): void {
  if (signal !== undefined && !(signal instanceof AbortSignal))
    refuse(call, "`signal` must be an AbortSignal; take `controller.signal` of an AbortController.");
}

/** Checks a cursor as far as can be seen from here. */
export function checkCursor(call: string, after: unknown): void {
  if (after !== undefined && (typeof after !== "string" || after === ""))
    refuse(call, "`after` must be the `next` of an earlier page; leave it out to begin at the start.");
}

/** Tells whether something says who it is. */
export function isActor(value: unknown): value is Actor {
  const known = isRecord(value) && (value["type"] === "human" || value["type"] === "automation" || value["type"] === "system");
  return known && typeof value["id"] === "string" && value["id"].trim() !== "";
}

/** Checks that it is said who asks, where it is said at all. */
export function checkAsker(call: string, by: unknown): void {
  if (by !== undefined && !isActor(by))
    refuse(call, '`by` must say who asks: { type: "human" | "automation" | "system", id } with an id that is not empty.');
}

/** Checks that a string is a key of the kind that is wanted. */
export function checkKey(call: string, field: string, key: Key, kind: KeyKind): void {
  const found = typeof key === "string" ? parseKey(key) : undefined;
  if (found === undefined) refuse(call, `\`${field}\` is not a key; take it from a model object, or make it with makeKey or accountKey.`);
  if (found.kind !== kind) refuse(call, `\`${field}\` is the key of ${article(found.kind)}; give that of ${article(kind)}.`);
}

/** Checks that a list of accounts names accounts, and at least one. */
export function checkAccounts(call: string, accounts: readonly AccountKey[]): void {
  checkList(call, "accounts", accounts);
  if (accounts.length === 0) refuse(call, "`accounts` is empty; leave it out for all, or name at least one.");
  for (const account of accounts) checkKey(call, "accounts", account, "account");
}

/** Checks that a number is whole and at least 1. */
export function checkCount(call: string, field: string, value: number | undefined): void {
  if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
    refuse(call, `\`${field}\` must be a whole number of at least 1.`);
}

/** Checks that a stretch of time is positive. Milliseconds. */
export function checkDuration(call: string, field: string, value: number | undefined): void {
  if (value !== undefined && !(Number.isFinite(value) && value > 0))
    refuse(call, `\`${field}\` must be a positive number of milliseconds.`);
}

/** Reads a host's instant. Milliseconds since 1970. */
function instantOf(call: string, field: string, value: Timestamp): number {
  const ms = utc.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) refuse(call, `\`${field}\` is no time; give ISO 8601 in UTC, e.g. 2026-11-22T10:00:00.000Z.`);
  return ms;
}

/** Checks a stretch of time: both ends readable, begun, and in order. `names` are those of its fields. */
export function checkPeriod(
  call: string,
  since: Timestamp | undefined,
  until: Timestamp | undefined,
  now: number,
  names: readonly [since: string, until: string] = ["since", "until"],
): void {
  const from = since === undefined ? undefined : instantOf(call, names[0], since);
  const to = until === undefined ? undefined : instantOf(call, names[1], until);
  if (from !== undefined && from > now) refuse(call, `\`${names[0]}\` lies in the future; give a time that has passed.`);
  if (from !== undefined && to !== undefined && to <= from) refuse(call, `\`${names[1]}\` must be later than \`${names[0]}\`.`);
}

/** Checks that a word is one of those that exist. */
export function checkWords(call: string, field: string, words: readonly string[] | undefined, known: readonly string[]): void {
  checkList(call, field, words);
  for (const word of words ?? [])
    if (!known.includes(word)) refuse(call, `\`${field}\` has no ${quoted(word)}; choose of ${known.join(", ")}.`);
}

/** What a host gave, as far as it can be shown; a long one is cut. */
const quoted = (given: unknown): string => (typeof given === "string" ? JSON.stringify(given.slice(0, 40)) : typeof given);

const article = (kind: KeyKind): string => (kind === "account" || kind === "author" ? `an ${kind}` : `a ${kind}`);
