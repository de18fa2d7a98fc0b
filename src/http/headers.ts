/**
 * Reads numbers off headers.
 * @module
 */

/** Reads a whole number that is not negative, e.g. of `ratelimit-remaining`; `undefined` when there is none. */
export function wholeHeader(headers: Headers, name: string): number | undefined {
  const text = headers.get(name)?.trim() ?? "";
  return /^\d{1,13}$/.test(text) ? Number(text) : undefined;
}
