/**
 * Composing a reply.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { CanAnswers } from "../model/can.js";
import type { DraftAttachment, LintWarning, ReplyPlan } from "../model/draft.js";
import { draftHash, messageHash } from "../model/hash.js";
import type { Message } from "../model/message.js";
import type { Length, TextRules } from "../model/text-rules.js";
import { fits } from "../text/fit.js";
import { measure } from "../text/measure.js";
import { split } from "../text/split.js";
import { chooseActions } from "./actions.js";
import { checkOptions } from "./check-options.js";
import { holds } from "./condition.js";
import { checkFramework } from "./define-framework.js";
import type { FieldValue } from "./fields.js";
import type { ReplyFramework, StepValue } from "./framework.js";
import { layOut, layOutToFit, shortenLast, type Layout } from "./lay-out.js";
import { placeOf } from "./lint-facts.js";
import type { LintCheck } from "./lint-options.js";
import { lint } from "./lint.js";
import { checkLocale, readLocale } from "./locale.js";
import type { Agent } from "./sign.js";
import { readValues, type Words } from "./values.js";
import type { Voice } from "./voice.js";

/** What `compose` needs. `inbox.replyContext(key)` gathers all but the values. */
export interface ComposeOptions {
  /** The message that is answered. */
  readonly to: Message;
  /** How long the reply may be there. */
  readonly rules: TextRules;
  /** What is said, by step id: templates. A step without anything to say is left out. */
  readonly values: Readonly<Record<string, StepValue>>;
  /**
   * What placeholders are filled with, by name. Known without being given: `name` (the member's first name, when it looks like one), `mention`,
   * `friend` (whom the member tagged), `greeting` and `signoff` in the language of the reply, `brand`, `agent`, `initials`. A field of your own
   * comes first; an empty one counts as none.
   */
  readonly fields?: Readonly<Record<string, FieldValue>>;
  /** Leaves out a like that the network would refuse. */
  readonly can?: CanAnswers;
  /** BCP 47. @defaultValue that of the message */
  readonly locale?: string;
  /** Which of a step's own wordings speaks, in a word of the framework. */
  readonly tone?: string;
  /** Whose signature stands under the reply when the values have none, and which phrases it avoids. */
  readonly voice?: Voice;
  /** Who of the team writes, for initials under the reply. */
  readonly agent?: Agent;
  /** How the member is called, made of the first name: a vocative, a name with a title. `undefined` = not by name. Must be pure. */
  readonly addressForm?: (name: string, language: string | undefined) => string | undefined;
  /** Our own name in mentions, so that nobody takes us for a friend whom the member tagged. */
  readonly ownHandle?: string;
  /** Media that goes with the text. */
  readonly attachments?: readonly DraftAttachment[];
  /** Our latest texts: a reply that is much like one of them carries a warning. */
  readonly recent?: readonly string[];
  /** How many public replies of ours the conversation holds already, for conditions and policies. */
  readonly publicReplies?: number;
  /** Who may read it, for lint: a private answer to a public comment is `private`. @defaultValue private when the message is, else public */
  readonly place?: "public" | "private";
  /** Checks of your own, after those of lint: `checkOutdated`, or what your house forbids. */
  readonly checks?: readonly LintCheck[];
  /**
   * What happens when the text is too long. `shorten`: steps say it in fewer words, then give way by rank, then the last text is shortened.
   * `split`: as before, but what is still too long becomes several parts and loses nothing, where the rules say that a text goes on (`continues`).
   * `error`: it is refused.
   * @defaultValue "shorten"
   */
  readonly onOverflow?: "shorten" | "split" | "error";
}

/**
 * Composes a reply: lays the values out by the framework, fits them to the rules and lints the result. Pure and synchronous; the plan is plain JSON.
 *
 * Of a group the first step that has a value speaks, and the others are `dropped`. Texts are brought to NFC. Only limits of severity `error`
 * make the text shorter; one of severity `warn` that is passed becomes a warning.
 *
 * @throws FolkmootError `misconfigured` for a framework that cannot be; `invalid-request` for an unknown step, an empty text, a required step
 * without one, a placeholder without a value, a text that is too long, with how much in each unit, and options that are missing; `unsupported`
 * when an action that must not fail is refused.
 *
 * @example
 * const plan = compose(nordic, { ...(await inbox.replyContext(message.key)), values: { acknowledge: "Hej Sandra, tusind tak!" } });
 * await inbox.respond(message, plan, { by });
 */
export function compose(framework: ReplyFramework, options: ComposeOptions): ReplyPlan {
  checkFramework(framework);
  checkOptions(options);
  const { to, rules, attachments } = options;
  const language = options.locale === undefined ? readLocale(to.language) : checkLocale(options.locale);
  const facts = { ...options, language };
  const { words, withheld } = readValues(framework, facts);
  const { text, parts = [text], segments, steps, shortened } = fitLayout(framework, words, options);
  const used = steps.map(({ id }) => id);
  const acting = framework.steps.filter((step) => used.includes(step.id) || (step.internal === true && holds(step.when, facts)));
  const { actions, warnings } = chooseActions(acting, options);
  const plan: ReplyPlan = {
    text,
    ...(language !== undefined && { language }),
    ...(attachments !== undefined && { attachments }),
    parts,
    segments,
    actions,
    used,
    dropped: framework.steps.map(({ id }) => id).filter((id) => withheld.includes(id) || (words.has(id) && !used.includes(id))),
    lengths: measureLongest(parts, rules),
    warnings: [...(shortened === undefined ? [] : [shortenedWarning(shortened)]), ...warnings],
    provenance: {
      framework: { id: framework.id, version: framework.version },
      target: { key: to.key, hash: messageHash(to) },
    },
  };
  return {
    ...plan,
    warnings: [...plan.warnings, ...lint(plan, { ...options, framework })],
    // A gate of the inbox lets through what was read, and only as it was read.
    provenance: { ...plan.provenance, linted: draftHash(plan, placeOf(options)) },
  };
}

/** Measures several parts: by each limit the longest. */
function measureLongest(parts: readonly string[], rules: TextRules): readonly Length[] {
  const [first = [], ...others] = parts.map((part) => measure(part, rules));
  return first.map((length, index) => ({ ...length, value: Math.max(length.value, ...others.map((one) => one[index]?.value ?? 0)) }));
}

interface Fitted extends Layout {
  /** Absent = the text is one part. */
  readonly parts?: readonly string[];
}

function fitLayout(framework: ReplyFramework, words: ReadonlyMap<string, Words>, { to, rules, ...options }: ComposeOptions): Fitted {
  const hard = { ...rules, limits: rules.limits.filter(({ severity }) => severity === "error") };
  const whole = layOut(framework, words, hard);
  if (fits(whole.text, hard)) return whole;
  const over = overflow(whole.text, hard);
  if (options.onOverflow === "error")
    throw new FolkmootError("invalid-request", `The reply is too long for ${to.network} by ${over}: shorten a step or leave one out.`);
  const least = layOutToFit(framework, words, hard);
  if (fits(least.text, hard)) return least;
  if (options.onOverflow === "split" && rules.continues !== undefined) return { ...least, parts: split(least.text, hard) };
  const fitted = shortenLast(framework, least, hard);
  if (fitted !== undefined) return fitted;
  throw new FolkmootError(
    "invalid-request",
    `The reply is too long for ${to.network} by ${over}, and without its optional steps it still does not fit: shorten the first steps.`,
  );
}

/** Says by how much a text is over each limit. */
function overflow(text: string, rules: TextRules): string {
  return measure(text, rules)
    .filter(({ value, max = value }) => value > max)
    .map(({ unit, value, max = value }) => `${value - max} ${unit} (${value} of ${max})`)
    .join(" and ");
}

const shortenedWarning = (step: string): LintWarning => ({
  code: "shortened",
  severity: "warn",
  message: `Step "${step}" was too long and is cut.`,
  suggestion: "Read the end of the text, or write the step shorter.",
});
