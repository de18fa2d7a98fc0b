/**
 * Bytes of signatures: read from hex, and compared without telling where they differ.
 * @module
 */

/**
 * Reads bytes that are written in hex, upper or lower case.
 * @param length - how many bytes it has to be
 * @returns `undefined` when it is anything else
 */
export function bytesOfHex(text: string, length: number): Uint8Array<ArrayBuffer> | undefined {
  if (text.length !== length * 2 || !/^[0-9a-f]+$/i.test(text)) return undefined;
  return Uint8Array.from({ length }, (_, index) => Number.parseInt(text.slice(index * 2, index * 2 + 2), 16));
}

/**
 * Tells whether two signatures are the same, in a time that depends on their lengths only: how long a comparison takes must not tell how
 * much of a guess was right.
 */
export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < one.length; index++) difference |= (one[index] ?? 0) ^ (other[index] ?? 0);
  return difference === 0;
}

/** Puts texts and bytes one after the other, texts as UTF-8: what a signature is made over. */
export function joinBytes(...parts: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const pieces = parts.map((part) => (typeof part === "string" ? encoder.encode(part) : part));
  const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
