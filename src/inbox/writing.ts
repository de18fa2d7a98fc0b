/**
 * What lets something out: loaded when it is first used.
 * @module
 */
import { createAnswer, type Answer } from "./answer.js";
import { createCare, type Care } from "./care.js";
import { createRule, type Rule } from "./rule.js";
import type { InboxContext } from "./context.js";

/** The part of an inbox that writes. */
export interface Writing extends Answer, Omit<Rule, "audit">, Omit<Care, "close" | "outbox"> {}

/** Makes the part of an inbox that writes. */
export function createWriting(context: InboxContext): Writing {
  return { ...createAnswer(context), ...createRule(context), ...createCare(context) };
}
