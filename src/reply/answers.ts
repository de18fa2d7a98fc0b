/**
 * The answer library: what the brand has approved to say, where it comes from, and until when it may be believed.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { Timestamp } from "../model/ref.js";
import { foldLetters } from "./classify-fold.js";
import { lookUp, readLocale } from "./locale.js";

/** One thing that may be said. */
export interface ApprovedFact {
  /** Its name. Unique in the library. */
  readonly id: string;
  /** By language (BCP 47): the words. `da` serves `da-DK` too; `und` serves every language that has none of its own. */
  readonly text: Readonly<Record<string, string>>;
  /** Where it comes from: an address, a document, a person's role. */
  readonly source: string;
  /** After this instant it is outdated until somebody has looked at it again. */
  readonly reviewBy: Timestamp;
  /** Who approved it: an actor id. */
  readonly approvedBy?: string;
}

/** One thing that people ask about. */
export interface AnswerTopic {
  /** Its name: `waterproof`. Unique in the library. */
  readonly id: string;
  /** By language: words by which it is found; `*` at the end takes any ending: `vandtæt*`. `und` is read in every language. */
  readonly words: Readonly<Record<string, readonly string[]>>;
  /** What may be said about it. */
  readonly facts: readonly ApprovedFact[];
}

/** What the brand has approved to say. Plain data: it can live in your database. */
export interface AnswerLibrary {
  /** Its name. */
  readonly id: string;
  /** Counts up when its facts change. A whole number from 1. */
  readonly version: number;
  /** What people ask about. */
  readonly topics: readonly AnswerTopic[];
}

/** A fact in one language. */
export interface FoundFact {
  /** Its name. */
  readonly id: string;
  /** The words. */
  readonly text: string;
  /** The language that they are in; absent where `und` served. */
  readonly language?: string;
  /** Where it comes from. */
  readonly source: string;
  /** Until when it may be believed. */
  readonly reviewBy: Timestamp;
  /** True when that has passed. */
  readonly outdated: boolean;
}

/** A topic that a text asks about. */
export interface AnswerMatch {
  /** The topic's name. */
  readonly topic: string;
  /** How many of its words the text holds. */
  readonly score: number;
  /** UTF-16 offsets of those in the text in NFC. */
  readonly ranges: readonly (readonly [start: number, end: number])[];
  /** What may be said in that language, outdated facts last. Empty where the topic has no words in it. */
  readonly facts: readonly FoundFact[];
}

/** What is asked. */
export interface AnswerQuestion {
  /** What the member wrote. */
  readonly text: string;
  /** BCP 47 of the reply. @defaultValue unknown: words of every language are looked for, and `und` speaks */
  readonly language?: string;
}

/** How answers are looked for. */
export interface FindAnswersOptions {
  /** The time that decides what is outdated; `replyContext` tells it. */
  readonly now: Timestamp;
  /** At most so many topics. @defaultValue 3 */
  readonly most?: number;
}

/**
 * Checks an answer library and gives back a frozen copy.
 *
 * @throws FolkmootError `misconfigured`, naming the topic or fact and what to change.
 */
export function defineAnswers(library: AnswerLibrary): AnswerLibrary {
  checkAnswers(library);
  return freeze(structuredClone(library));
}

/**
 * Finds what a text asks about: topics of which it holds a word, the most words first.
 *
 * @throws FolkmootError `invalid-request` when `now` is no time, `misconfigured` for a library that cannot be.
 *
 * @example
 * const [match] = findAnswers(library, { text: message.text, language: "da" }, { now });
 */
export function findAnswers(library: AnswerLibrary, question: AnswerQuestion, options: FindAnswersOptions): readonly AnswerMatch[] {
  checkAnswers(library);
  const { most = 3 } = options;
  const now = timeOf(options.now);
  const language = readLocale(question.language);
  const text = foldLetters(question.text);
  return library.topics
    .map((topic) => ({ topic, ranges: rangesOf(text, wordsOf(topic, language)) }))
    .filter(({ ranges }) => ranges.length > 0)
    .toSorted((a, b) => b.ranges.length - a.ranges.length)
    .slice(0, most)
    .map(({ topic, ranges }) => ({
      topic: topic.id,
      score: ranges.length,
      ranges,
      facts: topic.facts
        .flatMap((fact) => inLanguage(fact, language, now) ?? [])
        .toSorted((a, b) => Number(a.outdated) - Number(b.outdated)),
    }));
}

/** Lists the facts that nobody has looked at in time, the oldest first: what to review this week. */
export function outdatedFacts(library: AnswerLibrary, options: { readonly now: Timestamp }): readonly ApprovedFact[] {
  const now = timeOf(options.now);
  return library.topics
    .flatMap(({ facts }) => facts)
    .filter(({ reviewBy }) => Date.parse(reviewBy) < now)
    .toSorted((a, b) => Date.parse(a.reviewBy) - Date.parse(b.reviewBy));
}

function inLanguage(fact: ApprovedFact, language: string | undefined, now: number): FoundFact | undefined {
  const text = lookUp(fact.text, language);
  if (text === undefined) return undefined;
  const { id, source, reviewBy } = fact;
  const isOwn = lookUp({ ...fact.text, und: "" }, language) === text;
  return {
    id,
    text,
    ...(isOwn && language !== undefined && { language }),
    source,
    reviewBy,
    outdated: Date.parse(reviewBy) < now,
  };
}

function wordsOf({ words }: AnswerTopic, language: string | undefined): readonly string[] {
  if (language === undefined) return Object.values(words).flat();
  const own = lookUp(Object.fromEntries(Object.keys(words).map((tag) => [tag, tag])), language);
  return [...new Set([...(own === undefined ? [] : (words[own] ?? [])), ...(words["und"] ?? [])])];
}

function rangesOf(text: string, words: readonly string[]): readonly (readonly [number, number])[] {
  return words.flatMap((word) => {
    const folded = foldLetters(word.trim());
    const open = folded.endsWith("*");
    const letters = (open ? folded.slice(0, -1) : folded)
      .replace(/[.*+?^${}()|[\]\\/-]/gu, String.raw`\$&`)
      .replace(/\s+/gu, String.raw`\s+`);
    const end = open ? String.raw`\p{L}*` : "";
    const found = new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}_])${letters}${end}(?![\p{L}\p{M}\p{N}_])`, "u").exec(text);
    return found === null ? [] : [[found.index, found.index + found[0].length] as const];
  });
}

/** Refuses a library that cannot be answered from, however it came in. */
function checkAnswers(library: AnswerLibrary): void {
  const { id, version, topics }: { readonly [K in keyof AnswerLibrary]?: unknown } = library;
  if (!isName(id)) fail("The answer library has no id", "give it a name");
  if (!Number.isInteger(version) || Number(version) < 1) fail(`Answer library "${id}" has no version`, "give it a whole number from 1");
  if (!Array.isArray(topics)) fail(`Answer library "${id}" has no topics`, "give a list");
  const seen = new Set<string>();
  const once = (what: string, name: string): void => {
    if (seen.has(`${what} ${name}`)) fail(`${what} "${name}" is there twice`, "give each an id of its own");
    seen.add(`${what} ${name}`);
  };
  for (const topic of topics as readonly AnswerTopic[]) {
    if (!isName(topic.id)) fail("A topic has no id", "give it a name, such as waterproof");
    once("Topic", topic.id);
    const words = Object.values(topic.words).flat();
    if (words.length === 0 || words.some((word) => word.replaceAll("*", "").trim() === ""))
      fail(`Topic "${topic.id}" has no words, or an empty one`, "give words by which it is found");
    for (const fact of topic.facts) {
      if (!isName(fact.id)) fail(`Topic "${topic.id}" has a fact without id`, "give it a name");
      once("Fact", fact.id);
      if (!Object.values(fact.text).some((text) => text.trim() !== ""))
        fail(`Fact "${fact.id}" says nothing`, "give its words by language");
      if (!isName(fact.source)) fail(`Fact "${fact.id}" has no source`, "say where it comes from");
      if (Number.isNaN(Date.parse(fact.reviewBy))) fail(`Fact "${fact.id}" has no review date`, "give an ISO 8601 time");
    }
  }
}

const isName = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

function timeOf(now: Timestamp): number {
  const at = Date.parse(now);
  if (Number.isNaN(at)) throw new FolkmootError("invalid-request", "`now` is no time: give an ISO 8601 one, such as replyContext tells.");
  return at;
}

function fail(what: string, remedy: string): never {
  throw new FolkmootError("misconfigured", `${what}: ${remedy}.`);
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) freeze(part);
    Object.freeze(value);
  }
  return value;
}
