/**
 * Makes plans: what is said becomes a plan, with its lengths.
 * @module
 */
import { measure } from "../text/measure.js";
import type { Draft, ReplyPlan, Sayable } from "../model/draft.js";
import type { TextRules } from "../model/text-rules.js";

const isPlan = (say: Draft | ReplyPlan): say is ReplyPlan => "parts" in say;

/** Makes a plan of anything that may be said: a string becomes a draft, a draft a plan of one part; a plan stays as it is. */
export function planOf(say: Sayable, rules: TextRules): ReplyPlan {
  if (typeof say !== "string" && isPlan(say)) return say;
  const draft = typeof say === "string" ? { text: say } : say;
  return {
    ...draft,
    parts: [draft.text],
    segments: [],
    actions: [],
    used: [],
    dropped: [],
    lengths: measure(draft.text, rules),
    warnings: [],
    provenance: {},
  };
}
