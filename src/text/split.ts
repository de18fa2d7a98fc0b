/**
 * Splitting a text into parts.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { TextRules } from "../model/text-rules.js";
import { findBreaks, ranks, type Break } from "./breaks.js";
import { fits } from "./fit.js";
import { measure } from "./measure.js";
import { tally } from "./tally.js";

/** How a text is split. */
export interface SplitOptions {
  /** Writes " 1/3" behind each part, where there are several. What it costs is counted. @defaultValue false */
  readonly counter?: boolean;
  /** What each part begins with, such as `@anna `. What it costs is counted. @defaultValue "" */
  readonly lead?: string;
  /** How many parts there may be. @defaultValue any number */
  readonly most?: number;
}

/**
 * Splits a text into parts that each keep every limit of the rules, those of severity `warn` included, and the ceilings on links, mentions
 * and cashtags. It parts between paragraphs, else sentences, clauses, words, and inside a word only where that is too long for one part;
 * never inside a link, mention, hashtag, emoji, escape or token of the markup. A link stays with the sentence before it. Joined again,
 * without leads, counters and the blanks between them, the parts are the text. A text that fits is one part as it is; blanks alone are none.
 *
 * Whether a network lets a text go on is in the rules: `continues`.
 *
 * @throws FolkmootError `invalid-request` for a text that is no string and rules that are none, for a link that no part can hold, and for
 * more parts than `most`.
 *
 * @example
 * split("Vores støvler er vandtætte. De tåler sne.", { limits: [{ unit: "graphemes", max: 32, severity: "error" }], markup: "plain" }, { counter: true });
 * // ["Vores støvler er vandtætte. 1/2", "De tåler sne. 2/2"]
 */
export function split(text: string, rules: TextRules, options: SplitOptions = {}): readonly string[] {
  const { counter = false, lead = "", most = Number.POSITIVE_INFINITY } = options;
  // Refuses a text that is none and rules that are none.
  measure(text, rules);
  if (text.trim() === "") return [];
  const accepts = (part: string): boolean => fits(part, rules) && withinCeilings(part, rules);
  if (accepts(lead + text)) return checkMost([lead + text], most);
  let digits = 1;
  for (;;) {
    const total = "9".repeat(digits);
    const marks = (part: number): string => (counter ? ` ${part}/${total}` : "");
    const parts = cut(text, rules, (part, number) => accepts(lead + part + marks(number)));
    if (!counter || String(parts.length).length <= digits)
      return checkMost(
        parts.map((part, index) => lead + part + (counter ? ` ${index + 1}/${parts.length}` : "")),
        most,
      );
    // More parts than the counter had room for: each costs one letter more.
    digits++;
  }
}

type Accepts = (part: string, number: number) => boolean;

function cut(text: string, rules: TextRules, accepts: Accepts): readonly string[] {
  const careful = findBreaks(text, rules);
  let loose: readonly Break[] | undefined;
  const parts: string[] = [];
  const end = text.trimEnd().length;
  let from = text.length - text.trimStart().length;
  while (from < end) {
    const start = from;
    const number = parts.length + 1;
    const fitsUntil = ({ at }: { readonly at: number }): boolean => accepts(text.slice(start, at), number);
    if (fitsUntil({ at: end })) {
      parts.push(text.slice(start, end));
      break;
    }
    // Words in bold that no part can hold are parted as words.
    const chosen =
      choose(careful, start, end, fitsUntil) ??
      choose((loose ??= findBreaks(text, undefined)), start, end, fitsUntil) ??
      tooLong(start, rules);
    parts.push(text.slice(start, chosen.at));
    from = chosen.next;
  }
  return parts;
}

/** The best place: the furthest of the best rank that keeps enough of what the furthest of all would. */
function choose(breaks: readonly Break[], start: number, end: number, fitsUntil: (one: Break) => boolean): Break | undefined {
  const ahead = breaks.slice(firstAfter(breaks, start)).filter(({ next }) => next < end);
  const finest = furthest(ahead, fitsUntil);
  if (finest === undefined) return undefined;
  const room = finest.at - start;
  for (let rank: number = ranks.paragraph; rank > ranks.grapheme; rank--) {
    const best = furthest(
      ahead.filter((one) => one.rank >= rank && one.at <= finest.at),
      fitsUntil,
    );
    // Words are hardly ever longer than the rest.
    if (best !== undefined && best.at - start >= (rank === ranks.word ? room / 4 : room / 2)) return best;
  }
  return finest;
}

function firstAfter(breaks: readonly Break[], start: number): number {
  let low = 0;
  let high = breaks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((breaks[middle]?.at ?? Number.POSITIVE_INFINITY) > start) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Found by steps that double, then by halving: a part is short where a text is long. What is found was tried. */
function furthest(breaks: readonly Break[], fitsUntil: (one: Break) => boolean): Break | undefined {
  let best: Break | undefined;
  let low = 0;
  let high = 0;
  for (let step = 1; high < breaks.length; step *= 2) {
    const one = breaks[high];
    if (one === undefined || !fitsUntil(one)) break;
    best = one;
    low = high + 1;
    high += step;
  }
  high = Math.min(high, breaks.length) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const one = breaks[middle];
    if (one !== undefined && fitsUntil(one)) {
      best = one;
      low = middle + 1;
    } else high = middle - 1;
  }
  // On X a longer text may weigh less: "example.co" is a link, "example.c" is none.
  return best ?? breaks.slice(0, 64).find(fitsUntil);
}

/** Hashtags are not among them: what is one too many stays text. */
function withinCeilings(text: string, rules: TextRules): boolean {
  return tally(text, rules).every(({ what, severity, value, max }) => what === "hashtags" || severity === "warn" || value <= max);
}

function checkMost(parts: readonly string[], most: number): readonly string[] {
  if (parts.length <= most) return parts;
  throw new FolkmootError("invalid-request", `\`text\` makes ${parts.length} parts and ${most} are allowed: shorten it (\`fit\`).`);
}

function tooLong(start: number, { limits }: TextRules): never {
  const most = limits.map(({ unit, max }) => `${max} ${unit}`).join(" and ");
  throw new FolkmootError(
    "invalid-request",
    `\`text\` holds something at ${start} that no part of ${most} can hold, such as a link or \`lead\`: shorten that.`,
  );
}
