/**
 * Checks drafts. Loads what counts graphemes: import it where something is written, not where an adapter is made.
 * @module
 */
import { hasForbidden } from "../text/forbidden.js";
import { isWellFormed } from "../text/well-formed.js";
import { isVisible } from "../text/visible.js";
import { measure } from "../text/measure.js";
import { refuse, type CheckedCall } from "./refuse.js";
import type { Draft } from "../model/draft.js";
import type { TextRules } from "../model/text-rules.js";

const people: Readonly<Record<string, string>> = {
  utf16: "UTF-16 units",
  "code-points": "code points",
  graphemes: "graphemes",
  "utf8-bytes": "UTF-8 bytes",
  "emoji-bytes": "characters (an emoji counts its UTF-8 bytes)",
  weighted: "weighted characters",
};

function bad(call: CheckedCall, why: string): never {
  return refuse(call, "invalid-request", why);
}

/**
 * Checks a draft against text rules: a text of which nothing is visible without attachments, a language that is no tag, halves of surrogate pairs,
 * characters that the network refuses, too long, too many attachments,
 * attachments that are neither `https:` nor `data:`. Limits of severity `warn` let through.
 * @param draft - what a host wants to say
 * @param rules - those of the way of writing
 * @param call - which write of whom
 * @throws FolkmootError `invalid-request`, naming field and remedy
 *
 * @example
 * checkDraft(draft, rules, { network: "bluesky", operation: "reply", account });
 */
export function checkDraft(draft: Draft, rules: TextRules, call: CheckedCall): void {
  // Hosts without types hand in anything.
  const text: unknown = (draft as Draft | undefined)?.text;
  if (typeof text !== "string") return bad(call, "`text` must be a string; leave it empty only with attachments.");
  const attachments = draft.attachments ?? [];
  if (!isVisible(text) && attachments.length === 0)
    bad(call, "`text` is empty, or nothing of it is visible; say something, or attach something.");
  if (draft.language !== undefined && !isTag(draft.language))
    bad(call, "`language` is no BCP 47 language tag: write it like da or pt-BR, or leave it out.");
  for (const field of ["text", "title", "subject", "contentWarning"] as const) checkWellFormed(draft[field], field, call);
  if (hasForbidden(text, rules)) bad(call, "`text` holds a character that the network refuses (`rules.forbid`); leave it out.");
  attachments.forEach(({ url, alt }, index) => {
    if (!/^(?:https|data):/i.test(url)) bad(call, `\`attachments[${index}].url\` must begin with https: or data:; bytes go in as data:.`);
    checkWellFormed(alt, `attachments[${index}].alt`, call);
  });
  const most = rules.most?.attachments;
  if (most !== undefined && attachments.length > most)
    bad(call, `\`attachments\` has ${attachments.length} entries and ${most} are allowed; leave some out.`);
  measure(text, rules).forEach(({ unit, value, max }, index) => {
    if (max !== undefined && value > max && rules.limits[index]?.severity !== "warn")
      bad(call, `\`text\` has ${value} ${people[unit] ?? unit} and ${max} are allowed; shorten it (\`fit\`) or split it (\`compose\`).`);
  });
}

/** Says whether a host's word has the form of a BCP 47 tag; whether there is such a language is not asked. */
function isTag(language: unknown): boolean {
  try {
    return typeof language === "string" && Intl.getCanonicalLocales(language).length === 1;
  } catch {
    return false;
  }
}

function checkWellFormed(value: string | undefined, field: string, call: CheckedCall): void {
  if (value !== undefined && !isWellFormed(value))
    bad(call, `\`${field}\` holds half of a surrogate pair, so an emoji was cut in two; cut between graphemes (\`fit\`).`);
}
