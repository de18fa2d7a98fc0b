/**
 * Where a text may be cut.
 * @module
 */
import { graphemeSegments } from "unicode-segmenter/grapheme";
import type { TextRules } from "../model/text-rules.js";
import { findProtected } from "./protect.js";

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

/**
 * Shortens a text until `accepts` is content: at the end of a sentence, of a word with "…", or of a grapheme with "…"; a coarser cut is taken
 * when it keeps at least half of what the finer one would, and so is one that leaves no bracket open. Nothing is cut inside a link, mention,
 * hashtag, grapheme, or token of the markup.
 *
 * @param rules - tell the markup; without them it is plain
 * @returns the whole text when it is accepted, or what is before the blanks at its end when that is; an empty string when nothing of it can stay.
 */
export function shorten(text: string, accepts: (candidate: string) => boolean, rules?: TextRules): string {
  if (accepts(text)) return text;
  // Blanks at the end of a text say nothing: that they go earns no ellipsis.
  const trimmed = text.trimEnd();
  if (accepts(trimmed)) return trimmed;
  const cuts = findCuts(text, rules);
  // "vandtætte.…" reads badly: behind a full stop nothing is added.
  const open = cuts.filter((cut) => !cut.stopped);
  const withEllipsis = (cut: Cut): string => text.slice(0, cut.at) + (cut.afterSpan ? ` ${ellipsis}` : ellipsis);
  const whole = (cut: Cut): string => text.slice(0, cut.at);
  const finest = longest(open, withEllipsis, accepts) ?? longest(cuts, withEllipsis, accepts);
  const enough = (finest?.cut.at ?? 0) / 2;
  const coarser = [
    longest(cuts.filter(isSentence).filter(isClosed), whole, accepts),
    longest(open.filter(isWord).filter(isClosed), withEllipsis, accepts),
    longest(open.filter(isWord), withEllipsis, accepts),
  ];
  return (coarser.find((one) => one !== undefined && one.cut.at >= enough) ?? finest)?.text ?? "";
}

const isSentence = (cut: Cut): boolean => cut.sentence;
const isClosed = (cut: Cut): boolean => !cut.bracketed;
const isWord = (cut: Cut): boolean => cut.word;

/** The furthest cut whose text is accepted. Lengths grow with the cut, so it is found by halving; each answer is checked before it counts. */
function longest(
  cuts: readonly Cut[],
  make: (cut: Cut) => string,
  accepts: (candidate: string) => boolean,
): { readonly cut: Cut; readonly text: string } | undefined {
  let best: { readonly cut: Cut; readonly text: string } | undefined;
  let low = 0;
  let high = cuts.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const cut = cuts[middle];
    if (cut === undefined) break;
    const text = make(cut);
    if (accepts(text)) {
      best = { cut, text };
      low = middle + 1;
    } else high = middle - 1;
  }
  return best;
}

/** Every place where the text may end: not at its start, not inside a span, not behind a space or a bracket that opens. */
function findCuts(text: string, rules: TextRules | undefined): readonly Cut[] {
  const spans = findProtected(text, rules);
  const brackets = findBrackets(text);
  let bracket = 0;
  // "sort, (og brune" may end as "sort…", but "1,5" not as "1…".
  const wordEnds = /[,;:\-–—/([{<„¿¡&+…]*\s/uy;
  const lowerCaseNext = /\s+\p{Ll}/uy;
  const cuts: Cut[] = [];
  let next = 0;
  let before = "";
  let stopped = false;
  for (const { segment, index } of graphemeSegments(text)) {
    while ((spans[next]?.end ?? index) < index) next++;
    const span = spans[next];
    const inside = span !== undefined && span.start < index && index < span.end;
    const afterSpan = span?.end === index;
    if (index > 0 && !inside && (afterSpan || !dangling.test(before))) {
      wordEnds.lastIndex = index;
      lowerCaseNext.lastIndex = index;
      const word = wordEnds.test(text);
      const sentence = stopped && (space.test(segment) ? !lowerCaseNext.test(text) : fullWidthEnd.test(before));
      while ((brackets[bracket]?.end ?? index) < index) bracket++;
      const bracketed = (brackets[bracket]?.start ?? index) < index;
      cuts.push({ at: index, word, stopped, sentence, afterSpan, bracketed });
    }
    const within = span !== undefined && span.start <= index && index < span.end;
    stopped = !within && (sentenceEnd.test(segment) || (stopped && closing.test(segment)));
    before = segment;
  }
  return cuts;
}

const deepest = 32;

/** Finds brackets that are closed again, the outermost of each, with what is between. Both offsets lie inside. */
function findBrackets(text: string): readonly { readonly start: number; readonly end: number }[] {
  const halves: Readonly<Record<string, string>> = { ")": "(", "]": "[", "»": "«", "”": "“" };
  const open: { readonly sign: string; readonly start: number }[] = [];
  const pairs: { readonly start: number; readonly end: number }[] = [];
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
