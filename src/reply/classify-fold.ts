/**
 * Reading letters as people do: without marks, without tricks.
 * @module
 */

/** Letters that decompose into nothing. */
const plain: Readonly<Record<string, string>> = { ł: "l", đ: "d", ı: "i" };

/** Brings a text to NFC, lower case and letters without marks; every character stays in its place, so that offsets hold in the NFC text. */
export function foldLetters(text: string): string {
  return Array.from(text.normalize("NFC"))
    .map((one) => {
      const lower = one.toLowerCase();
      const bare = plain[lower] ?? lower.normalize("NFD").replace(/\p{M}/gu, "");
      return bare.length === one.length ? bare : lower.length === one.length ? lower : one;
    })
    .join("");
}

// What looks like a Latin letter and is none (Cyrillic and Greek), and digits and signs that stand in for letters.
const lookalikes: ReadonlyMap<string, string> = new Map([
  ...pairs("авекмнорстухіјѕԁ", "abekmhopctyxijsd"),
  ...pairs("αβεικνορτυχ", "abeiknoptux"),
]);

// Digits stand in for letters beside letters, signs between them: an exclamation mark behind a word is none.
const digits: ReadonlyMap<string, string> = new Map(pairs("013457", "oieast"));
const signs: ReadonlyMap<string, string> = new Map(pairs("@$!", "asi"));

function pairs(from: string, to: string): readonly (readonly [string, string])[] {
  const letters = Array.from(to);
  return Array.from(from).map((one, index) => [one, letters[index] ?? one] as const);
}

/** Folds a text for matching against a list of words: compatibility forms, invisible characters, marks, lookalikes and digits for letters. */
export function foldTricks(text: string): string {
  const folded = foldLetters(text.normalize("NFKC").replace(/\p{Default_Ignorable_Code_Point}/gu, ""));
  return Array.from(folded, (one) => lookalikes.get(one) ?? one)
    .join("")
    .replace(/(?<=\p{L}[013457@$!]*)[013457](?!\p{N})|[013457]+(?=\p{L})/gu, (run) =>
      Array.from(run, (one) => digits.get(one) ?? one).join(""),
    )
    .replace(/(?<=\p{L}[@$!]*)[@$!](?=[@$!]*\p{L})/gu, (one) => signs.get(one) ?? one);
}

/** Tells whether a word mixes Latin letters with Cyrillic or Greek ones, as those do who hide a word. */
export function mixesScripts(text: string): boolean {
  return (text.match(/\p{L}+/gu) ?? []).some(
    (word) => /\p{Script=Latin}/u.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word),
  );
}
