/**
 * Whether a text shows anything.
 * @module
 */

// White space, control and format characters, what fonts leave out by default (zero-width space, Hangul fillers), and the blank of Braille.
const shown = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]/u;

/** Tells whether a reader would see anything of a text: zero-width spaces and control characters alone show nothing. */
export function isVisible(text: string): boolean {
  return shown.test(text);
}
