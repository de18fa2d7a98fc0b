/**
 * What a member asked, and whether a reply speaks to it.
 * @module
 */
import { sentencesOf } from "./lint-facts.js";
import { guessLanguage, isSmallWord } from "./lint-language.js";
import type { Sentence } from "./lint-options.js";
import { fold, lexiconOf, type Lexicon } from "./lint-words.js";

const mark = /[?\u037e\u061f\uff1f]/u;

/** Finds the questions of a text: by their mark, else, where there is none at all, by how a sentence begins. */
export function findQuestions(text: string, language: string | undefined): readonly Sentence[] {
  const sentences = sentencesOf(text.replace(/https?:\/\/\S+/gu, (link) => "x".repeat(link.length)));
  // "Really?" and "??" ask nothing that could be answered.
  const marked = sentences.filter((one) => mark.test(one.text) && /\p{L}.*\s.*\p{L}/u.test(one.text));
  if (marked.length > 0) return marked;
  const words = lexiconOf(language) ?? lexiconOf(guessLanguage(text)?.language);
  if (words === undefined) return [];
  // Without a mark only what begins as a question and is long enough to be one counts.
  return sentences.filter(
    ({ folded }) => words.asks.test(withoutGreeting(folded)) && folded.split(/\s+/u).length >= 3 && !/!/u.test(folded),
  );
}

/** Finds the questions that nothing in the reply speaks to. */
export function findUnanswered(questions: readonly Sentence[], reply: readonly Sentence[], words: Lexicon): readonly Sentence[] {
  const said = reply.filter(({ text }) => !isQuestion(text)).map((one) => ({ ...one, stems: stemsOf(one.folded) }));
  const shares = (question: Sentence, { stems }: (typeof said)[number]): boolean =>
    stemsOf(question.folded).some((stem) => stems.some((one) => alike(stem, one)));
  const open = questions.filter((question) => !said.some((one) => shares(question, one)));
  // What shares no word with a question may still answer one, but not three; a plain statement only where it has not answered another.
  const spare = said.filter(
    (one) =>
      answersInGeneral(one.folded, words) || (isStatement(one.folded, words) && !questions.some((question) => shares(question, one))),
  ).length;
  const named = said.some(({ text }) => /(?<=[\p{Ll},]\s)\p{Lu}\p{Ll}/u.test(text.replace(greeting, "")));
  return open.filter(({ folded }) => !(named && words.who.test(folded))).slice(spare);
}

/** Says something that is no greeting, no closing and not about ourselves: "better by hand, in lukewarm water". */
function isStatement(folded: string, { acknowledges, closes, ours }: Lexicon): boolean {
  // A kind word opens a sentence; further in, it may be a word like any other.
  const opening = folded.split(/\s+/u, 4).join(" ");
  if (acknowledges.test(opening) || closes.test(folded) || ours.test(folded)) return false;
  return (folded.match(/\p{L}+/gu) ?? []).length >= 4;
}

const isQuestion = (text: string): boolean => mark.test(text.replace(/https?:\/\/\S+/gu, ""));
const greeting = /^\p{L}+(?:\s+\p{L}+){0,2}[,!.–-]\s*/u;
const withoutGreeting = (folded: string): string =>
  folded.includes("?")
    ? folded
    : folded.replace(/^(?:hi|hey|hello|hej|hei|czesc|buna|salut|hallo|hola|bonjour)(?:\s+\p{L}+)?[,!.]?\s+/u, "");

/** A yes or no, a number, a link, what is being done about it, or a word that points back to what was asked. */
function answersInGeneral(folded: string, { answers, refers, acknowledges }: Lexicon): boolean {
  if (answers.test(folded)) return true;
  if (/\d|https?:\/\//u.test(folded)) return true;
  const rest = folded.replace(greeting, "");
  return refers.test(rest) && !acknowledges.test(rest) && rest.split(/\s+/u).length >= 2;
}

/** What a sentence is about: its longer words without those that every text has. */
function stemsOf(folded: string): readonly string[] {
  return (folded.match(/\p{L}{4,}/gu) ?? []).filter((one) => !isSmallWord(one));
}

/** Two words are of one stem when they begin alike: vandtæt, vandtætte; wodoodporne, wodoodporny; also a word inside a longer one. */
function alike(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short.length >= 5 && long.includes(short)) return true;
  const stem = Math.max(4, Math.ceil(short.length * 0.6));
  return fold(long).startsWith(short.slice(0, stem));
}
