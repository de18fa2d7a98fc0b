/**
 * What is found out about a draft once, for all checks.
 * @module
 */
import type { Draft, LintWarning, ReplyPlan } from "../model/draft.js";
import type { Message } from "../model/message.js";
import { baseOf, guessLanguage } from "./lint-language.js";
import type { LintFacts, LintOptions, Sentence } from "./lint-options.js";
import { fold, isKnown, lexiconOf, type Lexicon } from "./lint-words.js";

/** Finds out what the checks look at. */
export function factsOf(given: Draft, options: LintOptions): LintFacts {
  const text = given.text.normalize("NFC");
  const draft = text === given.text ? given : { ...given, text };
  const { to, locale, framework } = options;
  const place = placeOf(options);
  const guess = guessLanguage(text);
  const language = baseOf(locale) ?? languageOf(to) ?? baseOf(given.language);
  const used = isPlan(given) ? given.used : [];
  const kinds = new Set(framework?.steps.filter(({ id }) => used.includes(id)).map(({ kind }) => kind));
  return {
    draft,
    options,
    place,
    ...(language !== undefined && { language }),
    ...(guess?.sure === true && { reads: guess.language }),
    sentences: sentencesOf(text),
    kinds,
  };
}

/** Tells whether a draft is a plan. */
export function isPlan(draft: Draft): draft is ReplyPlan {
  return "parts" in draft && "used" in draft;
}

/** Tells who may read a text. */
export function placeOf({ place, to }: Pick<LintOptions, "place" | "to">): "public" | "private" {
  return place ?? (to?.kind === "direct" || to?.visibility === "private" || to?.visibility === "internal" ? "private" : "public");
}

/** The language of a message: as it reads, where that is sure, for what networks tell is often that of the app and not of the words. */
function languageOf(to: Message | undefined): string | undefined {
  if (to === undefined) return undefined;
  const told = baseOf(to.language);
  const guess = guessLanguage(to.text);
  return guess?.sure === true ? guess.language : (told ?? undefined);
}

/** The words of the language that the text is in, as far as that is known and lint knows it. */
export function wordsFor({ draft, language, reads }: LintFacts): Lexicon | undefined {
  const known = reads ?? language;
  if (known === undefined) return lexiconOf(guessLanguage(draft.text)?.language);
  return isKnown(known) ? lexiconOf(known) : undefined;
}

// Emoji belong to the sentence before them. What joins and colours them stands outside the class, being no character of its own.
const emoji = String.raw`(?:\p{Extended_Pictographic}|\p{RI}|\p{EMod}|\u200d|\ufe0f)`;
// A full stop before a small letter or a digit ends no sentence: "kl. 9", "str. 42", "f.eks. den".
const inner = String.raw`[^.!?…\n]|[.](?=[^\s)"'»”’])|[.]+(?=\s+[\p{Ll}\d])|[!?…](?![\s!?….)"'»”’]|${emoji}|$)`;
const sentence = new RegExp(String.raw`\S(?:${inner})*[.!?…]*[)"'»”’]*(?:[^\S\n]*${emoji}+)*`, "gu");

/** Takes a text apart into sentences. */
export function sentencesOf(text: string): readonly Sentence[] {
  return [...text.matchAll(sentence)].map(({ 0: found, index }) => ({
    text: found,
    folded: fold(found),
    start: index,
    end: index + found.length,
  }));
}

/** Tells whether a text has letters: one of emoji alone is legal and has no steps to miss. */
export function hasWords(text: string): boolean {
  return /\p{L}{2}/u.test(text.replace(/[@#＠＃][\p{L}\p{N}_.@-]+|https?:\/\/\S+/gu, ""));
}

/** Makes a warning; parts that are absent are left out. */
export function warning(
  code: string,
  severity: LintWarning["severity"],
  message: string,
  more: { readonly range?: readonly [start: number, end: number]; readonly suggestion?: string } = {},
): LintWarning {
  return {
    code,
    severity,
    ...(more.range !== undefined && { range: more.range }),
    message,
    ...(more.suggestion !== undefined && { suggestion: more.suggestion }),
  };
}

/** Every stretch of a text that a pattern finds. */
export function rangesOf(text: string, pattern: RegExp): readonly (readonly [start: number, end: number])[] {
  return [...text.matchAll(pattern)].map(({ 0: found, index }) => [index, index + found.length] as const);
}
