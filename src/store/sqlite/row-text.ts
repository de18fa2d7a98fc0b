/**
 * What is stored of a value: its text, and the fields that are read off it.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import type { Fields } from "../fields.js";

/** A value as it is stored, and as its fields are read: the way JSON gives it back. */
export interface Stored {
  /** Its text. */
  readonly body: string;
  /** The value itself where JSON changes nothing that is looked at, else a copy. */
  readonly value: unknown;
}

/**
 * Writes a value down.
 * @throws FolkmootError `invalid-request` for what JSON cannot hold.
 */
export function textOf(value: unknown): Stored {
  // What `stringify` gives for a function is undefined, whatever its type says.
  const stringify: (value: unknown) => string | undefined = JSON.stringify;
  let body: string | undefined;
  try {
    body = stringify(value);
  } catch (cause) {
    if (!(cause instanceof TypeError || cause instanceof RangeError)) throw cause;
    throw new FolkmootError("invalid-request", "A value cannot be stored: hand in plain JSON, a bigint as a string, and no circles.", {
      cause,
    });
  }
  if (body === undefined)
    throw new FolkmootError("invalid-request", "A value cannot be stored, because nothing is left of it as JSON: hand in an object.");
  return { body, value: isPlain(value) ? value : JSON.parse(body) };
}

/** Tells whether the fields of a value can be read off itself: nothing in it has a way of its own to become JSON. */
function isPlain(value: unknown): boolean {
  if (!isBare(value)) return false;
  for (const name in value as Fields) {
    const field = (value as Fields)[name];
    if (typeof field !== "object" || field === null) continue;
    if (Array.isArray(field) ? !field.every((item) => typeof item !== "object" || item === null || isBare(item)) : !isBare(field))
      return false;
  }
  return true;
}

function isBare(value: unknown): boolean {
  return Object.getPrototypeOf(value) === Object.prototype && !("toJSON" in (value as object));
}
