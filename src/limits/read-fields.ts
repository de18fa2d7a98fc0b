/**
 * Looks into answers whose shape nobody promises: what is not there is nothing, never an error.
 * @module
 */

const empty: Readonly<Record<string, unknown>> = {};
const none: readonly unknown[] = [];

/** Gives the fields of an object; none for anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : empty;
}

/** Gives a list; an empty one for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : none;
}

/** Gives a text; an empty one for anything else. */
export function wordsOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
