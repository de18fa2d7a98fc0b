/**
 * A reply held against the answer library.
 * @module
 */
import type { LintWarning } from "../model/draft.js";
import type { Timestamp } from "../model/ref.js";
import { outdatedFacts, type AnswerLibrary, type ApprovedFact } from "./answers.js";
import { foldLetters } from "./classify-fold.js";
import type { LintCheck } from "./lint-options.js";

/** What an outdated answer is held against. */
export interface OutdatedOptions {
  /** The time that decides what is outdated. */
  readonly now: Timestamp;
  /** Ids of the facts that the text was made of, where it says them in other words. */
  readonly used?: readonly string[];
}

/** What is shorter than this is said by chance: "Yes." */
const leastLetters = 12;

/**
 * Makes a check for `lint`: a text that says an outdated fact carries the warning `outdated-answer`. Found by the fact's own sentences; give `used`
 * for what was said in other words.
 *
 * @example
 * lint(plan, { ...context, checks: [checkOutdated(library, { now: context.now })] });
 */
export function checkOutdated(library: AnswerLibrary, options: OutdatedOptions): LintCheck {
  const old = outdatedFacts(library, options);
  return ({ draft, sentences }) =>
    old.flatMap((fact) => {
      const words = sentencesOf(fact);
      const said = sentences.find((one) => words.some((sentence) => foldLetters(one.text).includes(sentence)));
      if (said === undefined && !(options.used ?? []).includes(fact.id)) return [];
      return [warn(fact, said === undefined || draft.text === "" ? undefined : [said.start, said.end])];
    });
}

function sentencesOf({ text }: ApprovedFact): readonly string[] {
  return Object.values(text)
    .flatMap((one) => foldLetters(one).split(/(?<=[.!?…])\s+|\n+/u))
    .map((one) => one.replace(/[.!?…\s]+$/u, "").trim())
    .filter((one) => (one.match(/\p{L}/gu)?.length ?? 0) >= leastLetters);
}

function warn({ id, reviewBy, source }: ApprovedFact, range: LintWarning["range"] | undefined): LintWarning {
  return {
    code: "outdated-answer",
    severity: "warn",
    ...(range !== undefined && { range }),
    message: `Fact "${id}" was to be reviewed by ${reviewBy.slice(0, 10)}.`,
    suggestion: `Look at its source again (${source}), then change its review date.`,
  };
}
