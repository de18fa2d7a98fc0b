/**
 * Characters that a network refuses.
 * @module
 */
import type { TextRules } from "../model/text-rules.js";

/** Tells whether a text holds a character that the network refuses. */
export function hasForbidden(text: string, { forbid = "" }: TextRules): boolean {
  for (const character of forbid) if (text.includes(character)) return true;
  return false;
}
