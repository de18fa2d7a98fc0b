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
/** Of a mail address. */
const within = /(?<=[\p{L}\p{N}])[@＠]+(?=[\p{L}\p{N}])/gu;
/** Signs that make a mention, a hashtag, a cashtag of the word behind them. */
const sign = /[@＠]+|[#＃$]+(?=[\p{L}\p{N}_]|$)/gu;
/** Punctuation that Discord and Reddit read as markup. */
const markup = /[\\*_~`|[\]<>#^]/gu;
/** What opens a list at the start of a line. */
const listMark = /^(\d*)([-+.)])(?=\s)/u;
/** How Reddit mentions people and communities. */
const redditName = /(?<![\p{L}\p{N}])([ur])\/(?=[\p{L}\p{N}_])/giu;

/**
 * Makes a value harmless: one line without invisible characters, mentions and hashtags without their sign, links as words, markup escaped where
 * the network reads any. What it says stays readable.
 */
export function neutralise(value: string, rules: Pick<TextRules, "markup">): string {
  const words = bare(value.normalize("NFC").replace(invisible, "").replace(control, " ")).replace(/\s+/gu, " ").trim();
  if (rules.markup !== "discord" && rules.markup !== "reddit") return words;
  const unnamed = rules.markup === "reddit" ? words.replace(redditName, "$1 ") : words;
  return unnamed.replace(markup, String.raw`\$&`).replace(listMark, String.raw`$1\$2`);
}

/** `@anna` becomes `anna`, `evil.example/win` becomes `evil example/win`. What is taken away may leave another, so it is looked at again. */
function bare(text: string): string {
  const unsigned = text.replace(scheme, "").replace(within, " ").replace(sign, "");
  let said = "";
  let from = 0;
  for (const { type, start, end } of findSpans(unsigned)) {
    if (type !== "link" && type !== "address") continue;
    said += unsigned.slice(from, start) + unsigned.slice(start, end).replace(/[.．。｡]/gu, " ");
    from = end;
  }
  said += unsigned.slice(from);
  return said === text ? said : bare(said);
}
