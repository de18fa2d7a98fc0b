/**
 * What can be read off a stored value for ordering and filtering: the same for every store, so that all answer alike.
 * @module
 */
import type { IndexedField } from "./store.js";

/** Fields of a row by name. Rows are plain JSON, so every collection can be looked at this way. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads the instant that a row is sorted by; empty where it has none. */
export function timeOf(value: unknown): string {
  const fields = value as Fields;
  const found = fields["createdAt"] ?? fields["at"] ?? fields["lastInboundAt"];
  return typeof found === "string" ? found : "";
}

/** Reads the instant after which a row may no longer be kept; `undefined` where it may stay. */
export function retainUntilOf(value: unknown): string | undefined {
  const found = (value as Fields)["retainUntil"];
  return typeof found === "string" ? found : undefined;
}

/** Reads what a row has in an indexed field: none, one, or several values, each once. */
export function valuesOf(value: unknown, field: IndexedField): readonly string[] {
  const fields = value as Fields;
  switch (field) {
    case "label":
      return several(fields["labels"]);
    case "by":
      return wordIn(fields["by"], "id");
    case "author":
      return fields["participants"] === undefined ? wordIn(fields["author"], "key") : several(fields["participants"]);
    default:
      return wordIn(fields[field], "key");
  }
}

/** Reads the key of an object, or of a reference to it. */
export function keyIn(part: unknown): string | undefined {
  return wordIn(part, "key")[0];
}

/** Reads a word, or the word that an object has under a name. */
function wordIn(part: unknown, name: string): readonly string[] {
  const word = typeof part === "object" && part !== null ? (part as Fields)[name] : part;
  return typeof word === "string" ? [word] : [];
}

function several(list: unknown): readonly string[] {
  return Array.isArray(list) ? [...new Set(list.flatMap((one) => wordIn(one, "key")))] : [];
}
