/**
 * Text rules of Discord.
 * @module
 */
import { textRules } from "../../text/rules.js";
import type { TextRulesOf } from "../../adapter/adapter.js";

/** Gives the text rules of every way of writing: 2,000 and ten files. */
export const discordTextRules: TextRulesOf = () => textRules.discord.message;
