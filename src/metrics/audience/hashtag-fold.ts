/**
 * When two spellings are one hashtag.
 * @module
 */
import { refuse } from "../measure.js";

/** Latin and Greek letters that people leave the marks of, but that do not decompose. */
const plain: ReadonlyMap<string, string> = new Map(
  Object.entries({ ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ß: "ss", ı: "i", ς: "σ" }),
);

/**
 * Brings a hashtag to the form in which spellings of it are equal: compatibility forms made plain (NFKC), without its sign, in lower case,
 * Latin and Greek letters without their marks. Other scripts keep theirs: there a mark makes another letter.
 *
 * @example
 * foldHashtag("#Smørrebrød"); // "smorrebrod"
 */
export function foldHashtag(tag: string): string {
  // Small letters of capitals bring marks of their own (İ), so the case comes first; composed again, other scripts keep theirs whole.
  return bareHashtag(tag)
    .toLowerCase()
    .normalize("NFD")
    .replace(/([\p{Script=Latin}\p{Script=Greek}])[\u0300-\u036f]+/gu, "$1")
    .normalize("NFC")
    .replace(/[øłđðþæœßıς]/gu, (letter) => plain.get(letter) ?? letter);
}

/** Brings a hashtag to the form in which it is shown: NFKC, without its sign and without what nobody sees. */
export function bareHashtag(tag: string): string {
  if (typeof tag !== "string") refuse("A hashtag is no string", "give its word, with or without the sign");
  // U+FE0E and U+FE0F only choose between a black and a coloured emoji.
  return tag
    .normalize("NFKC")
    .replace(/[\uFE0E\uFE0F]/gu, "")
    .trim()
    .replace(/^#+/u, "");
}
