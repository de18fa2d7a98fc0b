/**
 * Text rules of Bluesky.
 * @module
 */
import { textRules } from "../../text/rules.js";
import type { TextRulesOf } from "../../adapter/adapter.js";

/** Gives the text rules of one way of writing: 300 graphemes and 3,000 bytes in public, 1,000 and 10,000 in direct messages. */
export const blueskyTextRules: TextRulesOf = (operation) => {
  if (operation === "publishPost") return textRules.bluesky.post;
  return operation === "reply" ? textRules.bluesky.reply : textRules.bluesky.direct;
};
