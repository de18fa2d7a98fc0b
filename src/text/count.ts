/**
 * The lengths of a string, unit by unit.
 * @module
 */
import { countGraphemes as segmentAndCount } from "unicode-segmenter/grapheme";

/** Counts Unicode code points. A lone surrogate counts one. */
export function countCodePoints(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    if ((text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      count--;
      at++;
    }
  }
  return count;
}

/** Counts what a reader sees as characters: extended grapheme clusters (Unicode UAX #29), the same on every runtime. */
export function countGraphemes(text: string): number {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // In plain ASCII every character is a grapheme of its own, but for CR LF, which are one together.
    if (code > 0x7e || code === 0x0d) return segmentAndCount(text);
  }
  return text.length;
}

/** Counts UTF-8 bytes without encoding. A lone surrogate counts three, as the U+FFFD that takes its place when it is sent. */
export function countBytes(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    if (code < 0x800) bytes += 1;
    else if ((code & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      // Two units stand for one code point of four bytes.
      bytes += 2;
      at++;
    } else bytes += 2;
  }
  return bytes;
}
