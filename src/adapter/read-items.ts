/**
 * Reads a page item by item: one that cannot be read is set aside, its neighbours are delivered.
 * @module
 */
import type { Quarantined } from "../model/page.js";

/** Checks one item of a page. */
export interface ItemCheck<T> {
  /** True when the item holds what we need. */
  accepts(value: unknown): value is T;
  /** Says what is wrong with an item, without its content. */
  complaint(value: unknown): string;
}

/** Says why an item cannot be read. The message names a field and holds nothing of the content. */
export class Unreadable extends Error {
  /** Tells it from other errors. */
  override readonly name: string = "Unreadable";
}

/** What a page gave. */
export interface ReadItems<T> {
  /** What could be read, in order. */
  readonly items: T[];
  /** What could not. */
  readonly quarantined: Quarantined[];
}

/**
 * Reads the items of a page.
 * @param name - the page's field, e.g. `notifications`
 * @param check - tells whether an item holds what `read` needs
 * @param read - makes the model's object; `undefined` leaves an item out that is none of ours
 *
 * @example
 * readItems("posts", answer.posts, wirePost, (wire) => toPost(account, wire));
 */
export function readItems<W, T>(
  name: string,
  list: readonly unknown[],
  check: ItemCheck<W>,
  read: (wire: W) => T | undefined,
): ReadItems<T> {
  const items: T[] = [];
  const quarantined: Quarantined[] = [];
  for (let index = 0; index < list.length; index++) {
    const raw = list[index];
    const reason = readOne(raw, check, read, items);
    if (reason !== undefined) quarantined.push({ reason, path: `${name}[${index}]`, raw });
  }
  return { items, quarantined };
}

function readOne<W, T>(raw: unknown, check: ItemCheck<W>, read: (wire: W) => T | undefined, items: T[]): string | undefined {
  if (!check.accepts(raw)) return check.complaint(raw);
  try {
    const item = read(raw);
    if (item !== undefined) items.push(item);
    return undefined;
  } catch (error) {
    // Somebody else's program made the item; whatever it breaks, the page goes on.
    return error instanceof Unreadable ? error.message : "unreadable";
  }
}
