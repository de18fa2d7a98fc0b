/**
 * The forms that all answers of the Graph API share: lists with cursors, ids, successes.
 * @module
 */
import { fieldsOf, listOf, textOf } from "../../adapter/fields.js";
import { Unreadable } from "../../adapter/read-items.js";
import type { Schema } from "../../http/request.js";
import type { Shape } from "../../adapter/shape.js";

/** Gives an id as the text that it is; old answers tell it as a number. A number that JSON has already rounded is none. */
export function idOf(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) && value > 0 ? String(value) : undefined;
  return textOf(value);
}

/** An object with an id. */
export interface WithId extends Readonly<Record<string, unknown>> {
  /** As text. */
  readonly id: string;
}

/** Checks an object with an id. `parse` turns an id that was told as a number into text. */
export const withId: Shape<WithId> = {
  accepts: (value): value is WithId => textOf(fieldsOf(value)["id"]) !== undefined,
  complaint: () => "id: no string",
  parse: (value) => {
    const fields = fieldsOf(value);
    const id = idOf(fields["id"]);
    if (id === undefined) throw new Unreadable("id: no string");
    return { ...fields, id };
  },
};

/** What was made, with its id. Ids told as numbers become text. */
export const createdId: Shape<WithId> = withId;

/** Checks that a change was made: `{success: true}`, or the bare `true` of old calls. Anything else is no success. */
export const success: Schema<true> = {
  parse: (value) => {
    const told = typeof value === "boolean" ? value : fieldsOf(value)["success"];
    // Some edges write it as a word.
    if (told === true || told === "true") return true;
    throw new Unreadable("success: not true");
  },
};

/** Any object. */
export const anyObject: Schema<Readonly<Record<string, unknown>>> = {
  parse: (value) => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return fieldsOf(value);
    throw new Unreadable("item: no object");
  },
};

/** One page of an edge. */
export interface WirePage {
  /** Not checked yet. */
  readonly data: readonly unknown[];
  /** Cursors and addresses, where the edge has more. */
  readonly paging: Readonly<Record<string, unknown>>;
  /** Counts and orders, where they were asked for. */
  readonly summary: Readonly<Record<string, unknown>>;
}

/** Reads one page of an edge. */
export const pageAnswer: Schema<WirePage> = {
  parse: (value) => {
    const { data, paging, summary } = fieldsOf(value);
    if (!Array.isArray(data)) throw new Unreadable("data: no list");
    return { data: listOf(data), paging: fieldsOf(paging), summary: fieldsOf(summary) };
  },
};
