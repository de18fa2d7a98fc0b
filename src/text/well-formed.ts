/**
 * Whether a text can be sent at all.
 * @module
 */

/** Tells whether every surrogate has its other half. A text that was cut in the middle of a character is not well formed. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
