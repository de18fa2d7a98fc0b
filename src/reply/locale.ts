/**
 * Languages: reading a tag, and finding what serves it.
 * @module
 */
import { FolkmootError } from "../errors.js";

/** Reads a BCP 47 tag, or nothing of what is none. Networks tell all sorts of things as language. */
export function readLocale(tag: string | undefined): string | undefined {
  if (tag === undefined) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/**
 * Reads the tag that a host gave.
 *
 * @throws FolkmootError `invalid-request` when it is none.
 */
export function checkLocale(tag: string): string {
  const read = readLocale(tag);
  if (read === undefined) throw new FolkmootError("invalid-request", "locale is no BCP 47 language tag: write it like da or pt-BR.");
  return read;
}

/** Finds the entry for a language, the longest tag first: `da-DK`, then `da`, then `und` (RFC 4647, lookup). */
export function lookUp<T>(entries: Readonly<Record<string, T>>, language: string | undefined): T | undefined {
  const byTag = new Map(Object.entries(entries).map(([tag, value]) => [tag.toLowerCase(), value]));
  const subtags = language?.toLowerCase().split("-") ?? [];
  while (subtags.length > 0) {
    const found = byTag.get(subtags.join("-"));
    if (found !== undefined) return found;
    subtags.pop();
    // A single letter opens an extension and says nothing without what follows it.
    if (subtags.at(-1)?.length === 1) subtags.pop();
  }
  return byTag.get("und");
}
