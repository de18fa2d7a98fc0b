/**
 * Prefixes as ranges, for databases that keep names in the order of their bytes.
 * @module
 */

/**
 * Gives the first name, in the order of UTF-8 bytes, behind all that begin with a prefix; `undefined` where there is none.
 * A range reads an index in every database; `LIKE` does so only under some collations, and has wildcards to escape.
 */
export function behind(prefix: string): string | undefined {
  const points = Array.from(prefix);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? 0;
    if (point >= 0x10ffff) continue;
    // Halves of surrogate pairs are no characters in UTF-8.
    const next = point >= 0xd7ff && point < 0xe000 ? 0xe000 : point + 1;
    return points.join("") + String.fromCodePoint(next);
  }
  return undefined;
}
