/**
 * The stretches of a text that must stay whole: links, mentions, hashtags.
 * @module
 */

/** What a span is. `address` is a bare domain or an e-mail address. */
export type SpanType = "link" | "address" | "mention" | "hashtag" | "token";

/** A stretch of a text. Offsets are UTF-16, `end` is exclusive. */
export interface Span {
  readonly type: SpanType;
  readonly start: number;
  readonly end: number;
}

// In this order, so that what starts at the same place is read as the first that is true.
const kinds: readonly (readonly [SpanType, string])[] = [
  // http and https with a dotted host, whose labels have 63 letters at most. The path takes no emoji, ellipsis, quotation marks or angle brackets.
  [
    "link",
    String.raw`(?<![\p{L}\p{N}@#$])https?:\/\/(?:[\p{L}\p{N}][\p{L}\p{N}\p{M}_-]{0,62}\.)+[\p{L}\p{N}-]{2,63}(?::\d+)?(?:[/?#][\p{L}\p{N}\p{M}\-._~:/?#[\]@!$&'()*+,;=%|]*)?`,
  ],
  [
    "address",
    String.raw`(?<![\p{L}\p{N}@#$._%+-])(?:[\p{L}\p{N}._%+-]+@)?(?:[\p{L}\p{N}][\p{L}\p{N}\p{M}-]{0,62}\.)+\p{L}{2,63}(?:[/?#][\p{L}\p{N}\p{M}\-._~:/?#[\]@!$&'()*+,;=%|]*)?`,
  ],
  // Networks write mentions as names, handles with a domain, `@name@server`; Discord as tokens.
  [
    "mention",
    String.raw`(?<![\p{L}\p{N}_@])[@＠][\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?(?:@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?)?`,
  ],
  ["hashtag", String.raw`(?<![\p{L}\p{N}_&])[#＃$][\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*`],
  ["token", String.raw`<(?:[@#/:]|a:|t:|id:)[^<>\s]+>`],
];
const any = new RegExp(kinds.map(([, source]) => `(${source})`).join("|"), "gu");

/** Finds what must stay whole, in order and without overlap. */
export function findSpans(text: string): readonly Span[] {
  const spans: Span[] = [];
  // Every kind holds one of these, a dot only with something behind; most replies hold none.
  if (!/[@＠#＃$<]|\.[^\s.]/u.test(text)) return spans;
  for (const match of text.matchAll(any)) {
    const type = kinds[match.indexOf(match[0], 1) - 1]?.[0] ?? "token";
    const end = match.index + (type === "link" || type === "address" ? linkEnd(match[0]) : match[0].length);
    spans.push({ type, start: match.index, end });
  }
  return spans;
}

/** A link ends before the punctuation of its sentence and before a bracket that it did not open. */
function linkEnd(link: string): number {
  let end = link.length;
  for (;;) {
    const last = link[end - 1] ?? "";
    const opener = last === ")" ? "(" : last === "]" ? "[" : undefined;
    const open = opener !== undefined && count(link, opener, end) >= count(link, last, end);
    if (open || !/[.,;:!?'")\]*_]/u.test(last)) return end;
    end--;
  }
}

const count = (text: string, character: string, end: number): number => text.slice(0, end).split(character).length - 1;
