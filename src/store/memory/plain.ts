/**
 * Copies of plain JSON that nobody can change.
 * @module
 */
import { FolkmootError } from "../../errors.js";

const noItems: readonly never[] = Object.freeze([]);
const noFields: object = Object.freeze({});

type Fields = Record<string, unknown>;

/**
 * Copies a value the way `JSON.parse(JSON.stringify(value))` would, and freezes the copy, so that it can be handed out as it is.
 * @throws FolkmootError `invalid-request` for a bigint.
 */
export function frozenCopy<T>(value: T): T {
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  return typeof value === "object" && value !== null ? copyObject(value) : scalar(value);
}

function copyObject(value: object): unknown {
  if (Array.isArray(value)) {
    if (value.length === 0) return noItems;
    const items: unknown[] = [];
    for (const item of value as unknown[]) items.push(copy(item) ?? null);
    return Object.freeze(items);
  }
  // Looking for a method that is nearly never there costs more than looking at the prototype.
  if (Object.getPrototypeOf(value) !== Object.prototype && typeof (value as Fields)["toJSON"] === "function")
    return copy((value as { toJSON: () => unknown }).toJSON());
  // A spread keeps the shape, which is several times cheaper than adding field by field; most fields need no second look.
  const fields: Fields = { ...value };
  let any = false;
  for (const name in fields) {
    const field = fields[name];
    if (typeof field === "string") {
      any = true;
      continue;
    }
    const kept = typeof field === "object" && field !== null ? copyObject(field) : scalar(field);
    if (kept === undefined) Reflect.deleteProperty(fields, name);
    else {
      any = true;
      if (kept !== field) fields[name] = kept;
    }
  }
  return any ? Object.freeze(fields) : noFields;
}

function scalar(value: unknown): unknown {
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? value : null;
    case "bigint":
      throw new FolkmootError("invalid-request", "A bigint cannot be stored: hand it in as a string.");
    case "function":
    case "symbol":
      return undefined;
    default:
      return value;
  }
}
