/**
 * What a cut must not go through: links, mentions, hashtags, and what a network's markup holds together.
 * @module
 */
import type { TextRules } from "../model/text-rules.js";
import { findSpans } from "./spans.js";
import { findXLinks, type Stretch } from "./x-links.js";

/** Emoji by name, as Discord and Mastodon write them. */
const shortcode = /(?<![\p{L}\p{N}:]):[a-z0-9_]{2,40}:(?![\p{L}\p{N}])/giu;

// Lengths are bounded: nobody means pairs that far apart, and a hostile text would take its time.
const link = String.raw`!?\[(?:\\.|[^\]\\\n]){0,300}\]\((?:\\.|[^)\\\s]){0,2000}\)`;
const pair = (mark: string, inside: string): string => String.raw`${mark}(?=\S)${inside}{1,300}?(?<=\S)${mark}`;
const markdown = new RegExp(
  [
    String.raw`\x60{3}[^]{0,2000}?\x60{3}`,
    String.raw`\x60[^\x60\n]{1,300}\x60`,
    String.raw`\\[!-/:-@[-\x60{-~]`,
    link,
    pair(String.raw`\*\*\*`, "[^\\n]"),
    pair(String.raw`\*\*`, "[^\\n]"),
    pair("__", "[^\\n]"),
    pair("~~", "[^\\n]"),
    pair(String.raw`\|\|`, "[^\\n]"),
    pair(String.raw`\*`, String.raw`[^*\n]`),
    String.raw`(?<![\p{L}\p{N}])${pair("_", String.raw`[^_\n]`)}(?![\p{L}\p{N}])`,
    String.raw`>![^\n]{1,300}?!<`,
  ].join("|"),
  "gu",
);
const little = new RegExp(String.raw`\\[^]|@\[(?:\\.|[^\]\\\n]){0,300}\]\([^)\s]{0,300}\)|\{hashtag\|(?:\\.|[^}\\\n]){1,300}\}`, "gu");
const tokens: Readonly<Record<TextRules["markup"], RegExp | undefined>> = {
  plain: undefined,
  html: undefined,
  discord: markdown,
  reddit: markdown,
  little,
};

/**
 * Finds what stays whole when a text is cut, in order and without overlap.
 * @param rules - tells the markup, and whether X counts
 */
export function findProtected(text: string, rules?: TextRules): readonly Stretch[] {
  const found: Stretch[] = [...findSpans(text)];
  const add = (pattern: RegExp): void => {
    for (const { 0: whole, index } of text.matchAll(pattern)) found.push({ start: index, end: index + whole.length });
  };
  if (text.includes(":")) add(shortcode);
  const markup = rules === undefined ? undefined : tokens[rules.markup];
  if (markup !== undefined) add(markup);
  if (rules?.limits.some(({ unit }) => unit === "weighted") === true) found.push(...findXLinks(text));
  return joined(found);
}

function joined(found: Stretch[]): readonly Stretch[] {
  const whole: Stretch[] = [];
  for (const one of found.sort((a, b) => a.start - b.start)) {
    const last = whole.at(-1);
    if (last !== undefined && one.start < last.end) whole[whole.length - 1] = { start: last.start, end: Math.max(last.end, one.end) };
    else whole.push({ start: one.start, end: one.end });
  }
  return whole;
}
