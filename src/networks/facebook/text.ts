/**
 * Text rules of Facebook.
 * @module
 */
import type { TextRules } from "../../model/text-rules.js";
import type { TextRulesOf } from "../../adapter/adapter.js";

/** A post of a Page: 63,206 characters. The documentation names no unit; code points are counted (third-party reference, read 2026-08). */
export const facebookPost: TextRules = {
  limits: [{ unit: "code-points", max: 63_206, severity: "error" }],
  markup: "plain",
};

/** A comment: 8,000 characters, which is the product's limit and stands in no documentation, and one attachment (read 2026-08). */
export const facebookComment: TextRules = {
  limits: [{ unit: "code-points", max: 8_000, severity: "error" }],
  most: { attachments: 1 },
  markup: "plain",
};

/** A message: 2,000 characters, or one attachment: a message holds one of the two (Messenger Platform, Send API, read 2026-05). */
export const facebookDirect: TextRules = {
  limits: [{ unit: "code-points", max: 2_000, severity: "error" }],
  most: { attachments: 1 },
  markup: "plain",
};

/** Gives the text rules of a way of writing. Facebook shows what it was sent: no markup is read. */
export const facebookTextRules: TextRulesOf = (operation) =>
  operation === "publishPost" ? facebookPost : operation === "reply" ? facebookComment : facebookDirect;
