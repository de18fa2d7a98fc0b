/**
 * How alike two texts are, and whether one names anything of a post.
 * @module
 */
import { fold } from "./lint-words.js";
import { isSmallWord } from "./lint-language.js";

/** From this likeness on two replies are copies of each other. Measured: another name 0.81 and more, another answer 0.41 and less. */
export const copied = 0.75;

const greeting =
  /^((?:hi|hey|hello|dear|hej|hejsa|kære|cześć|hei|heisann|bună|buna|salut|dragă|draga|hallo|liebe|lieber|bonjour|salut|hola|drogi|droga|witaj|thanks|thank you|tak|dziękujemy|mulțumim)\s+)[\p{Lu}][\p{L}'’-]*/iu;

/** Masks what differs between copies: links, mentions, names, numbers, marks and emoji. */
function masked(text: string): string {
  return fold(
    text
      .normalize("NFC")
      .replace(/https?:\/\/\S+|www\.\S+/giu, "¤")
      .replace(/[@＠][\p{L}\p{N}_.@-]+/gu, "¤")
      .replace(/\p{N}+(?:[.,:]\p{N}+)*/gu, "¤")
      .trim()
      .replace(greeting, "$1¤")
      // Inside a sentence a capital begins a name, in most languages.
      .replace(/(?<=[\p{Ll},;¤]\s)\p{Lu}[\p{L}'’-]*/gu, "¤"),
  )
    .replace(/[^\p{L}¤]+/gu, " ")
    .replace(/¤(?: ¤)+/gu, "¤")
    .trim();
}

function trigrams(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const padded = ` ${text} `;
  for (let at = 0; at + 3 <= padded.length; at++) found.add(padded.slice(at, at + 3));
  return found;
}

/** The groups of three letters of a masked text; none where everything in it is masked. Nothing is kept: texts are forgotten with their members. */
function gramsOf(text: string): ReadonlySet<string> {
  const words = masked(text);
  return words === "" ? new Set() : trigrams(words);
}

function jaccard(few: ReadonlySet<string>, many: ReadonlySet<string>): number {
  let shared = 0;
  for (const gram of few) if (many.has(gram)) shared++;
  return shared / (few.size + many.size - shared);
}

/**
 * Measures how alike two texts are once names, links, mentions and numbers are masked, 0 to 1: groups of three letters that both have, of those
 * that either has (Jaccard). From {@link copied | 0.75} on a person would call them copies. Of several other texts, the greatest likeness.
 *
 * @example
 * likeness("Hi Anna, thanks! They cost 900 kr.", "Hi Piotr, thanks! They cost 1,100 kr."); // 1
 */
export function likeness(text: string, others: string | readonly string[]): number {
  const own = gramsOf(text);
  return (typeof others === "string" ? [others] : others).reduce((most, other) => {
    const one = gramsOf(other);
    if (own.size === 0 || one.size === 0) return Math.max(most, text.normalize("NFC").trim() === other.normalize("NFC").trim() ? 1 : 0);
    return Math.max(most, own.size < one.size ? jaccard(own, one) : jaccard(one, own));
  }, 0);
}

/** Words that say what a text is about. */
function topics(text: string): readonly string[] {
  const words = fold(text.replace(/https?:\/\/\S+|[@＠][\p{L}\p{N}_.@-]+/gu, " ")).match(/\p{L}{3,}|\p{N}{2,}/gu) ?? [];
  return words.filter((one) => !isSmallWord(one));
}

/**
 * Tells whether a text names something of a post: one word that is not among the small ones of any language, in any of its forms. What names
 * nothing could stand under every post, and reads so. A post without words (a picture alone) has nothing that could be named: true.
 */
export function namesSomethingOf(text: string, post: string): boolean {
  const there = new Set(topics(post));
  if (there.size === 0) return true;
  return topics(text).some((one) => there.has(one) || (one.length >= 5 && [...there].some((other) => isSameStem(one, other))));
}

const isSameStem = (one: string, other: string): boolean =>
  other.length >= 5 &&
  one.slice(0, Math.max(5, Math.min(one.length, other.length) - 3)) === other.slice(0, Math.max(5, Math.min(one.length, other.length) - 3));
