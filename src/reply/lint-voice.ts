/**
 * Holding a text against a brand's voice.
 * @module
 */
import type { LintWarning } from "../model/draft.js";
import { hasWords, rangesOf, warning } from "./lint-facts.js";
import { emojiIn } from "./lint-form.js";
import type { LintCheck } from "./lint-options.js";
import { fold } from "./lint-words.js";
import { lookUp } from "./locale.js";
import type { Voice } from "./voice.js";

const patterns = new Map<string, RegExp>();

/** A phrase by whole words, whatever space stands between them. Patterns are kept: voices do not change between replies. */
function phrasePattern(phrase: string): RegExp | undefined {
  const plain = phrase.normalize("NFC").trim();
  if (plain === "") return undefined;
  const known = patterns.get(plain);
  if (known !== undefined) return known;
  const words = plain.replace(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`).replace(/\s+/gu, String.raw`\s+`);
  const made = new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}_])${words}(?![\p{L}\p{M}\p{N}_])`, "giu");
  if (patterns.size >= 500) patterns.clear();
  patterns.set(plain, made);
  return made;
}

const find = (text: string, phrase: string): readonly (readonly [number, number])[] => {
  const pattern = phrasePattern(phrase);
  return pattern === undefined ? [] : rangesOf(text, pattern);
};

/** Finds what the brand does not say, and what it says otherwise. */
export const checkWords: LintCheck = ({ draft, options: { voice } }) => {
  if (voice === undefined) return [];
  const { id, avoid = [], prefer = {} } = voice;
  const banned = avoid.flatMap((phrase) =>
    find(draft.text, phrase).map((range) =>
      warning("banned-phrase", "error", `The voice "${id}" avoids this phrase.`, { range, suggestion: "Say it in other words." }),
    ),
  );
  const better = Object.entries(prefer).flatMap(([phrase, instead]) =>
    find(draft.text, phrase).map((range) =>
      warning("voice-word", "warn", `The voice "${id}" says this otherwise.`, { range, suggestion: `Say "${instead}".` }),
    ),
  );
  return [...banned, ...better];
};

interface Forms {
  readonly informal: RegExp;
  readonly formal: RegExp;
}
const forms = (informal: string, formal: string): Forms => ({
  informal: new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${informal})(?![\p{L}\p{N}])`, "giu"),
  // Written with a capital inside a sentence; at its beginning "De" and "Sie" may as well mean "they".
  formal: new RegExp(String.raw`(?<=[\p{Ll}\p{N},;:]\s)(?:${formal})(?![\p{L}\p{N}])`, "gu"),
});
const anywhere = (informal: string, formal: string): Forms => ({
  informal: forms(informal, formal).informal,
  formal: new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${formal})(?![\p{L}\p{N}])`, "giu"),
});
// The words that show the form of address. Polish and Romanian verbs show it too, and are not looked at.
const addresses: Readonly<Record<string, Forms>> = {
  da: forms("du|dig|din|dit|dine", "De|Dem|Deres"),
  de: forms("du|dich|dir|dein\\p{L}*", "Sie|Ihnen|Ihr\\p{L}*"),
  pl: {
    ...anywhere("ty|ciebie|cię|tobie|tobą|twój|twoj\\p{L}*", ""),
    formal: /(?<![\p{L}\p{N}])(?:Pan(?:a|u|em|i|ią)?|Państw\p{L}+)(?![\p{L}\p{N}])/gu,
  },
  ro: anywhere("tu|tine|ție|ţie|tău|ta|tăi|tale|îți|iti|îţi", "dumneavoastr[ăa]|dvs|vă|v-\\p{L}+"),
  fr: anywhere("tu|te|toi|ton|ta|tes", "vous|votre|vos"),
  es: anywhere("tú|ti|tu|tus|contigo", "usted(?:es)?"),
};

/** Warns of the other form of address than the voice's. */
export const checkAddress: LintCheck = ({ draft, options, language, reads }) => {
  const { voice } = options;
  const spoken = reads ?? language;
  const wanted = voice?.address === undefined ? undefined : lookUp(voice.address, options.locale ?? spoken);
  const known = spoken === undefined ? undefined : addresses[spoken];
  if (voice === undefined || wanted === undefined || known === undefined) return [];
  const [range] = rangesOf(draft.text, wanted === "informal" ? known.formal : known.informal);
  if (range === undefined) return [];
  return [
    warning("voice-address", "warn", `The voice "${voice.id}" speaks to members in the ${wanted} form.`, {
      range,
      suggestion: "Write it in that form throughout.",
    }),
  ];
};

/** Holds greeting, emoji, exclamation marks and sentences against the habits of the voice. */
export const checkHabits: LintCheck = ({ draft, options, sentences, language }) => {
  const { voice } = options;
  if (voice === undefined) return [];
  return [
    ...greets(draft.text, voice, options.locale ?? language),
    ...emoji(draft.text, voice),
    ...exclaims(draft.text, voice),
    ...runsOn(sentences, voice),
  ];
};

function greets(text: string, { id, greetings = {} }: Voice, language: string | undefined): readonly LintWarning[] {
  const wanted = lookUp(greetings, language);
  if (wanted === undefined || wanted.length === 0 || !hasWords(text)) return [];
  // A mention that leads is no word of ours.
  const start = fold(text.replace(/^(?:[@＠][\p{L}\p{N}_.@-]+[,:]?\s+)+/u, "").trimStart());
  if (wanted.some((one) => start.startsWith(fold(one)) && !/^[\p{L}\p{N}]/u.test(start.slice(fold(one).length)))) return [];
  return [
    warning("voice-greeting", "warn", `The voice "${id}" begins a reply otherwise.`, {
      suggestion: `Begin with ${wanted.map((one) => `"${one}"`).join(" or ")}.`,
    }),
  ];
}

const plain = (emoji: string): string => emoji.replace(/\ufe0f|\p{EMod}/gu, "");

function emoji(text: string, { id, emoji: { most, only } = {} }: Voice): readonly LintWarning[] {
  if (most === undefined && only === undefined) return [];
  const found = emojiIn(text);
  const allowed = only === undefined ? undefined : new Set(only.map(plain));
  const other = allowed === undefined ? 0 : found.filter((one) => !allowed.has(plain(one))).length;
  return [
    ...(most !== undefined && found.length > most
      ? [
          warning("voice-emoji", "warn", `The text has ${found.length} emoji; the voice "${id}" wants ${most} at most.`, {
            suggestion: "Take some away.",
          }),
        ]
      : []),
    ...(other > 0
      ? [
          warning("voice-emoji", "warn", `${other} emoji are not among those of the voice "${id}".`, {
            suggestion: `Use ${only?.join(" ") ?? ""}.`,
          }),
        ]
      : []),
  ];
}

function exclaims(text: string, { id, exclamations }: Voice): readonly LintWarning[] {
  const marks = text.match(/!/gu)?.length ?? 0;
  if (exclamations === undefined || marks <= exclamations) return [];
  return [
    warning("voice-exclamation", "warn", `The text has ${marks} exclamation marks; the voice "${id}" wants ${exclamations} at most.`, {
      suggestion: "End some sentences with a full stop.",
    }),
  ];
}

function runsOn(sentences: Parameters<LintCheck>[0]["sentences"], { id, sentenceWords }: Voice): readonly LintWarning[] {
  if (sentenceWords === undefined) return [];
  return sentences.flatMap(({ text, start, end }) => {
    const words = text.match(/\p{L}[\p{L}\p{M}'’-]*/gu)?.length ?? 0;
    return words <= sentenceWords
      ? []
      : [
          warning("voice-sentence", "info", `A sentence has ${words} words; the voice "${id}" wants ${sentenceWords} at most.`, {
            range: [start, end],
            suggestion: "Make two of it.",
          }),
        ];
  });
}
