/**
 * What a reply should do: acknowledge, answer, continue or close, sign.
 * @module
 */
import type { LintWarning } from "../model/draft.js";
import { hasWords, isPlan, warning, wordsFor } from "./lint-facts.js";
import type { LintCheck, LintFacts } from "./lint-options.js";
import { findQuestions, findUnanswered } from "./lint-questions.js";
import { fold } from "./lint-words.js";
import { lookUp } from "./locale.js";

const acknowledging = ["greet", "acknowledge", "empathize", "affirm", "apologize", "thank"];
const answering = ["answer", "solve", "handoff"];
const ending = ["continue", "close", "next", "handoff"];
const says = ({ kinds }: LintFacts, wanted: readonly string[]): boolean => wanted.some((kind) => kinds.has(kind));

/** Warns of a reply that says nothing kind in its first sentence, and likes nothing either. */
export const checkAcknowledgement: LintCheck = (facts) => {
  const { draft, options, sentences } = facts;
  const [first] = sentences;
  if (options.to === undefined || first === undefined || !hasWords(draft.text) || says(facts, acknowledging)) return [];
  if (isPlan(draft) && draft.actions.some(({ type }) => type === "like")) return [];
  const words = wordsFor(facts);
  if (words === undefined || words.acknowledges.test(first.folded) || /[❤♥🙏👋😊🥰💙💚💛🧡💜🤍🖤]/u.test(first.text)) return [];
  if (namesOf(facts).some((name) => first.folded.includes(name))) return [];
  return [
    warning("missing-acknowledgement", "warn", "The text begins without a greeting, thanks or a kind word.", {
      range: [first.start, first.end],
      suggestion: "Begin with what the member did: thank them, or say that you understand.",
    }),
  ];
};

/** The member's names, folded, as a reply would use them. */
function namesOf({ options }: LintFacts): readonly string[] {
  const { name, handle } = options.to?.author ?? {};
  const first = name?.split(/\s+/u)[0];
  return [first, handle].flatMap((one) => (one !== undefined && one.length > 1 ? [fold(one)] : []));
}

/** Warns of questions that nothing in the text speaks to. */
export const checkAnswers: LintCheck = (facts) => {
  const { options, language, sentences, draft } = facts;
  const words = wordsFor(facts);
  if (options.to === undefined || words === undefined || !hasWords(draft.text)) return [];
  const questions = findQuestions(options.to.text, language);
  if (questions.length === 0) return [];
  const open = findUnanswered(questions, sentences, words).length;
  // Whoever filled the step for the answer has answered something.
  const left = says(facts, answering) ? Math.min(open, questions.length - 1) : open;
  if (left === 0) return [];
  const what =
    questions.length === 1 ? "The member's question is not answered." : `Of ${questions.length} questions ${left} seem not to be answered.`;
  return [
    warning("unanswered-question", "warn", what, {
      suggestion: "Answer it, or say when you will; read the text again if it does so in other words.",
    }),
  ];
};

/** Notes a reply that neither asks something nor closes. */
export const checkEnding: LintCheck = (facts) => {
  const { draft, options, sentences } = facts;
  const words = wordsFor(facts);
  if (options.to === undefined || words === undefined || !hasWords(draft.text) || says(facts, ending)) return [];
  const last = sentences.slice(-3);
  if (last.some(({ text, folded }) => text.includes("?") || words.closes.test(folded))) return [];
  return [
    warning("missing-continuation", "info", "The text ends without a question and without a closing word.", {
      suggestion: "Ask something that is easy to answer, or wish the member well.",
    }),
  ];
};

/** Warns of a missing signature where the voice always signs, or where the framework wants it always. */
export const checkSignature: LintCheck = (facts) => {
  const { draft, options, language, kinds } = facts;
  const { voice, framework } = options;
  const wanted =
    voice?.signed === "always" || framework?.steps.some(({ kind, required }) => kind === "sign" && required === "always") === true;
  if (!wanted || !hasWords(draft.text) || kinds.has("sign")) return [];
  const signature = lookUp(voice?.signatures ?? {}, options.locale ?? language);
  const end = fold(draft.text.trimEnd());
  // An agent's initials sign too: ^AB, -Anna, /Anna.
  if ((signature !== undefined && end.endsWith(fold(signature.trim()))) || /(?:^|\s)[\^/–-]\s?\p{L}{2,20}$/u.test(end)) return [];
  return [
    warning("missing-signature", "warn", "The text is not signed.", {
      suggestion: signature === undefined ? "Sign it, as the voice always does." : `End it with "${signature}".`,
    }),
  ];
};

/** Warns where the conversation holds as many public replies of ours as the framework wants, or should go on in private. */
export const checkPublicReplies: LintCheck = (facts) => {
  const { options, place, kinds } = facts;
  const { publicReplies, policies = options.framework?.policies ?? {} } = options;
  const { maxPublicReplies, switchChannelAfter } = policies;
  if (place === "private" || publicReplies === undefined || options.to === undefined) return [];
  const found: LintWarning[] = [];
  if (maxPublicReplies !== undefined && publicReplies >= maxPublicReplies)
    found.push(
      warning(
        "too-many-public-replies",
        "warn",
        `The conversation holds ${publicReplies} public replies of ours; ${maxPublicReplies} are enough.`,
        {
          suggestion: "Go on in private, or let it stand.",
        },
      ),
    );
  else if (switchChannelAfter !== undefined && publicReplies + 1 >= switchChannelAfter && !kinds.has("handoff"))
    found.push(
      warning(
        "switch-channel",
        "warn",
        `This would be public reply ${publicReplies + 1}; from number ${switchChannelAfter} on the conversation should move into private.`,
        {
          suggestion: "Say where you go on: a private message, mail or phone.",
        },
      ),
    );
  return found;
};
