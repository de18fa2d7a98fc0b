/**
 * How long a text is for a network.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { Length, LengthUnit, TextRules } from "../model/text-rules.js";
import { checkLimit, checkRules } from "./check-rules.js";
import { countBytes, countCodePoints, countGraphemes } from "./count.js";
import { countEmojiBytes } from "./emoji-bytes.js";
import { findSpans } from "./spans.js";
import { weigh } from "./weighted.js";
import { findXLinks } from "./x-links.js";

const counters: Readonly<Record<LengthUnit, (text: string) => number>> = {
  utf16: (text) => text.length,
  "code-points": countCodePoints,
  graphemes: countGraphemes,
  "utf8-bytes": countBytes,
  "emoji-bytes": countEmojiBytes,
  weighted: (text) => weigh(text),
};

/**
 * Measures a text by every limit of the rules: one length for each, in their order, each with its `max`.
 *
 * With `urlWeight` a link that starts with `http://` or `https://` and has a dotted host counts that much, in every unit, and bare domains
 * (`example.com`) count as they are written. The unit `weighted` finds links as X does, bare domains with a known ending among them, and
 * counts 23 for each when the rules say nothing. With `mentions: "user"` the server of
 * `@name@server` is free; with `"leading-free"` the mentions before the first word are. A content warning is not in the text: join it to
 * the text where a network counts both.
 *
 * @throws FolkmootError `invalid-request`, naming the field, for a text that is no string and for rules that are none.
 *
 * @example
 * measure("vandtætte!", textRules.bluesky.reply);
 * // [{ unit: "graphemes", value: 10, max: 300 }, { unit: "utf8-bytes", value: 11, max: 3000 }]
 */
export function measure(text: string, rules: TextRules): readonly Length[] {
  if (typeof text !== "string") throw new FolkmootError("invalid-request", "`text` is no string: give the text that is measured.");
  checkRules(rules);
  return rules.limits.map((limit) => {
    checkLimit(limit);
    const { unit, max } = limit;
    return { unit, value: lengthIn(text, unit, rules), max };
  });
}

/** Measures a text in one unit. The rules are taken as checked. */
export function lengthIn(text: string, unit: LengthUnit, rules: TextRules): number {
  return counterOf(unit)(countable(text, unit, rules));
}

/** How many UTF-16 units of the beginning are free: the mentions that lead, where the rules say so. */
export function leadOf(text: string, { mentions }: TextRules): number {
  return mentions === "leading-free" ? (leadingMentions.exec(text)?.[0].length ?? 0) : 0;
}

function counterOf(unit: LengthUnit): (text: string) => number {
  if (Object.hasOwn(counters, unit)) return counters[unit];
  throw new FolkmootError("invalid-request", `\`rules.limits\` has an unknown \`unit\`: use one of ${Object.keys(counters).join(", ")}.`);
}

const leadingMentions = /^(?:[@＠][\p{L}\p{N}_][\p{L}\p{N}_.@-]*\s+)+/u;
/** X: what a link counts, however long it is (configuration v3, `transformedURLLength`). */
const shortenedLink = 23;

/** The text as its network counts it: each link as many letters as it weighs, mentions without what is free. */
function countable(text: string, unit: LengthUnit, rules: TextRules): string {
  const whole = text.slice(leadOf(text, rules));
  if (unit === "weighted") return withXLinks(whole, rules.urlWeight ?? shortenedLink);
  const { urlWeight } = rules;
  if (urlWeight === undefined && rules.mentions !== "user") return whole;
  let counted = "";
  let from = 0;
  for (const { type, start, end } of findSpans(whole)) {
    const span = whole.slice(start, end);
    if (type === "link" && urlWeight !== undefined) counted += whole.slice(from, start) + "x".repeat(urlWeight);
    else if (type === "mention" && rules.mentions === "user") counted += whole.slice(from, start) + span.replace(/(?<=.)@.*$/u, "");
    else continue;
    from = end;
  }
  return counted + whole.slice(from);
}

/** X composes letters and marks before it looks for links. */
function withXLinks(text: string, urlWeight: number): string {
  // No link is without a dot that has something behind; most replies need not be looked through.
  if (!/\.[^\s.]/u.test(text)) return text;
  const composed = text.normalize("NFC");
  let counted = "";
  let from = 0;
  for (const { start, end } of findXLinks(composed)) {
    counted += composed.slice(from, start) + "x".repeat(urlWeight);
    from = end;
  }
  return counted + composed.slice(from);
}
