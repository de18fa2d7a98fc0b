/**
 * Text rules of Facebook.
 * @module
 */
import { textRules } from "../../text/rules.js";
import type { TextRules } from "../../model/text-rules.js";
import type { TextRulesOf } from "../../adapter/adapter.js";

/** A post of a Page. */
export const facebookPost: TextRules = textRules.facebook.post;

/** A comment: text and one attachment. */
export const facebookComment: TextRules = textRules.facebook.comment;

/** A message: text, or one attachment: it holds one of the two (Messenger Platform, Send API, read 2026-05). */
export const facebookDirect: TextRules = textRules.facebook.direct;

/** Gives the text rules of a way of writing. Facebook shows what it was sent: no markup is read. */
export const facebookTextRules: TextRulesOf = (operation) =>
  operation === "publishPost" ? facebookPost : operation === "reply" ? facebookComment : facebookDirect;
