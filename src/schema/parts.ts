/**
 * What the schemas are made of: words, keys, times, and fields that may be absent.
 * @module
 */
import * as z from "zod/mini";
import { parseKey, type KeyKind, type KeyOf } from "../model/keys.js";
import type { Timestamp } from "../model/ref.js";

/** One schema for each field of a model interface: a field that is added to the interface and forgotten in its schema does not compile. */
export type Shape<T> = { readonly [K in keyof T]-?: z.ZodMiniType };

/** Makes the schema of a closed list of words. All of them have to be there, or it does not compile. */
export function oneOf<T extends string>(words: Readonly<Record<T, true>>): z.ZodMiniType<T> {
  return z.enum(Object.keys(words) as [T, ...T[]]);
}

/** Makes the schema of a key of one kind. */
export function keyOf<K extends KeyKind>(...kinds: readonly K[]): z.ZodMiniType<KeyOf<K>> {
  const isKey = (value: string): boolean => kinds.some((kind) => kind === parseKey(value)?.kind);
  return z.string().check(z.refine(isKey, `Expected the key of one of ${kinds.join(", ")}, as accountKey and makeKey make it.`));
}

/** Any text. */
export const text: z.ZodMiniType<string> = z.string();

/** A finite number. */
export const number: z.ZodMiniType<number> = z.number();

/** An instant, in the one form in which instants sort as strings. */
export const time: z.ZodMiniType<Timestamp> = z
  .string()
  .check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, "Expected ISO 8601 in UTC with milliseconds, as toISOString writes it."));

type Maybe<T> = z.ZodMiniExactOptional<z.ZodMiniType<T>>;

/** Fields that may be absent. Present and `undefined` is refused: unknown is absent. */
export const maybe: {
  readonly text: Maybe<string>;
  readonly number: Maybe<number>;
  readonly flag: Maybe<boolean>;
  readonly texts: Maybe<string[]>;
  readonly time: Maybe<Timestamp>;
  readonly refs: Maybe<Record<string, string>>;
  readonly allows: Maybe<Record<string, boolean>>;
  readonly raw: Maybe<unknown>;
} = {
  text: z.exactOptional(text),
  number: z.exactOptional(number),
  flag: z.exactOptional(z.boolean()),
  texts: z.exactOptional(z.array(text)),
  time: z.exactOptional(time),
  refs: z.exactOptional(z.record(text, text)),
  allows: z.exactOptional(z.record(text, z.boolean())),
  raw: z.exactOptional(z.unknown()),
};
