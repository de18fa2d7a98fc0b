/**
 * Reads what Meta delivers without rounding its ids: some are written as numbers, and longer than a number of JavaScript can tell.
 * @module
 */

/** A run of digits that may be too long for a number: 2^53 has sixteen. */
const long = /\d{16}/;

/** What a number may be made of, its sign and the digits of its exponent included. */
const numeric = /[-+.0-9eE]/;
const whole = /^-?\d{16,}$/;

/**
 * Parses JSON; whole numbers that a number cannot hold become texts, digit by digit as they were written.
 * The parser could hand over the source of each number only where the engine is newer than what the package promises to run on.
 * @throws SyntaxError for what is no JSON
 */
export function parseDelivered(text: string): unknown {
  return JSON.parse(long.test(text) ? quoteLongNumbers(text) : text);
}

function quoteLongNumbers(text: string): string {
  const pieces: string[] = [];
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '"') {
      at = endOfString(text, at);
    } else if (numeric.test(character)) {
      const start = at;
      while (at < text.length && numeric.test(text.charAt(at))) at++;
      const number = text.slice(start, at);
      if (whole.test(number) && !Number.isSafeInteger(Number(number))) {
        pieces.push(text.slice(copied, start), `"${number}"`);
        copied = at;
      }
    } else at++;
  }
  return pieces.join("") + text.slice(copied);
}

/** Gives where a string ends whose quotation mark stands at `start`. Digits in what people write are theirs. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "\\") at++;
    else if (character === '"') return at + 1;
  }
  return text.length;
}
