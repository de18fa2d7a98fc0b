/**
 * Reads queries and bodies, and refuses what the network refuses about their form.
 * @module
 */
import { invalidForm } from "./errors.js";
import { isJson } from "../json.js";
import type { Json } from "../json.js";
import { isSnowflake } from "./snowflake.js";

/** A query as it came. */
export type Query = Readonly<Record<string, string | readonly string[]>>;

/** Counts the characters of a text as the network does: code points. */
export const lengthOf = (text: string): number => Array.from(text).length;

/** A place in a form, for its refusals. */
export type FormPath = readonly (string | number)[];

const notSnowflake = (path: FormPath): Error => invalidForm(path, "NUMBER_TYPE_COERCE", "Value is not snowflake.");

const wholeNumber = (path: FormPath, value: unknown, { min, max }: { readonly min: number; readonly max: number }): number => {
  const number = typeof value === "number" ? value : Number(value);
  if (value === "" || value === null || typeof value === "boolean" || !Number.isInteger(number))
    throw invalidForm(path, "NUMBER_TYPE_COERCE", "Value is not int.");
  if (number < min) throw invalidForm(path, "NUMBER_TYPE_MIN", `int value should be greater than or equal to ${min}.`);
  if (number > max) throw invalidForm(path, "NUMBER_TYPE_MAX", `int value should be less than or equal to ${max}.`);
  return number;
};

/** Reads a query. */
export interface QueryReader {
  /** A text that may be there; the first where it is repeated. */
  maybe(name: string): string | undefined;
  /** A whole number within bounds. */
  integer(name: string, bounds: { readonly min: number; readonly max: number; readonly otherwise: number }): number;
  /** A snowflake that may be there. */
  snowflake(name: string): string | undefined;
  /** Snowflakes: the name is repeated. */
  snowflakes(name: string, max: number): readonly string[];
  /** An instant that may be there. Milliseconds since 1970. */
  time(name: string): number | undefined;
  /** A yes or no. */
  flag(name: string): boolean | undefined;
}

/** Makes the reader of a query. */
export function queryReader(query: Query): QueryReader {
  const all = (name: string): readonly string[] => [query[name] ?? []].flat();
  const maybe = (name: string): string | undefined => all(name)[0];
  return {
    maybe,
    integer: (name, { otherwise, ...bounds }) => {
      const value = maybe(name);
      return value === undefined ? otherwise : wholeNumber([name], value, bounds);
    },
    snowflake: (name) => {
      const value = maybe(name);
      if (value !== undefined && !isSnowflake(value)) throw notSnowflake([name]);
      return value;
    },
    snowflakes: (name, max) => {
      const values = all(name);
      if (values.length > max) throw invalidForm([name], "BASE_TYPE_MAX_LENGTH", `Must be ${max} or fewer in length.`);
      for (const [at, value] of values.entries()) if (!isSnowflake(value)) throw notSnowflake([name, at]);
      return values;
    },
    time: (name) => {
      const value = maybe(name);
      if (value === undefined) return undefined;
      const ms = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
      if (Number.isNaN(ms)) throw invalidForm([name], "DATE_TIME_TYPE_PARSE", "Could not parse value. Should be ISO8601.");
      return ms;
    },
    flag: (name) => {
      const value = maybe(name)?.toLowerCase();
      if (value === undefined) return undefined;
      if (value !== "true" && value !== "false") throw invalidForm([name], "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
      return value === "true";
    },
  };
}

/** Reads a body. `null` counts as absent, as it does for the network's optional fields. */
export interface FormReader {
  /** The form itself. */
  readonly form: Json;
  /** A text that may be there. */
  text(name: string, max?: number): string | undefined;
  /** A text that must be there. */
  needed(name: string): string;
  /** A whole number that may be there. */
  integer(name: string, bounds: { readonly min: number; readonly max: number }): number | undefined;
  /** A yes or no that may be there. */
  flag(name: string): boolean | undefined;
  /** A snowflake that may be there. */
  snowflake(name: string): string | undefined;
  /** Snowflakes that may be there. */
  snowflakes(name: string, max: number): readonly string[] | undefined;
  /** Objects that may be there. */
  objects(name: string, max: number): readonly Json[] | undefined;
  /** A form below this one. */
  below(name: string): FormReader | undefined;
}

/** Makes the reader of a form. `path` = where it stands in the whole one. */
export function formReader(form: Json, path: FormPath = []): FormReader {
  const at = (name: string): FormPath => [...path, name];
  const value = (name: string): unknown => form[name] ?? undefined;
  const text = (name: string, max = Number.POSITIVE_INFINITY): string | undefined => {
    const one = value(name);
    if (one === undefined) return undefined;
    if (typeof one !== "string") throw invalidForm(at(name), "STRING_TYPE_CONVERT", "Could not interpret value as string.");
    if (lengthOf(one) > max) throw invalidForm(at(name), "BASE_TYPE_MAX_LENGTH", `Must be ${max} or fewer in length.`);
    return one;
  };
  const list = (name: string, max: number): readonly unknown[] | undefined => {
    const one = value(name);
    if (one === undefined) return undefined;
    if (!Array.isArray(one)) throw invalidForm(at(name), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
    if (one.length > max) throw invalidForm(at(name), "BASE_TYPE_MAX_LENGTH", `Must be ${max} or fewer in length.`);
    return one as readonly unknown[];
  };
  return {
    form,
    text,
    needed: (name) => {
      const one = text(name);
      if (one === undefined) throw invalidForm(at(name), "BASE_TYPE_REQUIRED", "This field is required");
      return one;
    },
    integer: (name, bounds) => (value(name) === undefined ? undefined : wholeNumber(at(name), value(name), bounds)),
    flag: (name) => {
      const one = value(name);
      if (one !== undefined && typeof one !== "boolean")
        throw invalidForm(at(name), "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
      return one;
    },
    snowflake: (name) => {
      const one = value(name);
      if (one !== undefined && !isSnowflake(one)) throw notSnowflake(at(name));
      return one;
    },
    snowflakes: (name, max) =>
      list(name, max)?.map((one, on) => {
        if (!isSnowflake(one)) throw notSnowflake([...at(name), on]);
        return one;
      }),
    objects: (name, max) =>
      list(name, max)?.map((one, on) => {
        if (!isJson(one)) throw invalidForm([...at(name), on], "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
        return one;
      }),
    below: (name) => {
      const one = value(name);
      if (one === undefined) return undefined;
      if (!isJson(one)) throw invalidForm(at(name), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
      return formReader(one, at(name));
    },
  };
}
