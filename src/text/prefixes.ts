/**
 * How long the beginnings of one text are.
 * @module
 */
import type { TextRules } from "../model/text-rules.js";
import { countGraphemes } from "./count.js";
import { leadOf, lengthIn } from "./measure.js";
import { isBlank } from "./x-links.js";

/** What is known of the beginnings of a text. */
export interface Prefixes {
  /**
   * Tells whether the first `at` units keep the rules with `tail` behind them. `undefined` where that cannot be told from the pieces: measure
   * the whole.
   */
  readonly keep: (at: number, tail: string) => boolean | undefined;
  /** A grapheme behind a blank, before half of what may stay; 0 where none is known. */
  readonly from: number;
  /** Here and behind nothing keeps the rules; the length of the text where that is not known. */
  readonly until: number;
}

interface Piece {
  /** UTF-16 offset. */
  readonly start: number;
  /** What is before it, in the unit of each limit. */
  readonly before: readonly number[];
}

/** Shorter ones cost more calls, longer ones more counting at each place that is tried. */
const shortest = 24;

/**
 * Counts a text once, in pieces, so that any beginning of it costs one piece. Blanks part the pieces: no link, mention or emoji goes through a
 * blank, and nothing composes with one, so what a text counts is the sum of its pieces. A piece begins with a grapheme of its own.
 * @param rules - rules that were checked, as `measure` does
 */
export function readPrefixes(text: string, rules: TextRules): Prefixes {
  // A link that counts nothing leaves its neighbours side by side.
  if (rules.urlWeight !== undefined && !(rules.urlWeight > 0)) return { keep: () => undefined, from: 0, until: text.length };
  const lead = leadOf(text, rules);
  const leads = rules.mentions === "leading-free" && /^[@＠]/u.test(text);
  // Behind the lead, nothing leads.
  const plain: TextRules = rules.mentions === "leading-free" ? { ...rules, mentions: "full" } : rules;
  const { limits } = rules;
  const pieces: Piece[] = [{ start: lead, before: limits.map(() => 0) }];
  let until = text.length;
  for (let last = pieces[0]; last !== undefined;) {
    const { start, before } = last;
    const end = pieceEnd(text, start);
    if (end === undefined) break;
    const piece = text.slice(start, end);
    const sums = limits.map(({ unit }, index) => (before[index] ?? 0) + lengthIn(piece, unit, plain));
    if (limits.some(({ max }, index) => (sums[index] ?? 0) > max)) {
      until = end;
      break;
    }
    last = { start: end, before: sums };
    pieces.push(last);
  }
  const keep = (at: number, tail: string): boolean | undefined => {
    if (at >= until) return at < text.length ? false : undefined;
    const { start, before } = pieces.findLast((piece) => piece.start <= at) ?? { start: lead, before: [] };
    // The tail may make one more mention lead.
    if (start <= lead && leads) return undefined;
    const end = text.slice(start, at) + tail;
    return limits.every(({ unit, max }, index) => (before[index] ?? 0) + lengthIn(end, unit, plain) <= max);
  };
  const grows = !leads && (isAdditive(rules) || !/\.[^\s.]/u.test(text.slice(0, until)));
  if (!grows) return { keep, from: 0, until: text.length };
  // A little less than half: the tail costs something too.
  const half = (pieces.at(-1)?.start ?? 0) / 2 - shortest;
  return { keep, from: half > 0 ? (pieces.findLast(({ start }) => start <= half)?.start ?? 0) : 0, until };
}

/** Tells whether a longer text always counts more: with links of one weight it may count less, as "example.com" is one and "example.co" none. */
const isAdditive = ({ limits, urlWeight, mentions = "full" }: TextRules): boolean =>
  urlWeight === undefined && mentions === "full" && limits.every(({ unit }) => unit !== "weighted");

/** Where the next piece may begin: behind a blank, at what is none and is no part of the blank's grapheme. */
function pieceEnd(text: string, start: number): number | undefined {
  for (let at = start + shortest; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isBlank(code) || !isBlank(text.charCodeAt(at - 1))) continue;
    // Below U+0300 no sign joins the one before.
    if (code < 0x300 || countGraphemes(` ${String.fromCodePoint(text.codePointAt(at) ?? code)}`) === 2) return at;
  }
  return undefined;
}
