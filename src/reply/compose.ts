/**
 * Composing a reply.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { CanAnswers } from "../model/can.js";
import type { LintWarning, PlanAction, ReplyPlan } from "../model/draft.js";
import { messageHash } from "../model/hash.js";
import type { Message } from "../model/message.js";
import type { TextRules } from "../model/text-rules.js";
import { checkRules } from "../text/check-rules.js";
import { measure } from "../text/measure.js";
import { checkFramework } from "./define-framework.js";
import type { FrameworkStep, ReplyFramework, StepValues } from "./framework.js";
import { layOut, layOutToFit, type Layout } from "./lay-out.js";
import { checkLocale, readLocale } from "./locale.js";
import { readValues } from "./values.js";
import type { Voice } from "./voice.js";
import { findWarnings } from "./warnings.js";

/** What `compose` needs. `inbox.replyContext(key)` gathers all but the values. */
export interface ComposeOptions {
  /** The message that is answered. */
  readonly to: Message;
  /** How long the reply may be there. */
  readonly rules: TextRules;
  /** What is said, by step id. A step without anything to say is left out. */
  readonly values: StepValues;
  /** Leaves out a like that the network would refuse. */
  readonly can?: CanAnswers;
  /** BCP 47. @defaultValue that of the message */
  readonly locale?: string;
  /** Whose signature stands under the reply when the values have none, and which phrases it avoids. */
  readonly voice?: Voice;
  /** Our latest texts: a reply that repeats one word for word carries a warning. */
  readonly recent?: readonly string[];
  /**
   * What happens when the text is too long. `shorten`: steps give way by rank, then the last text is shortened. `error`: it is refused.
   * @defaultValue "shorten"
   */
  readonly onOverflow?: "shorten" | "error";
}

/**
 * Composes a reply: lays the values out by the framework and fits them to the rules. Pure and synchronous; the plan is plain JSON.
 *
 * Of a group the first step that has a value speaks, and the others are `dropped`. Texts are brought to NFC. Only limits of severity `error`
 * make the text shorter; one of severity `warn` that is passed becomes a warning.
 *
 * @throws FolkmootError `misconfigured` for a framework that cannot be; `invalid-request` for an unknown step, an empty text, a required step
 * without one, a text that is too long, with how much in each unit, and options that are missing; `unsupported` when an action that must not fail is refused.
 *
 * @example
 * const plan = compose(nordic, { ...(await inbox.replyContext(message.key)), values: { acknowledge: "Hej Sandra, tusind tak!" } });
 * await inbox.respond(message, plan, { by });
 */
export function compose(framework: ReplyFramework, options: ComposeOptions): ReplyPlan {
  checkFramework(framework);
  checkOptions(options);
  const { to, rules, voice } = options;
  const language = options.locale === undefined ? readLocale(to.language) : checkLocale(options.locale);
  const values = readValues(framework, { values: options.values, voice, language, newlines: rules.newlines });
  const { text, segments, steps, shortened } = fitLayout(framework, values, options);
  const { actions, warnings } = chooseActions(steps, options);
  const used = steps.map(({ id }) => id);
  return {
    text,
    ...(language !== undefined && { language }),
    parts: [text],
    segments,
    actions,
    used,
    dropped: framework.steps.map(({ id }) => id).filter((id) => values.has(id) && !used.includes(id)),
    lengths: measure(text, rules),
    warnings: [...(shortened === undefined ? [] : [shortenedWarning(shortened)]), ...warnings, ...findWarnings(text, options)],
    provenance: {
      framework: { id: framework.id, version: framework.version },
      target: { key: to.key, hash: messageHash(to) },
    },
  };
}

/** Refuses options without what a reply is made of. */
function checkOptions(options: ComposeOptions): void {
  const refuse = (field: string, remedy: string): never => {
    throw new FolkmootError("invalid-request", `\`${field}\` is missing: ${remedy}.`);
  };
  const given: { readonly [K in keyof ComposeOptions]?: unknown } = isObject(options)
    ? options
    : refuse("options", "give the target, the rules and the values; inbox.replyContext(key) gathers all but the values");
  const { to, rules, values } = given;
  const target: { readonly [K in keyof Message]?: unknown } = isObject(to) ? to : {};
  if (typeof target.key !== "string" || !Array.isArray(target.attachments)) refuse("to", "give the message that is answered");
  if (!isObject(rules)) refuse("rules", "give text rules, such as textRules.bluesky.reply");
  checkRules(options.rules);
  if (!isObject(values)) refuse("values", "say something for each step, by its id");
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

function fitLayout(framework: ReplyFramework, values: ReadonlyMap<string, string>, { to, rules, ...options }: ComposeOptions): Layout {
  const onOverflow: string = options.onOverflow ?? "shorten";
  if (onOverflow !== "shorten" && onOverflow !== "error")
    throw new FolkmootError("invalid-request", "onOverflow is neither shorten nor error: use one of the two.");
  const hard = { ...rules, limits: rules.limits.filter(({ severity }) => severity === "error") };
  const whole = layOut(framework, values, hard);
  const over = overflow(whole.text, hard);
  if (over === "") return whole;
  if (onOverflow === "error")
    throw new FolkmootError("invalid-request", `The reply is too long for ${to.network} by ${over}: shorten a step or leave one out.`);
  const fitted = layOutToFit(framework, values, hard);
  if (fitted !== undefined) return fitted;
  throw new FolkmootError(
    "invalid-request",
    `The reply is too long for ${to.network} by ${over}, and without its optional steps it still does not fit: shorten the first steps.`,
  );
}

/** Says by how much a text is over each limit; empty when it is over none. */
function overflow(text: string, rules: TextRules): string {
  return measure(text, rules)
    .filter(({ value, max = value }) => value > max)
    .map(({ unit, value, max = value }) => `${value - max} ${unit} (${value} of ${max})`)
    .join(" and ");
}

/** Takes the actions of the steps that speak, each once, without those that the network would refuse. */
function chooseActions(
  steps: readonly FrameworkStep[],
  { can, to }: ComposeOptions,
): { readonly actions: readonly PlanAction[]; readonly warnings: readonly LintWarning[] } {
  const actions: PlanAction[] = [];
  const warnings: LintWarning[] = [];
  const done = new Set<string>();
  for (const { id, actions: wanted = [] } of steps) {
    for (const { type, onUnsupported } of wanted) {
      const answer = can?.[type];
      if (answer === undefined || answer.ok) {
        if (!done.has(type)) actions.push({ type, onUnsupported });
        done.add(type);
        continue;
      }
      // We like it already: what the step wants is there.
      if (answer.reason === "already" || onUnsupported === "skip") continue;
      const what = `Step "${id}" wants to ${type} the message, which ${to.network} would refuse (${answer.reason})`;
      if (onUnsupported === "fail") throw new FolkmootError("unsupported", `${what}: ${answer.detail}`);
      warnings.push({ code: "action-left-out", severity: "warn", message: `${what}.`, suggestion: answer.detail });
    }
  }
  return { actions, warnings };
}

const shortenedWarning = (step: string): LintWarning => ({
  code: "shortened",
  severity: "warn",
  message: `Step "${step}" was too long and is cut.`,
  suggestion: "Read the end of the text, or write the step shorter.",
});
