/**
 * Text rules that a server told.
 * @module
 */
import type { TextRules } from "../model/text-rules.js";
import { checkLimit, checkRules } from "./check-rules.js";

/**
 * Puts what a server told in place of what is known: a limit replaces those of its unit, a ceiling its own, all else what has its name.
 * What was not told stays. The rules given stay as they are.
 * @param rules - those of the table, as `textRules.x.post`
 * @param told - what is known better
 * @throws FolkmootError `invalid-request`, naming the field, for rules that are none and for limits without a number
 *
 * @example
 * // An account with Premium.
 * overrideRules(textRules.x.post, { limits: [{ unit: "weighted", max: 25_000, severity: "error" }] });
 */
export function overrideRules(rules: TextRules, told: Partial<TextRules>): TextRules {
  checkRules(rules);
  const { limits = [], most, advised, ...rest } = told;
  limits.forEach(checkLimit);
  const kept = rules.limits.filter(({ unit }) => !limits.some((one) => one.unit === unit));
  const given = Object.fromEntries(Object.entries<unknown>(rest).filter(([, value]) => value !== undefined));
  return {
    ...rules,
    ...given,
    limits: [...limits, ...kept],
    ...(most !== undefined && { most: { ...rules.most, ...most } }),
    ...(advised !== undefined && { advised: { ...rules.advised, ...advised } }),
  };
}
