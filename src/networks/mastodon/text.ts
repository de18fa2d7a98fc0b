/**
 * Text rules of Mastodon: those of its software, until the server told its own.
 * @module
 */
import { textRules } from "../../text/rules.js";
import type { MastodonServer } from "./server.js";
import type { TextRules } from "../../model/text-rules.js";
import type { TextRulesOf } from "../../adapter/adapter.js";

/** Gives the text rules of a server; the defaults where it told nothing. Every way of writing has the same. */
export function rulesOf(server: MastodonServer | undefined): TextRules {
  const { status } = textRules.mastodon;
  const { maxCharacters, urlWeight = status.urlWeight, maxAttachments } = server ?? {};
  // Pleroma and its kin have no ceiling on attachments, and say so by telling none.
  const limited = server === undefined || server.software === "mastodon" || maxAttachments !== undefined;
  return {
    markup: status.markup,
    limits: maxCharacters === undefined ? status.limits : [{ unit: "graphemes", max: maxCharacters, severity: "error" }],
    mentions: "user",
    ...(status.continues !== undefined && { continues: status.continues }),
    ...(urlWeight !== undefined && { urlWeight }),
    ...(limited && { most: { attachments: maxAttachments ?? status.most?.attachments ?? 4 } }),
  };
}

/** Makes the text rules of an adapter, which follow what its server tells. */
export function mastodonTextRules(server: () => MastodonServer | undefined): TextRulesOf {
  return () => rulesOf(server());
}
