/**
 * Prefixes of storage keys as ranges of an index, and as a test.
 * @module
 */
import { isBelow, ownerOf } from "../below.js";
import { behind } from "../name-range.js";
import type { Below } from "../store.js";

/** Keys from `from` on and before `to`. */
export interface KeyRange {
  /** Inclusive. */
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
}

/** Behind every key. */
export const last = "\u{10FFFF}";

/** The ranges that hold exactly what is below a prefix. */
export function rangesOf(below: Below): readonly KeyRange[] {
  if (below.endsWith("/")) return [{ from: below, to: behind(below) ?? last }];
  // A colon is followed by a semicolon.
  return [
    { from: below, to: `${below}\0` },
    { from: `${below}:`, to: `${below};` },
  ];
}

/** Makes the test for keys that are below one of several prefixes, of which there may be thousands. */
export function belowAny(prefixes: readonly Below[]): (key: string) => boolean {
  const owners = new Set(prefixes.filter((prefix) => prefix.includes(":") && ownerOf(prefix) === prefix));
  const others = prefixes.filter((prefix) => !owners.has(prefix));
  return (key) => owners.has(ownerOf(key)) || others.some((prefix) => isBelow(key, prefix));
}
