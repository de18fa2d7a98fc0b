/**
 * Reading JSON that another process wrote: nothing is believed.
 * @module
 */
import { isObject, refuse } from "../measure.js";

/** Refuses a rollup that was not written by `toJSON`, naming the field. */
export function fail(path: string, wanted: string): never {
  return refuse(`${path} of the rollup is not ${wanted}`, "hand in what `toJSON` gave, unchanged");
}

/** Reads an object that has exactly these fields; those that end with `?` may be absent. */
export function readFields(json: unknown, path: string, fields: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isObject(json) || Array.isArray(json)) return fail(path, "an object");
  const found: Readonly<Record<string, unknown>> = { ...json };
  const names = new Set(fields.map((field) => field.replace("?", "")));
  for (const name of Object.keys(found)) if (!names.has(name)) fail(path, `known: it has \`${name.slice(0, 40)}\``);
  for (const field of fields) if (!field.endsWith("?") && found[field] === undefined) fail(`${path}.${field}`, "there");
  return found;
}

/** Reads a list. */
export function readList(json: unknown, path: string): readonly unknown[] {
  return Array.isArray(json) ? json : fail(path, "a list");
}

/** Reads a text. */
export function readText(json: unknown, path: string): string {
  return typeof json === "string" ? json : fail(path, "a text");
}

/** Reads a whole number from `least`. */
export function readWhole(json: unknown, path: string, least = 0): number {
  return typeof json === "number" && Number.isSafeInteger(json) && json >= least && !Object.is(json, -0)
    ? json
    : fail(path, `a whole number from ${least}`);
}

/** Reads a finite number from 0. */
export function readFinite(json: unknown, path: string): number {
  return typeof json === "number" && Number.isFinite(json) && json >= 0 && !Object.is(json, -0) ? json : fail(path, "a number from 0");
}

/** Reads counts by word. */
export function readCounts(json: unknown, path: string): ReadonlyMap<string, number> {
  if (!isObject(json) || Array.isArray(json)) return fail(path, "an object");
  return new Map(Object.entries(json).map(([name, count]) => [name, readWhole(count, `${path}.${name.slice(0, 40)}`, 1)]));
}
