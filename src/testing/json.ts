/**
 * Looks into JSON whose shape nobody promised.
 * @module
 */

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** Says whether a value is a JSON object, not a list and not `null`. */
export const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads an object below a key; `undefined` when there is none. */
export function objectAt(value: unknown, key: string): Json | undefined {
  const found = isJson(value) ? value[key] : undefined;
  return isJson(found) ? found : undefined;
}

/** Reads a string below a key; `undefined` when there is none. */
export function textAt(value: unknown, key: string): string | undefined {
  const found = isJson(value) ? value[key] : undefined;
  return typeof found === "string" ? found : undefined;
}

/** Reads a list below a key; empty when there is none. */
export function listAt(value: unknown, key: string): readonly unknown[] {
  const found: unknown = isJson(value) ? value[key] : undefined;
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

/** Copies an object without the keys whose value is `undefined`, so that an absent fact stays absent. */
export function present<T extends Json>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
