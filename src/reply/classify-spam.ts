/**
 * What speaks for spam.
 * @module
 */
import type { Message } from "../model/message.js";
import { findSpans, type Span } from "../text/spans.js";
import type { Signal } from "./classify.js";
import { foldLetters, mixesScripts } from "./classify-fold.js";
import { spamWords, wordPattern } from "./classify-words.js";

const lexicon = wordPattern(spamWords);
const shortener = /(?:^|\/\/|\s)(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|cutt\.ly|is\.gd|rb\.gy|shorturl\.at|ow\.ly|linktr\.ee)(?:\/|$)/iu;
const messenger = /(?:^|\/\/|\s)(?:t\.me|wa\.me|telegram\.me|chat\.whatsapp\.com|discord\.gg)(?:\/|$)/iu;

/** Finds what speaks for spam in a text. `words` is the text folded, with blanks for links and mentions. */
export function spamSignals(text: string, words: string, spans: readonly Span[]): readonly Signal[] {
  const signals: Signal[] = [];
  const links = spans.filter(({ type }) => type === "link" || type === "address");
  for (const { start, end } of links) {
    const link = text.slice(start, end);
    const range = [start, end] as const;
    if (shortener.test(link)) signals.push({ code: "shortener", weight: 0.4, range });
    else if (messenger.test(link)) signals.push({ code: "messenger-link", weight: 0.5, range });
    else signals.push({ code: "link", weight: 0.15, range });
  }
  const found = [...words.matchAll(lexicon)].slice(0, 3);
  for (const {
    0: { length },
    index,
  } of found)
    signals.push({ code: "spam-phrase", weight: 0.45, range: [index, index + length] });
  if (spans.filter(({ type }) => type === "mention" || type === "token").length >= 5) signals.push({ code: "many-mentions", weight: 0.5 });
  if (mixesScripts(text)) signals.push({ code: "mixed-scripts", weight: 0.5 });
  // Tags (U+E0000) and bidirectional overrides are seen by no reader and have no place in a comment but flags of regions.
  if (/[\u202a-\u202e\u2066-\u2069]|(?<!\u{1f3f4})(?<![\u{e0020}-\u{e007f}])[\u{e0000}-\u{e007f}]/u.test(text))
    signals.push({ code: "hidden-characters", weight: 0.4 });
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  if (letters >= 20 && capitals / letters >= 0.7) signals.push({ code: "capitals", weight: 0.15 });
  const emoji = text.match(/\p{Extended_Pictographic}/gu)?.length ?? 0;
  if (emoji >= 8 && emoji * 2 > letters && letters > 0) signals.push({ code: "emoji-flood", weight: 0.2 });
  return signals;
}

/** How many say it before it is a copy, and how close together. */
const copies = { count: 3, withinMs: 3_600_000, leastLetters: 12 } as const;

/**
 * Finds texts that were said by three authors or under three posts within an hour, with mentions, links and numbers masked. By message key.
 * Short ones (under 12 letters) are no copies: many people say "so nice".
 */
export function findCopies(messages: readonly Message[]): ReadonlyMap<string, Signal> {
  const groups = new Map<string, Message[]>();
  for (const message of messages) {
    if (message.direction !== "inbound") continue;
    const text = mask(message.text);
    if ((text.match(/\p{L}/gu)?.length ?? 0) >= copies.leastLetters) groups.set(text, [...(groups.get(text) ?? []), message]);
  }
  const found = new Map<string, Signal>();
  for (const group of groups.values()) {
    const sorted = group.toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
    for (const [index, first] of sorted.entries()) {
      const close = sorted.slice(index).filter(({ createdAt }) => Date.parse(createdAt) - Date.parse(first.createdAt) <= copies.withinMs);
      const authors = new Set(close.flatMap(({ author }) => author?.key ?? [])).size;
      const posts = new Set(close.flatMap(({ post }) => post ?? [])).size;
      if (Math.max(authors, posts) >= copies.count) for (const { key } of close) found.set(key, { code: "copies", weight: 0.7 });
    }
  }
  return found;
}

function mask(text: string): string {
  const nfc = text.normalize("NFC");
  const bare = findSpans(nfc).reduceRight(
    (rest, { type, start, end }) => `${rest.slice(0, start)}${type === "mention" ? "" : "\ufffc"}${rest.slice(end)}`,
    nfc,
  );
  return foldLetters(bare)
    .replace(/\p{N}+/gu, "0")
    .replace(/[^\p{L}\ufffc 0]+/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
}
