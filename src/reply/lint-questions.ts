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
  const said = reply.filter(({ text }) => !isQuestion(text));
  const texts = said.map(({ folded }) => folded);
  const about = new Set(texts.flatMap(stemsOf));
  let general = texts.filter((one) => answersInGeneral(one, words)).length;
  return questions.filter((question) => {
    if (stemsOf(question.folded).some((stem) => [...about].some((one) => alike(stem, one)))) return false;
    // An answer that shares no word with its question serves one question, not three.
    if (general > 0) {
      general--;
      return false;
    }
    return true;
  });
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
