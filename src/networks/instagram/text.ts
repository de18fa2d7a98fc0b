/**
 * Text rules of Instagram.
 * @module
 */
import { textRules } from "../../text/rules.js";
import type { TextRules } from "../../model/text-rules.js";
import type { TextRulesOf } from "../../adapter/adapter.js";

/** A caption: hashtags and mentions have ceilings. An album holds ten pictures or films. */
export const captionRules: TextRules = textRules.instagram.caption;

/** A comment. The reference names no limit; what was announced for comments through the API in 2014 is advice. Comments hold no media. */
export const commentRules: TextRules = textRules.instagram.comment;

/** A direct message. Ten pictures fit into one. */
export const directRules: TextRules = textRules.instagram.direct;

/** Gives the text rules of a way of writing. */
export const instagramTextRules: TextRulesOf = (operation) => {
  if (operation === "publishPost") return captionRules;
  return operation === "reply" ? commentRules : directRules;
};
