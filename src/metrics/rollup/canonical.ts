/**
 * Comparing plain JSON, whatever the order of its fields.
 * @module
 */
import { isObject } from "../measure.js";

/** Copies plain JSON with the fields of each object in the order of their names. */
export function inOrder(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(inOrder);
  if (!isObject(json)) return json;
  return Object.fromEntries(
    Object.entries(json)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]: [string, unknown]) => [name, inOrder(value)]),
  );
}

/** Says whether two pieces of plain JSON are the same. */
export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));

/** Names the first field in which two objects differ; of objects in objects the inner one, `engagement.kinds`. Nothing where they are the same. */
export function differenceOf(a: unknown, b: unknown): string | undefined {
  if (isSame(a, b)) return undefined;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) || Array.isArray(b)) return "";
  const [one, other]: Readonly<Record<string, unknown>>[] = [{ ...a }, { ...b }];
  for (const name of [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()) {
    const inner = differenceOf(one?.[name], other?.[name]);
    if (inner !== undefined) return inner === "" ? name : `${name}.${inner}`;
  }
  return "";
}
