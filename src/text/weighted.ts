/**
 * The weighted length of X: configuration v3 of its published counting rules.
 * @module
 */

// Weight 1: Latin to Georgian, and the spaces, dashes and quotation marks of U+2000 to U+2037. All else weighs 2.
const light = (code: number): boolean =>
  code <= 0x10ff || (code >= 0x2000 && code <= 0x200d) || (code >= 0x2010 && code <= 0x201f) || (code >= 0x2032 && code <= 0x2037);

const aboveLatin = /[^\0-\u02ff]/;

const person = String.raw`(?:\p{Emoji_Modifier}|\uFE0F)?`;
const tags = String.raw`(?:[\u{E0020}-\u{E007E}]+\u{E007F})?`;
// Keycaps; flags; pictographs with skin tone, joined by U+200D, or tagged (England). The signs (c), (R) and TM are letters
// unless U+FE0F says otherwise, and U+FE0E makes any of them text again.
/** Finds emoji sequences, each as one. Global: use it with `matchAll` or `replace`. */
export const emoji: RegExp = new RegExp(
  String.raw`[#*0-9]\uFE0F?\u20E3|\p{Regional_Indicator}{2}|[\u00A9\u00AE\u2122]\uFE0F|` +
    String.raw`(?![\u00A9\u00AE\u2122])\p{Extended_Pictographic}(?!\uFE0E)${person}${tags}(?:\u200D\p{Extended_Pictographic}${person})*`,
  "gu",
);

/**
 * Weighs a text as X does, in points; 280 is what a post may weigh. The text is brought to NFC first; an emoji sequence weighs 2 however
 * long it is, "…" weighs 2, "–" weighs 1. Links are not looked for here, see `measure`.
 * @param options - `emoji: false` weighs each code point of an emoji by itself, as until 2018
 */
export function weigh(text: string, options?: { readonly emoji?: boolean }): number {
  // Below U+0300 nothing composes and nothing is heavy; of the general punctuation two are emoji.
  let heavy = 0;
  let at = text.search(aboveLatin);
  if (at < 0) return text.length;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x300) continue;
    if (code < 0x2000 || code > 0x206f || code === 0x203c || code === 0x2049) break;
    if (!light(code)) heavy++;
  }
  if (at === text.length) return text.length + heavy;
  const composed = text.normalize("NFC");
  if (options?.emoji === false) return weighCodePoints(composed);
  let weight = 0;
  let from = 0;
  for (const { 0: sequence, index } of composed.matchAll(emoji)) {
    weight += weighCodePoints(composed.slice(from, index)) + 2;
    from = index + sequence.length;
  }
  return weight + weighCodePoints(composed.slice(from));
}

function weighCodePoints(text: string): number {
  let weight = 0;
  for (const character of text) weight += light(character.codePointAt(0) ?? 0) ? 1 : 2;
  return weight;
}
