/**
 * How a text sounds beside what it answers: its language, cheer at a complaint, promises, and links that make people wary.
 * @module
 */
import type { Message } from "../model/message.js";
import { rangesOf, warning, wordsFor } from "./lint-facts.js";
import { areKin, guessLanguage } from "./lint-language.js";
import type { LintCheck } from "./lint-options.js";
import { emojiIn } from "./lint-form.js";
import { fold, isKnown, lexiconOf } from "./lint-words.js";

/** Warns of a text in another language than it should be in. Danish, Norwegian and Swedish are too alike to be told apart in a reply. */
export const checkLanguage: LintCheck = ({ language, reads, options: { to, locale } }) => {
  if (language === undefined || reads === undefined || !isKnown(language) || areKin(language, reads)) return [];
  // What the network tells as language may be that of the app: few words of the member's own tell more.
  if (locale === undefined && to !== undefined && guessLanguage(to.text)?.language === reads) return [];
  return [
    warning("language-mismatch", "warn", `The text reads as ${reads}; it should be in ${language}.`, {
      suggestion: "Answer in the member's language, or give `locale` if it is meant so.",
    }),
  ];
};

/** Tells whether a message complains: by its words, or by two stars or fewer of five. */
function complains({ text, language, rating }: Message): boolean {
  if (rating !== undefined && rating <= 2) return true;
  const folded = fold(text);
  const read = guessLanguage(text)?.language;
  return [read, language?.split("-")[0]].some((one) => lexiconOf(one)?.complains.test(folded) === true);
}

const merry = new Set(["🎉", "🥳", "😂", "🤣", "😍", "😄", "😁", "😆", "🔥", "💃", "🕺", "😎", "👏", "🙌", "🤩", "✨", "🎊", "😜", "💪"]);
const friendly = new Set(["😊", "🙂", "😀", "😃", "☺", "🥰", "😉", "👍", "🌞", "☀"]);
const cheer =
  /(?<![\p{L}\p{N}])(?:yay|woo ?hoo|hooray|awesome|amazing|fantastic|how (?:great|lovely|nice)|so happy|fantastisk\p{L}*|hvor (?:dejligt|fedt|skønt|hyggeligt)|skønt at høre|dejligt at hore|hurra|jubii|juhu\p{L}*|hura|jupi|swietnie|super wiadomosc|wspaniale|jak (?:milo|fajnie)|minunat|fantastic|grozav|ce (?:bine|frumos|tare)|ura|ne bucuram|wunderbar|toll|genial|fantastique)(?![\p{L}\p{N}])/u;

/** Warns of cheer at a complaint. After an apology only what laughs or celebrates is too much. */
export const checkCheer: LintCheck = (facts) => {
  const { draft, options, sentences } = facts;
  if (options.to === undefined || !complains(options.to)) return [];
  const sorry = wordsFor(facts)?.sorry;
  const apologizes = sentences.some(({ folded }) => sorry?.test(folded) === true);
  const emoji = emojiIn(draft.text).map((one) => one.replace(/\ufe0f|\p{EMod}/gu, ""));
  const marks = draft.text.match(/!/gu)?.length ?? 0;
  const tooMuch = emoji.some((one) => merry.has(one)) || marks >= 3 || sentences.some(({ folded }) => cheer.test(folded));
  if (!tooMuch && (apologizes || !emoji.some((one) => friendly.has(one)))) return [];
  return [
    warning("cheer-at-complaint", "warn", "The member is unhappy and the text sounds merry.", {
      suggestion: "Take the cheer out: say that you understand, and what you do about it.",
    }),
  ];
};

const promises =
  /(?<![\p{L}\p{N}])(?:(?:we |i )?(?:guarantee[ds]?|promise[sd]?)|risk[- ]free|never fails?|garanter\p{L}*|(?:vi|jeg) lover|gwarantuj\p{L}*|obiecuj\p{L}*|garant(?:ăm|am|ez|at|ată|ata)|promit(?:em)?|garantier\p{L}*|versprechen)(?![\p{L}\p{N}])|(?<!\d)100\s?%(?!\s?(?:cotton|wool|uld|bomuld|bawełn\p{L}*|wełn\p{L}*|bumbac|lână|lana|recycled|genbrugt|organic|økologisk\p{L}*|natural\p{L}*|leather|læder|skór\p{L}*|piele))/giu;

/** Notes promises that somebody may be held to. */
export const checkPromises: LintCheck = ({ draft }) =>
  rangesOf(draft.text, promises).map((range) =>
    warning("overpromise", "info", "The text promises something.", {
      range,
      suggestion: "Say what you do, and not what will certainly be.",
    }),
  );

const links = /(?:https?:\/\/|(?<![\p{L}\p{N}@.])www\.)[^\s<>"]+|(?<![\p{L}\p{N}@./])(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?:\/[^\s<>"]*)?/giu;
// Services that hide where a link leads, and invitations into messengers. A brand's own short domain is no part of them.
const hiding = /^(?:bit\.ly|tinyurl\.com|goo\.gl|ow\.ly|is\.gd|cutt\.ly|rb\.gy|t\.ly|shorturl\.at|rebrand\.ly|t\.me|wa\.me|adf\.ly)$/u;
const inside =
  /^(?:localhost|10\.\d+\.\d+\.\d+|127\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+)$|\.(?:local|internal|intranet|corp|lan|test|localhost)$|^(?:intranet|staging|localhost|jira|confluence|sharepoint)\./u;

/** Warns of links that are not encrypted, that hide where they lead, and that lead inside. */
export const checkLinks: LintCheck = ({ draft, options: { voice } }) => {
  const own = (voice?.internal ?? []).map((domain) => domain.toLowerCase());
  return rangesOf(draft.text, links).flatMap((range) => {
    const link = draft.text.slice(...range).replace(/[.,;:!?'")\]]+$/u, "");
    const [, scheme, user, host = ""] = /^(https?:\/\/)?([^/?#\s]*@)?([^/?#:]*)/iu.exec(link) ?? [];
    const domain = host.toLowerCase().replace(/^www\./u, "");
    const at = { range: [range[0], range[0] + link.length] as const };
    if (inside.test(domain) || own.some((one) => domain === one || domain.endsWith(`.${one}`)))
      return [
        warning("internal-link", "error", "A link leads to a place of ours that members cannot open.", {
          ...at,
          suggestion: "Link the public page.",
        }),
      ];
    if (hiding.test(domain) || user !== undefined || /^[\d.]+$/u.test(domain) || /(?:^|\.)xn--/u.test(domain) || isMixed(domain))
      return [
        warning("suspicious-link", "warn", "A link hides where it leads, as those of tricksters do.", {
          ...at,
          suggestion: "Link the page itself.",
        }),
      ];
    if (scheme?.toLowerCase() === "http://")
      return [warning("http-link", "warn", "A link is not encrypted.", { ...at, suggestion: "Write https://." })];
    return [];
  });
};

/** Latin letters beside Cyrillic or Greek ones in one domain: made to be misread. */
const isMixed = (domain: string): boolean => /\p{Script=Latin}/u.test(domain) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(domain);
