/**
 * Guessing the language of a text by its small words and letters: enough to notice that a reply is in another language than it should be.
 * @module
 */
import { fold, type Known } from "./lint-words.js";

// Words of two languages are let be where they would decide between them.
const small: Readonly<Record<Known, string>> = {
  en: "the and you your for with this that have are is not we our will can of to in it was been they their please about from what how just thanks thank",
  da: "og det er ikke jeg vi du dig din dit dine har kan til med for af på som en et den de hvor hvad også vores jer jeres tak hej så være skal men os mig fordi kære når",
  pl: "i w z na nie się jest są to że do za czy jak nasz nasza nasze nasi was wam nas ci dziękujemy dzięki już tylko ale od po przez dla proszę bardzo jesteśmy mamy będzie tak cześć dzień dobry twoje twoja twój jeszcze",
  ro: "și în la pe cu de din nu este sunt un o pentru că ca mai vă ne te să se ai am avem noastre noastră voastră dumneavoastră mulțumim bună sau dar foarte acum cum fi si sa va in multumim buna ce despre iti îți",
  de: "und der die das ist nicht ich wir du sie ihr mit für von auf ein eine zu den dem uns unsere haben sind auch bitte danke wie kann euch dir",
  sv: "och det är inte jag vi du dig din ditt har kan till med för av på som en ett den de vad också våra er era tack hej så men oss mig eller när",
  nb: "og det er ikke jeg vi du deg din har kan til med for av på som en et den de hva også våre dere deres takk hei så men oss meg være når ditt",
  fr: "le la les et est pas je nous vous tu de des du un une pour avec que qui sur dans votre vos notre nos merci bonjour ce sont avez très",
  es: "el la los las y es no yo nosotros tú de del un una para con que en su sus nuestro nuestra gracias hola muy son está están por te os más",
};
const letters: readonly (readonly [Known, RegExp])[] = [
  ["pl", /[ąęłśźżńć]/giu],
  ["ro", /[ăâîșțşţ]/giu],
  ["da", /[æø]/giu],
  ["nb", /[æø]/giu],
  ["sv", /[äö]/giu],
  ["de", /[äöüß]/giu],
  ["fr", /[çèêëàùœ]/giu],
  ["es", /[ñ¿¡]/giu],
];
const strange: Readonly<Record<string, RegExp>> = {
  da: /[äöąęłșțăñß]/iu,
  nb: /[äöąęłșțăñß]/iu,
  pl: /[æøåäöășțßñ]/iu,
  ro: /[æøåąęłńäößñ]/iu,
  en: /[æøåąęłșțăß]/iu,
};

const kin: readonly (readonly string[])[] = [["da", "nb", "nn", "no", "sv"]];

const languagesOf: ReadonlyMap<string, readonly Known[]> = /* @__PURE__ */ byWord();

function byWord(): ReadonlyMap<string, readonly Known[]> {
  const found = new Map<string, Known[]>();
  for (const [language, words] of Object.entries(small) as [Known, string][])
    for (const one of words.split(" ")) found.set(one, [...(found.get(one) ?? []), language]);
  return found;
}

/** What a text reads as. */
export interface Guess {
  /** The likeliest language. */
  readonly language: Known;
  /** True when it is so by a margin; never for a text that is too short to tell. */
  readonly sure: boolean;
}

/** Guesses the language of a text; nothing where no word is known. Links, mentions and hashtags say nothing of it. */
export function guessLanguage(text: string): Guess | undefined {
  const plain = text.replace(/https?:\/\/\S+|[@#＠＃][\p{L}\p{N}_.@-]+/gu, " ").toLowerCase();
  const scores = new Map<Known, number>();
  const add = (language: Known, score: number): void => void scores.set(language, (scores.get(language) ?? 0) + score);
  const words = plain.match(/\p{L}+/gu) ?? [];
  for (const one of new Set(words)) {
    const languages = languagesOf.get(one) ?? [];
    // A word of one language tells more than one of five.
    for (const language of languages) add(language, 1 / Math.sqrt(languages.length));
  }
  for (const [language, pattern] of letters) add(language, Math.min(2, (plain.match(pattern) ?? []).length * 0.7));
  for (const [language, pattern] of Object.entries(strange) as [Known, RegExp][]) if (pattern.test(plain)) add(language, -1);
  const [first, second] = [...scores].filter(([, score]) => score > 0).sort(([, one], [, other]) => other - one);
  if (first === undefined) return undefined;
  const rival = [...scores]
    .filter(([language]) => !areKin(language, first[0]))
    .reduce((most, [, score]) => Math.max(most, score), second !== undefined && areKin(second[0], first[0]) ? 0 : (second?.[1] ?? 0));
  return { language: first[0], sure: words.length >= 4 && first[1] >= 2 && first[1] >= rival * 1.8 };
}

/** Tells whether two languages are too like each other to be told apart by small words. */
export function areKin(one: string, other: string): boolean {
  return one === other || kin.some((family) => family.includes(one) && family.includes(other));
}

/** The language of a tag without its region, Norwegian as `nb`. */
export function baseOf(tag: string | undefined): string | undefined {
  const base = tag?.toLowerCase().split("-")[0];
  return base === "no" || base === "nn" ? "nb" : base === "" ? undefined : base;
}

/** Every small word of every known language, folded: words that say nothing of what a text is about. */
export function isSmallWord(folded: string): boolean {
  return (stop ??= new Set([...languagesOf.keys()].map(fold))).has(folded);
}
let stop: ReadonlySet<string> | undefined;
