/**
 * Where a text may be cut.
 * @module
 */
import { graphemeSegments } from "unicode-segmenter/grapheme";
import type { TextRules } from "../model/text-rules.js";
import { findProtected } from "./protect.js";
import type { Stretch } from "./x-links.js";

const ellipsis = "…";
const space = /^\s+$/u;
const dangling = /^[\s,;:\-–—/([{<„¿¡&+…]+$/u;
const sentenceEnd = /^[.!?…。！？]$/u;
/** Ends a sentence although no space follows. */
const fullWidthEnd = /^[。！？]$/u;
const closing = /^[)\]}»”’"']$/u;

/** A place between two graphemes. */
interface Cut {
  /** UTF-16 offset. */
  readonly at: number;
  /** True when a space follows, behind punctuation or not. */
  readonly word: boolean;
  /** True behind the punctuation that ends a sentence, `f.eks.` included. */
  readonly stopped: boolean;
  /** True when a sentence ends here. */
  readonly sentence: boolean;
  /** True when the last thing before is a link, mention or the like. */
  readonly afterSpan: boolean;
  /** True between a bracket and its other half. */
  readonly bracketed: boolean;
}

/** Tells whether the first `at` UTF-16 units of the text are short enough with `tail` behind them. */
export type Keeps = (at: number, tail: string) => boolean;

/** Where cuts are looked for. */
export interface Region {
  /** No cut before is worth it, unless it is the furthest: at a grapheme behind a blank, or 0. */
  readonly from: number;
  /** Here and behind nothing is short enough. */
  readonly until: number;
}

/**
 * Shortens a text until `accepts` is content, as `cutOff` does.
 *
 * @param rules - tell the markup; without them it is plain
 * @returns the whole text when it is accepted, or what is before the blanks at its end when that is; an empty string when nothing of it can stay.
 */
export function shorten(text: string, accepts: (candidate: string) => boolean, rules?: TextRules): string {
  return uncut(text, accepts) ?? cutOff(text, (at, tail) => accepts(text.slice(0, at) + tail), rules);
}

/** The text, or the text without the blanks at its end, when that is enough: that they go earns no ellipsis. */
export function uncut(text: string, accepts: (candidate: string) => boolean): string | undefined {
  if (accepts(text)) return text;
  const trimmed = text.trimEnd();
  return trimmed.length < text.length && accepts(trimmed) ? trimmed : undefined;
}

/**
 * Cuts a text where `keeps` is content: at the end of a sentence, of a word with "…", or of a grapheme with "…"; a coarser cut is taken
 * when it keeps at least half of what the finer one would, and so is one that leaves no bracket open. Nothing is cut inside a link, mention,
 * hashtag, grapheme, or token of the markup.
 *
 * @param rules - tell the markup; without them it is plain
 * @param region - where to look; everywhere when it is not given
 * @returns an empty string when nothing of it can stay.
 */
export function cutOff(text: string, keeps: Keeps, rules?: TextRules, region: Region = { from: 0, until: text.length }): string {
  const whole: Whole = { text, spans: findProtected(text, rules), brackets: findBrackets(text) };
  const cuts = findCuts(whole, region);
  // "vandtætte.…" reads badly: behind a full stop nothing is added.
  const open = cuts.filter(isOpen);
  const found = longest(open, withEllipsis, keeps);
  // Half of what the furthest keeps must lie in the region, or a coarser cut is missed.
  if (region.from > 0 && (found?.at ?? 0) / 2 <= region.from) return cutOff(text, keeps, rules, { ...region, from: 0 });
  const finest = found ?? longest(cuts, withEllipsis, keeps);
  const enough = (finest?.at ?? 0) / 2;
  const far = (cut: Cut | undefined): Cut | undefined => (cut !== undefined && cut.at >= enough ? cut : undefined);
  const sentence = far(longest(cuts.filter(isWholeSentence), nothing, keeps));
  if (sentence !== undefined) return text.slice(0, sentence.at);
  const words = open.filter(isWord);
  const cut = far(longest(words.filter(isClosed), withEllipsis, keeps)) ?? far(longest(words, withEllipsis, keeps)) ?? finest;
  return cut === undefined ? "" : text.slice(0, cut.at) + withEllipsis(cut);
}

const withEllipsis = (cut: Cut): string => (cut.afterSpan ? ` ${ellipsis}` : ellipsis);
const nothing = (): string => "";
const isOpen = (cut: Cut): boolean => !cut.stopped;
const isWholeSentence = (cut: Cut): boolean => cut.sentence && !cut.bracketed;
const isClosed = (cut: Cut): boolean => !cut.bracketed;
const isWord = (cut: Cut): boolean => cut.word;

/** The furthest cut that is kept. Lengths grow with the cut, so it is found by halving; each answer is checked before it counts. */
function longest(cuts: readonly Cut[], tail: (cut: Cut) => string, keeps: Keeps): Cut | undefined {
  let best: Cut | undefined;
  let low = 0;
  let high = cuts.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const cut = cuts[middle];
    if (cut === undefined) break;
    if (keeps(cut.at, tail(cut))) {
      best = cut;
      low = middle + 1;
    } else high = middle - 1;
  }
  return best;
}

interface Whole {
  readonly text: string;
  readonly spans: readonly Stretch[];
  readonly brackets: readonly Stretch[];
}

/** Every place where the text may end: not at its start, not inside a span, not behind a space or a bracket that opens. */
function findCuts({ text, spans, brackets }: Whole, { from, until }: Region): readonly Cut[] {
  let bracket = 0;
  // "sort, (og brune" may end as "sort…", but "1,5" not as "1…".
  const wordEnds = /[,;:\-–—/([{<„¿¡&+…]*\s/uy;
  const lowerCaseNext = /\s+\p{Ll}/uy;
  const cuts: Cut[] = [];
  let next = 0;
  let before = "";
  let stopped = false;
  let index = from;
  for (const segment of graphemesOf(text, from, until)) {
    if (index >= until) break;
    while ((spans[next]?.end ?? index) < index) next++;
    const span = spans[next];
    const inside = span !== undefined && span.start < index && index < span.end;
    const afterSpan = span?.end === index;
    if (index > from && !inside && (afterSpan || isPlain(before) || !dangling.test(before))) {
      wordEnds.lastIndex = index;
      lowerCaseNext.lastIndex = index;
      const word = !isPlain(segment) && wordEnds.test(text);
      const sentence = stopped && (space.test(segment) ? !lowerCaseNext.test(text) : fullWidthEnd.test(before));
      while ((brackets[bracket]?.end ?? index) < index) bracket++;
      const bracketed = (brackets[bracket]?.start ?? index) < index;
      cuts.push({ at: index, word, stopped, sentence, afterSpan, bracketed });
    }
    const within = span !== undefined && span.start <= index && index < span.end;
    stopped = !within && !isPlain(segment) && (sentenceEnd.test(segment) || (stopped && closing.test(segment)));
    before = segment;
    index += segment.length;
  }
  return cuts;
}

/** Tells at once of most graphemes that they are neither blank nor punctuation: letters and digits of ASCII. */
function isPlain(grapheme: string): boolean {
  const code = grapheme.charCodeAt(0);
  return grapheme.length === 1 && ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39));
}

/** The graphemes between two places, the first of which begins one. Below U+0300 each character is one, but for CR LF; only runs of others are segmented. */
function graphemesOf(text: string, from: number, until: number): readonly string[] {
  const graphemes: string[] = [];
  let at = from;
  while (at < until) {
    let end = at + 1;
    if (!isBorder(text, end)) {
      do end++;
      while (!isBorder(text, end));
      for (const { segment } of graphemeSegments(text.slice(at, end))) graphemes.push(segment);
    } else graphemes.push(text.charAt(at));
    at = end;
  }
  return graphemes;
}

/** Tells whether a grapheme surely begins here. */
function isBorder(text: string, at: number): boolean {
  if (at >= text.length) return true;
  const after = text.charCodeAt(at);
  const before = text.charCodeAt(at - 1);
  return after < 0x300 && before < 0x300 && (after !== 0x0a || before !== 0x0d);
}

const deepest = 32;

/** Finds brackets that are closed again, the outermost of each, with what is between. Both offsets lie inside. */
function findBrackets(text: string): readonly Stretch[] {
  const halves: Readonly<Record<string, string>> = { ")": "(", "]": "[", "»": "«", "”": "“" };
  const open: { readonly sign: string; readonly start: number }[] = [];
  const pairs: Stretch[] = [];
  for (const { 0: sign, index } of text.matchAll(/[()[\]«»“”]/gu)) {
    const half = halves[sign];
    if (half === undefined) {
      // Nobody nests deeper, and a hostile text would take its time.
      if (open.length === deepest) open.shift();
      open.push({ sign, start: index });
    } else {
      const found = open.findLastIndex((one) => one.sign === half);
      const start = open[found]?.start;
      if (start === undefined) continue;
      open.length = found;
      while ((pairs.at(-1)?.start ?? -1) > start) pairs.pop();
      pairs.push({ start, end: index });
    }
  }
  return pairs;
}
