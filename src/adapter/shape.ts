/**
 * Checks JSON field by field, without a schema compiler.
 * @module
 */
import { fieldsOf } from "./fields.js";
import { Unreadable, type ItemCheck } from "./read-items.js";
import type { Schema } from "../http/request.js";

/** What a field may be, by the word that asks for it. */
export interface FieldTypes {
  /** A text, the empty one too. */
  readonly string: string;
  /** A number. */
  readonly number: number;
  /** True or false. */
  readonly boolean: boolean;
  /** An object, no list. */
  readonly object: Readonly<Record<string, unknown>>;
  /** A list of anything. */
  readonly list: readonly unknown[];
}

/** What a field must be: a type's name, or a shape of its own. */
export type FieldCheck = keyof FieldTypes | ItemCheck<unknown>;

/** An object with the named fields. The others are there too, unknown. */
export type Shaped<F extends Readonly<Record<string, FieldCheck>>> = Readonly<Record<string, unknown>> & {
  readonly [K in keyof F]: F[K] extends keyof FieldTypes ? FieldTypes[F[K]] : F[K] extends ItemCheck<infer T> ? T : never;
};

/** Checks one item of a page (`readItems`) or a whole answer (`schema` of a request). */
export interface Shape<T> extends ItemCheck<T>, Schema<T> {}

/** Says what is wrong with a field: its path and no content. */
function complaintOf(name: string, check: FieldCheck, value: unknown): string | undefined {
  if (typeof check !== "string") return check.accepts(value) ? undefined : `${name}.${check.complaint(value)}`;
  const isList = Array.isArray(value);
  const fits =
    check === "list" ? isList : check === "object" ? typeof value === "object" && value !== null && !isList : typeof value === check;
  return fits ? undefined : `${name}: no ${check}`;
}

/**
 * Makes a check of an object by the fields that you cannot do without; read the others with `textOf`, `wholeOf`, `timestampOf`.
 * Where more is wanted, anything with `parse` is a schema as well, e.g. one of zod's.
 *
 * @example
 * const wirePost = shape({ id: "string", author: shape({ id: "string" }), text: "string" });
 * const { items, quarantined } = readItems("posts", answer.posts, wirePost, (wire) => wire.author.id);
 */
export function shape<const F extends Readonly<Record<string, FieldCheck>>>(fields: F): Shape<Shaped<F>> {
  const checks = Object.entries(fields);
  const wrong = (value: unknown): string | undefined => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return "item: no object";
    const given = fieldsOf(value);
    for (const [name, check] of checks) {
      const complaint = complaintOf(name, check, given[name]);
      if (complaint !== undefined) return complaint;
    }
    return undefined;
  };
  const accepts = (value: unknown): value is Shaped<F> => wrong(value) === undefined;
  return {
    accepts,
    complaint: (value) => wrong(value) ?? "unreadable",
    parse: (value) => {
      if (accepts(value)) return value;
      throw new Unreadable(`not as documented (${wrong(value) ?? "unreadable"})`);
    },
  };
}
