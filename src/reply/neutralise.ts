/**
 * Making a value harmless that somebody else may have written: a display name, a product that a member typed.
 * @module
 */
import type { TextRules } from "../model/text-rules.js";
import { findSpans } from "../text/spans.js";

/** What has no width or turns the direction of text. A joiner between emoji stays, in a word it hides what a link or mention would be. */
const invisible =
  /(?<![\p{Extended_Pictographic}\p{EMod}\uFE0F])\u200D|[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E0FFF}]/gu;
const control = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
const scheme = /\b[a-z][a-z\d+.-]*:\/+/giu;
/** Signs that make a mention, a hashtag, a cashtag of the word behind them. */
const sign = /[@＠]+|[#＃$]+(?=[\p{L}\p{N}_])/gu;
/** Punctuation that Discord and Reddit read as markup. */
const markup = /[\\*_~`|[\]<>#^]/gu;
/** What opens a list at the start of a line. */
const listMark = /^(?:[-+]|\d+[.)])(?=\s)/u;

/**
 * Makes a value harmless: one line without invisible characters, mentions and hashtags without their sign, links as words, markup escaped where
 * the network reads any. What it says stays readable.
 */
export function neutralise(value: string, rules: Pick<TextRules, "markup">): string {
  const plain = value.normalize("NFC").replace(invisible, "").replace(control, " ").replace(scheme, "").replace(sign, "");
  const words = withoutLinks(plain).replace(/\s+/gu, " ").trim();
  if (rules.markup !== "discord" && rules.markup !== "reddit") return words;
  return words.replace(listMark, String.raw`\$&`).replace(markup, String.raw`\$&`);
}

/** `evil.example/win` becomes `evil example/win`: no network makes a link of it. Taking a dot away may leave another link, so it is looked at again. */
function withoutLinks(text: string): string {
  const links = findSpans(text).filter(({ type }) => type === "link" || type === "address");
  if (links.length === 0) return text;
  let said = "";
  let from = 0;
  for (const { start, end } of links) {
    said += text.slice(from, start) + text.slice(start, end).replace(/[.．。｡]/gu, " ");
    from = end;
  }
  return withoutLinks(said + text.slice(from));
}
