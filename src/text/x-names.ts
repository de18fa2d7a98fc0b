/**
 * What X takes for a mention, a list, a hashtag and a cashtag.
 * @module
 */
import { findXLinks, type Stretch } from "./x-links.js";

/** A stretch of a text that X marks. */
export interface XEntity extends Stretch {
  /** What it is. `list`: `@name/list`. */
  readonly type: "link" | "mention" | "list" | "hashtag" | "cashtag";
}

const accented = String.raw`\u0300-\u036f\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b\u02bb\u1e00-\u1eff`;
// "RT@name" is how people quoted before there was a button.
const beforeMention = String.raw`(?:(?<![A-Za-z0-9_!#$%&*@＠])|(?<=(?<![A-Za-z0-9_+~.-])[Rr][Tt]:?))`;
const mentionForm = new RegExp(String.raw`${beforeMention}[@＠][A-Za-z0-9_]{1,20}(\/[A-Za-z][A-Za-z0-9_-]{0,24})?`, "gu");
/** What makes a name something else: an e-mail address, a word with accents, a scheme. */
const behindMention = new RegExp(String.raw`[${accented}@＠]|:\/\/`, "uy");
const inHashtag = String.raw`\u200d\p{L}\p{M}\p{Nd}_\u200c\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003\u0f0b\u0f0c\u00b7`;
// Variation selectors are marks, and end an emoji, not a word.
const hashtagForm = new RegExp(
  String.raw`(?:(?<![${inHashtag}&])|(?<=[\ufe0e\ufe0f]))[#＃](?!\ufe0f|\u20e3)[${inHashtag}]*[\p{L}\p{M}][${inHashtag}]*`,
  "gu",
);
const behindHashtag = /[#＃]|:\/\//uy;
const cashtagForm = /(?<=^|[\s\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])\$[a-z]{1,6}(?:[._][a-z]{1,2})?(?=$|[\s!-/:-@[-`{-~])/giu;

/** Finds everything that X marks in a text, in order and without overlap. */
export function findXEntities(text: string): readonly XEntity[] {
  const found: XEntity[] = findXLinks(text).map((link) => ({ type: "link", ...link }));
  for (const { 0: whole, 1: list, index } of text.matchAll(mentionForm)) {
    const end = index + whole.length;
    if (!stands(behindMention, text, end)) found.push({ type: list === undefined ? "mention" : "list", start: index, end });
  }
  for (const { 0: whole, index } of text.matchAll(hashtagForm)) {
    const end = index + whole.length;
    if (!stands(behindHashtag, text, end)) found.push({ type: "hashtag", start: index, end });
  }
  for (const { 0: whole, index } of text.matchAll(cashtagForm)) found.push({ type: "cashtag", start: index, end: index + whole.length });
  let free = 0;
  return found
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ start, end }) => {
      const isFree = start >= free;
      if (isFree) free = end;
      return isFree;
    });
}

/** Finds who a text answers in X's eyes: the name that it begins with, without `@`. */
export function findXReply(text: string): string | undefined {
  const found = /^\s*[@＠]([A-Za-z0-9_]{1,20})/u.exec(text);
  return found === null || stands(behindMention, text, found[0].length) ? undefined : found[1];
}

/** Tells whether a form stands at a place. */
function stands(form: RegExp, text: string, at: number): boolean {
  form.lastIndex = at;
  return form.test(text);
}
