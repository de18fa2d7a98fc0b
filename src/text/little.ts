/**
 * LinkedIn's little text, in which reserved characters mean something unless a backslash stands before them.
 * @module
 */

// Documentation of the little text format, read 2026-11. A reserved character without its backslash ends the post there, without an error.
const reserved = /[\\|{}@[\]()<>#*_~]/g;
const escaped = /\\([\\|{}@[\]()<>#*_~])/g;
/** A mention, a hashtag, or an escaped character. */
const elements = /@\[((?:\\.|[^\]\\])*)\]\([^)]*\)|\{hashtag\|(?:\\#|#)\|((?:\\.|[^}\\])*)\}|\\([\\|{}@[\]()<>#*_~])/g;

/**
 * Writes plain text as little text: a backslash goes before each reserved character. Use it on what is sent, once, after fitting: `measure`
 * and `fit` count the text that people read.
 *
 * @example
 * escapeLittle("Sort (og brun)"); // "Sort \\(og brun\\)"
 */
export function escapeLittle(text: string): string {
  return text.replace(reserved, String.raw`\$&`);
}

/**
 * Reads little text as plain text: mentions and hashtags as people see them, escaped characters without their backslash. Gives back what
 * `escapeLittle` was given. Throws for nothing.
 *
 * @example
 * unescapeLittle("Tak @[Freja Holm](urn:li:person:1) {hashtag|\\#|sko}"); // "Tak Freja Holm #sko"
 */
export function unescapeLittle(text: string): string {
  return text.replace(elements, (_, name?: string, tag?: string, character?: string) => {
    if (name !== undefined) return name.replace(escaped, "$1");
    return tag === undefined ? (character ?? "") : `#${tag.replace(escaped, "$1")}`;
  });
}

/**
 * Writes a mention of a person or an organisation in little text. LinkedIn wants the name as it knows it.
 * @param urn - `urn:li:person:…` or `urn:li:organization:…`
 */
export function littleMention(name: string, urn: string): string {
  return `@[${escapeLittle(name)}](${urn})`;
}
