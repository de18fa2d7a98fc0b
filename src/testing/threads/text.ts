/**
 * What Threads finds in a text, and how long it is to it.
 * @see https://developers.facebook.com/docs/threads/posts, read 2026-01
 * @module
 */

/** Most characters of a text. */
export const mostText = 500;

/** Most different links of a post, the attached one among them, since 2025-12-22. */
export const mostLinks = 5;

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const bytes = new TextEncoder();

/** Measures a text: characters, where an emoji counts as its UTF-8 bytes. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const { segment } of segmenter.segment(text)) {
    // Digits and signs are emoji to Unicode only together with the sign that makes a key of them.
    const isEmoji = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(segment);
    length += isEmoji ? bytes.encode(segment).length : Array.from(segment).length;
  }
  return length;
}

/** Lists the different links of a text and the one attached. */
export function linksIn(text: string, attached: string | undefined): readonly string[] {
  const found = [...text.matchAll(/\b(?:https?:\/\/|www\.)[^\s<>"]+/gi)].map(([link]) => link.replace(/[.,;:!?)\]]+$/, ""));
  return [...new Set([...found, ...(attached === undefined ? [] : [attached])])];
}

/** Lists the names in a text, in lower case. */
export function namesIn(text: string): readonly string[] {
  const found = [...text.matchAll(/(?<![\w@.])@([a-z0-9_][a-z0-9._]{0,29})/gi)].map(([, name = ""]) => name.replace(/\.+$/, ""));
  return [...new Set(found.map((name) => name.toLowerCase()))];
}

/** Gives the topic of a text: its first tag. A post has one at most. */
export function topicIn(text: string): string | undefined {
  const [, tag] = /(?:^|\s)#([^\s#.&]{1,50})/u.exec(text) ?? [];
  return tag;
}

/** Says whether something may be a topic: 1 to 50 characters, no full stop and no ampersand. */
export const isTopic = (tag: string): boolean => /^[^.&]{1,50}$/u.test(tag);
