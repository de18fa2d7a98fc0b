/**
 * Reading a text as an editor would.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { Draft, LintWarning } from "../model/draft.js";
import { checkRules } from "../text/check-rules.js";
import { copied, likeness, namesSomethingOf } from "./likeness.js";
import { factsOf, hasWords, warning } from "./lint-facts.js";
import { checkAlt, checkMarks, checkPlaceholders, checkRoom, checkShouting } from "./lint-form.js";
import type { LintCheck, LintOptions } from "./lint-options.js";
import { checkAsksForData, checkPersonalData } from "./lint-private.js";
import { checkAcknowledgement, checkAnswers, checkEnding, checkPublicReplies, checkSignature } from "./lint-steps.js";
import { checkCheer, checkLanguage, checkLinks, checkPromises } from "./lint-tone.js";
import { checkAddress, checkHabits, checkWords } from "./lint-voice.js";

const checkCopies: LintCheck = ({ draft, options: { recent = [] } }) => {
  const { text } = draft;
  if (!hasWords(text)) return [];
  const most = likeness(text, recent);
  if (most < copied) return [];
  const how = most === 1 ? "was sent before" : `is ${Math.round(most * 100)} % like one that was sent before`;
  return [
    warning("duplicate-reply", "warn", `But for names and numbers the text ${how}.`, {
      suggestion: "Say something of what this member wrote.",
    }),
  ];
};

const checkOutreach: LintCheck = ({ draft, options: { about } }) =>
  about === undefined || namesSomethingOf(draft.text, about.text)
    ? []
    : [
        warning("generic-outreach", "info", "The text names nothing of the post and could stand under any.", {
          suggestion: "Say what of the post you mean.",
        }),
      ];

const severities: readonly LintWarning["severity"][] = ["error", "warn", "info"];
const ours: readonly LintCheck[] = [
  checkRoom,
  checkPlaceholders,
  checkPersonalData,
  checkAsksForData,
  checkWords,
  checkLinks,
  checkAlt,
  checkAcknowledgement,
  checkAnswers,
  checkEnding,
  checkSignature,
  checkPublicReplies,
  checkCheer,
  checkLanguage,
  checkCopies,
  checkOutreach,
  checkShouting,
  checkAddress,
  checkHabits,
  checkPromises,
  checkMarks,
];

/**
 * Reads a draft or plan as an editor would: what the network would refuse, what must not be said in public, what is missing, how it sounds.
 * Pure and synchronous; far below a millisecond for a normal reply. Errors come first, then warnings, then notes. Messages quote nothing.
 *
 * Words are known for English, Danish, Polish, Romanian, and fewer for German, Swedish, Norwegian, French, Spanish; in other languages what
 * rests on words is not asked for. It finds what rules can find: no warning does not mean that a text is good.
 *
 * @throws FolkmootError `invalid-request` for a text that is no string and for rules that are none. A check of yours that throws is not caught.
 *
 * @example
 * lint({ text: "Skriv dit telefonnummer her!" }, { to, rules: textRules.bluesky.reply });
 * // [{ code: "asks-for-private-data", severity: "error", range: [0, 28], ... }, ...]
 */
export function lint(draft: Draft, options: LintOptions): readonly LintWarning[] {
  const given: { readonly text?: unknown } = draft;
  if (typeof given.text !== "string") throw new FolkmootError("invalid-request", "`text` is no string: give a draft or a plan.");
  checkRules(options.rules);
  const facts = factsOf(draft, options);
  const found = [...ours, ...(options.checks ?? [])].flatMap((check) => check(facts));
  return severities.flatMap((severity) => found.filter((one) => one.severity === severity));
}
