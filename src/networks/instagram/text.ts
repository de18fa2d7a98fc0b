/**
 * Text rules of Instagram.
 * @module
 */
import { textRules } from "../../text/rules.js";
import type { TextRules } from "../../model/text-rules.js";
import type { TextRulesOf } from "../../adapter/adapter.js";

/** A caption: 2,200 characters, 30 hashtags, 20 mentions (content publishing guide, read 2026-09). An album holds ten pictures or films. */
export const captionRules: TextRules = {
  limits: [{ unit: "code-points", max: 2_200, severity: "error" }],
  most: { hashtags: 30, mentions: 20, attachments: 10 },
  markup: "plain",
};

/** A comment. The reference names no limit; 2,200 is what the apps take (seen 2026-11). Comments hold no media. */
export const commentRules: TextRules = {
  limits: [{ unit: "code-points", max: 2_200, severity: "error" }],
  most: { attachments: 0 },
  markup: "plain",
};

/** A direct message: 1,000 bytes of UTF-8 (send messages, read 2026-11). Ten pictures fit into one. */
export const directRules: TextRules = { ...textRules.instagram.direct, most: { attachments: 10 } };

/** Gives the text rules of a way of writing. */
export const instagramTextRules: TextRulesOf = (operation) => {
  if (operation === "publishPost") return captionRules;
  return operation === "reply" ? commentRules : directRules;
};
