/**
 * Making a text fit.
 * @module
 */
import type { TextRules } from "../model/text-rules.js";
import { measure } from "./measure.js";
import { readPrefixes } from "./prefixes.js";
import { cutOff, uncut } from "./shorten.js";

/** Tells whether a text keeps every limit of the rules, those of severity `warn` included. */
export function fits(text: string, rules: TextRules): boolean {
  return measure(text, rules).every(({ value, max }) => max === undefined || value <= max);
}

/**
 * Shortens a text until it keeps every limit of the rules, those of severity `warn` included.
 *
 * It ends with a sentence where that keeps half of the room, else with a word and "…", else with a grapheme and "…"; what "…" costs is counted.
 * Where it is enough that the blanks at its end go, nothing else does.
 * Links, mentions, hashtags, emoji, escapes and tokens of the markup stay whole or go whole. A text that fits comes back as it is, so fitting twice changes nothing.
 * The ceilings `rules.most` are not looked at.
 *
 * @returns an empty string when nothing of the text can stay, as when it is one link that is too long.
 *
 * @throws FolkmootError `invalid-request`, naming the field, for a text that is no string and for rules that are none.
 *
 * @example
 * fit("Vores støvler er vandtætte. Kunne du tænke dig at prøve dem?", { limits: [{ unit: "graphemes", max: 30, severity: "error" }], markup: "plain" });
 * // "Vores støvler er vandtætte."
 */
export function fit(text: string, rules: TextRules): string {
  const accepts = (candidate: string): boolean => fits(candidate, rules);
  const whole = uncut(text, accepts);
  if (whole !== undefined) return whole;
  const measured = (at: number, tail: string): boolean => accepts(text.slice(0, at) + tail);
  const prefixes = readPrefixes(text, rules);
  const fitted = cutOff(text, (at, tail) => prefixes.keep(at, tail) ?? measured(at, tail), rules, prefixes);
  // The pieces are quick, `measure` is what counts.
  return fitted === "" || accepts(fitted) ? fitted : cutOff(text, measured, rules);
}
