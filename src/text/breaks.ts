/**
 * Where a text may go on in another part.
 * @module
 */
import { graphemeSegments } from "unicode-segmenter/grapheme";
import { findProtected } from "./protect.js";
import type { TextRules } from "../model/text-rules.js";

/** How good a place is: between paragraphs, sentences or lines, clauses, words, graphemes. */
export const ranks = { paragraph: 4, sentence: 3, clause: 2, word: 1, grapheme: 0 } as const;

/** A place between two parts. What lies between `at` and `next` is blank. */
export interface Break {
  /** One past the last letter of the part. UTF-16. */
  readonly at: number;
  /** Where the next part begins. */
  readonly next: number;
  /** How good it is, see `ranks`. */
  readonly rank: number;
}

const blank = /^\s+$/u;
const sentenceEnd = /[.!?…。！？][)\]}»”’"']*$/u;
const fullWidthEnd = /[。！？]$/u;
const clauseEnd = /[,;:–—，、；：]$/u;
const opening = /[([{<„“«¿¡‘]$/u;
const closing = /^[.,;:!?…)\]}»”’"'。！？，、]/u;
const linkAhead = /https?:\/\/|www\./iy;

/** Finds every place where a text may go on in another part, in order: never inside what is protected, nor inside a grapheme. */
export function findBreaks(text: string, rules: TextRules | undefined): readonly Break[] {
  const whole = findProtected(text, rules);
  const breaks: Break[] = [];
  let reached = 0;
  let before = "";
  let at = -1;
  for (const { segment, index } of graphemeSegments(text)) {
    while ((whole[reached]?.end ?? Number.POSITIVE_INFINITY) <= index) reached++;
    const inside = (whole[reached]?.start ?? Number.POSITIVE_INFINITY) < index;
    if (blank.test(segment) && !inside) {
      if (at < 0) at = index;
      continue;
    }
    if (at > 0) breaks.push({ at, next: index, rank: rankOf(text, before, at, index) });
    else if (at < 0 && index > 0 && !inside && !opening.test(before) && !closing.test(segment))
      breaks.push({ at: index, next: index, rank: fullWidthEnd.test(before) ? ranks.sentence : ranks.grapheme });
    at = -1;
    // The punctuation of a sentence may have several letters: `!)`.
    before = (before + segment).slice(-4);
  }
  return breaks;
}

function rankOf(text: string, before: string, at: number, next: number): number {
  const between = text.slice(at, next);
  if (/\n\s*\n|\r\s*\r|\u2029/u.test(between)) return ranks.paragraph;
  // A link belongs to the sentence before it.
  linkAhead.lastIndex = next;
  if (linkAhead.test(text)) return ranks.word;
  if (/[\n\r\u2028]/u.test(between)) return ranks.sentence;
  if (sentenceEnd.test(before) && !/^\p{Ll}/u.test(text.slice(next, next + 2))) return ranks.sentence;
  return clauseEnd.test(before) ? ranks.clause : ranks.word;
}
