/**
 * Reading what a text wants, by its words and signs. Explains itself; knows little; costs nothing.
 * @module
 */
import { findSpans } from "../text/spans.js";
import type { Classification, Classifier, Signal } from "./classify.js";
import { abstain } from "./classify.js";
import { foldLetters } from "./classify-fold.js";
import { intentWords, wordPattern, type IntentWords } from "./classify-words.js";
import { spamSignals } from "./classify-spam.js";

/** What a text may want. `emoji-only`: nothing but emoji, for which a like is answer enough. */
export type Intent = "spam" | "complaint" | "question" | "tag-a-friend" | "thanks" | "praise" | "emoji-only";

/** In this order the first that is sure enough is the label: who complains with a question complains. */
const order: readonly Intent[] = ["spam", "complaint", "question", "tag-a-friend", "emoji-only", "thanks", "praise"];

/** How sure it must be to be said. */
const enough = 0.5;

/** What to read, and what is known of it. */
export interface IntentInput {
  /** Plain text. */
  readonly text: string;
  /** BCP 47. Of unknown language every list is read. */
  readonly language?: string;
  /** UTF-16 offsets of mentions that stand in the text without an `@`. */
  readonly mentions?: readonly (readonly [start: number, end: number])[];
}

/** What was found: by intent, what speaks for it. Absent = nothing does. */
export type IntentSignals = Readonly<Partial<Record<Intent, readonly Signal[]>>>;

const patterns: Readonly<Record<string, Readonly<Record<keyof IntentWords, RegExp>>>> = Object.fromEntries(
  Object.entries(intentWords).map(([language, { question, thanks, praise, complaint, not }]) => [
    language,
    {
      question: wordPattern(question),
      thanks: wordPattern(thanks),
      praise: wordPattern(praise),
      complaint: wordPattern(complaint),
      not: wordPattern(not),
    },
  ]),
);

/** Reads the signals of a text. Offsets are those of the text in NFC. */
export function readIntents({ text: given, language, mentions = [] }: IntentInput): IntentSignals {
  const text = given.normalize("NFC");
  const spans = findSpans(text);
  // Links and mentions say nothing by their letters; they keep their places.
  const holes = [...spans.map(({ start, end }) => [start, end] as const), ...mentions];
  const words = foldLetters(holes.reduce((rest, [start, end]) => rest.slice(0, start) + " ".repeat(end - start) + rest.slice(end), text));
  const tongues = tonguesOf(language);

  const found: Record<Intent, Signal[]> = {
    spam: [...spamSignals(text, words, spans)],
    complaint: tongues.flatMap((one) => find(words, one.complaint, "complaint-word", 0.6)),
    question: questionSignals(given, words, tongues),
    "tag-a-friend": tagSignals(words, spans.filter(({ type }) => type === "mention" || type === "token").length + mentions.length),
    thanks: tongues.flatMap((one) => find(words, one.thanks, "thanks-word", 0.75)),
    praise: [],
    "emoji-only": [],
  };
  for (const one of tongues)
    for (const signal of find(words, one.praise, "praise-word", 0.6)) {
      const [start, end] = signal.range ?? [0, 0];
      // Already read as a part of a complaint: "nie polecam".
      if (found.complaint.some(({ range }) => range !== undefined && range[0] <= start && end <= range[1])) continue;
      const before =
        words
          .slice(Math.max(0, start - 24), start)
          .split(/[.!?,]/u)
          .at(-1) ?? "";
      if (before.search(one.not) >= 0) found.complaint.push({ ...signal, code: "praise-denied", weight: 0.5 });
      else found.praise.push(signal);
    }
  if (
    /\p{Extended_Pictographic}/u.test(text) &&
    !/[\p{L}\p{N}]/u.test(words) &&
    !spans.some(({ type }) => type === "link" || type === "address")
  )
    if (/[😠😡🤬👎🤮🤢💩😤]/u.test(text)) found.complaint.push({ code: "angry-emoji", weight: 0.6 });
    else found["emoji-only"].push({ code: "emoji-only", weight: 0.9 });
  return Object.fromEntries(Object.entries(found).filter(([, signals]) => signals.length > 0));
}

/** How sure signals make together: each takes its share of the doubt that the others leave. */
export function scoreOf(signals: readonly Signal[] = []): number {
  const doubt = signals.reduce((left, { weight }) => left * (1 - weight), 1);
  return Math.round((1 - doubt) * 1000) / 1000;
}

/** The lists of a language, and the English ones besides: people mix. */
function tonguesOf(language: string | undefined): readonly Readonly<Record<keyof IntentWords, RegExp>>[] {
  const own = language?.toLowerCase().split("-")[0] ?? "";
  const known = patterns[own];
  if (known === undefined) return Object.values(patterns);
  const english = patterns["en"];
  return own === "en" || english === undefined ? [known] : [known, english];
}

function find(words: string, pattern: RegExp, code: string, weight: number): Signal[] {
  return [...words.matchAll(pattern)].map(({ 0: { length }, index }) => ({ code, weight, range: [index, index + length] as const }));
}

function questionSignals(given: string, words: string, tongues: readonly Readonly<Record<keyof IntentWords, RegExp>>[]): Signal[] {
  const signals: Signal[] = [];
  // Question marks of Arabic and of full width. The Greek one becomes a semicolon in NFC, so it is looked for in what was given.
  const marked = /[?\u061f\uff1f]/u.exec(words) ?? /\u037e/u.exec(given);
  if (marked !== null) {
    const rhetorical = /\?!|!\?/u.test(words);
    signals.push({
      code: rhetorical ? "rhetorical-mark" : "question-mark",
      weight: rhetorical ? 0.5 : 0.9,
      range: [marked.index, marked.index + 1],
    });
  }
  const sentences = [...words.matchAll(/[^.!?\n]+/gu)];
  for (const { 0: sentence, index } of sentences) {
    const start = sentence.search(/[\p{L}\p{N}]/u);
    if (start < 0) continue;
    const word = tongues.flatMap((one) => [...sentence.matchAll(one.question)]).find((match) => match.index === start);
    // One word alone is a cry: "what", "co".
    if (word !== undefined && /\p{L}\s+\p{L}/u.test(sentence.slice(start)))
      signals.push({ code: "question-word", weight: 0.6, range: [index + start, index + start + word[0].length] });
  }
  return signals;
}

function tagSignals(words: string, mentions: number): Signal[] {
  const rest = words.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  return mentions > 0 && rest <= 3 ? [{ code: "few-words-beyond-mentions", weight: rest === 0 ? 0.95 : 0.8 }] : [];
}

/**
 * Reads intents by words and signs, in Danish, English, Polish, Romanian and German; question marks, tags, emoji and spam in any language.
 * Abstains (`unsure`) where nothing speaks. `scores` holds every intent that was found.
 *
 * @example
 * const inbox = createInbox({ accounts, enrich: annotateWith({ intent: intents }) });
 */
export const intents: Classifier<Intent> = {
  id: "intents",
  version: "1",
  labels: order,
  classify: (inputs) => Promise.resolve(inputs.map(readIntent)),
};

/** Finds the intent of one text, as the classifier `intents` does. Synchronous. */
export function readIntent(input: IntentInput): Classification<Intent> {
  const found = readIntents(input);
  const scores = Object.fromEntries(order.flatMap((one) => (found[one] === undefined ? [] : [[one, scoreOf(found[one])]])));
  const label = order.find((one) => (scores[one] ?? 0) >= enough);
  if (label === undefined) return abstain("unsure");
  return { label, score: scores[label] ?? 0, scores, signals: found[label] ?? [] };
}
