/**
 * Schemas of a network's JSON, compiled at their first use. Holds the schema compiler: import it only where answers are read.
 * @module
 */
import { compile, safeParse, validate, type ZodMiniType } from "zod/mini";
import type { ItemCheck } from "./read-items.js";
import type { Schema } from "../http/request.js";

/** Makes a value when it is first asked for. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The first thing that is wrong, without content: `record.text: invalid type`. */
function firstIssue(schema: ZodMiniType, value: unknown): string {
  const issue = safeParse(schema, value).error?.issues[0];
  return issue === undefined ? "unreadable" : `${issue.path.join(".") || "item"}: ${issue.code.replaceAll("_", " ")}`;
}

/** Makes the check of one item. Where `new Function` is forbidden the compiler hands back the schema, which then is interpreted. */
export function itemCheck<T>(make: () => ZodMiniType): ItemCheck<T> {
  const schema = once(() => compile(make()));
  return {
    accepts: (value): value is T => validate(schema(), value),
    complaint: (value) => firstIssue(schema(), value),
  };
}

/** Makes the check of a whole answer. Gives the answer itself, with whatever else is in it. */
export function answerSchema<T>(make: () => ZodMiniType): Schema<T> {
  const schema = once(() => compile(make()));
  return {
    parse: (value) => {
      if (validate(schema(), value)) return value as T;
      throw new TypeError(`not as documented (${firstIssue(schema(), value)})`);
    },
  };
}

/** For calls that answer nothing, or nothing that we read. */
export const anything: Schema<unknown> = { parse: (value) => value };
