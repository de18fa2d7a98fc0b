/**
 * A draft read by lint, as a plan that says so.
 * @module
 */
import type { Draft, ReplyPlan } from "../model/draft.js";
import { draftHash, messageHash } from "../model/hash.js";
import { measure } from "../text/measure.js";
import { isPlan, placeOf } from "./lint-facts.js";
import type { LintOptions } from "./lint-options.js";
import { lint } from "./lint.js";

/**
 * Lints a draft that no framework made, or a plan that a person has changed since, and gives back the plan with its warnings, marked as read:
 * `lintGate` lets that through. A plan keeps its actions; its parts stay when they still make up the text, else it becomes one part.
 *
 * @throws FolkmootError `invalid-request` as {@link lint} does.
 *
 * @example
 * const plan = proofread({ text: "Thanks, Ada, we will look into it." }, await inbox.replyContext(message.key));
 * if (!plan.warnings.some(({ severity }) => severity === "error")) await inbox.respond(message, plan, { by });
 */
export function proofread(draft: Draft, options: LintOptions): ReplyPlan {
  const warnings = lint(draft, options);
  const { to, rules } = options;
  const plan = isPlan(draft) ? draft : undefined;
  const linted = draftHash(draft, placeOf(options));
  const target = plan?.provenance.target ?? (to === undefined ? undefined : { key: to.key, hash: messageHash(to) });
  const provenance = { ...plan?.provenance, ...(target !== undefined && { target }), linted };
  if (plan !== undefined && sameWords(plan.parts.join(" "), plan.text)) return { ...plan, warnings, provenance };
  const { actions = [], used = [], dropped = [] } = plan ?? {};
  return { ...draft, parts: [draft.text], segments: [], actions, used, dropped, lengths: measure(draft.text, rules), warnings, provenance };
}

const sameWords = (one: string, other: string): boolean => one.replace(/\s+/gu, "") === other.replace(/\s+/gu, "");
