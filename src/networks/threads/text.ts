/**
 * What a post or reply may hold: text rules, links, and what stands in a text. Pure.
 * @module
 */
import { findSpans } from "../../text/spans.js";
import { textRules } from "../../text/rules.js";
import type { Entity } from "../../model/entity.js";
import type { TextRulesOf } from "../../adapter/adapter.js";

/** Text rules of Threads: the same for posts and replies. */
export const threadsTextRules: TextRulesOf = (operation) => textRules.threads[operation === "publishPost" ? "post" : "reply"];

/** Most different links of one post, in its text and beside it (text attachments, from 2025-12-22; read 2026-11). */
export const mostLinks = 5;

/** Most characters of an alternative text (create posts; read 2026-04). */
export const mostAlt = 1000;

/** How many pictures and videos make a carousel (create posts, carousels; read 2026-04). */
export const carousel = { least: 2, most: 20 } as const;

/** Who may reply, in the network's words (create posts, `reply_control`; read 2026-04). */
export const audiences: readonly string[] = [
  "everyone",
  "accounts_you_follow",
  "mentioned_only",
  "parent_post_author_only",
  "followers_only",
];

/** An address as the network compares it, as far as is known: without scheme and the slash at its end. */
const bareAddress = (address: string): string => address.replace(/^https?:\/\//i, "").replace(/\/$/, "");

/**
 * Counts the different links of a post. Addresses without a scheme count where they begin with `www.`, as in the documentation's examples;
 * of others nobody knows, and the network decides.
 * @param beside - the address of a link attachment
 */
export function countLinks(text: string, beside?: string): number {
  const found = findSpans(text).flatMap(({ type, start, end }) => {
    const span = text.slice(start, end);
    return type === "link" || (type === "address" && /^www\./i.test(span)) ? [bareAddress(span)] : [];
  });
  if (beside !== undefined) found.push(bareAddress(beside));
  return new Set(found).size;
}

/** Finds what people see as marked in a text: the network tells none of it. */
export function entitiesIn(text: string): readonly Entity[] {
  return findSpans(text).flatMap(({ type, start, end }): Entity[] => {
    const span = text.slice(start, end);
    if (type === "link") return [{ type, start, end, value: span }];
    if (type === "mention") return [{ type, start, end, value: span.slice(1) }];
    if (type !== "hashtag") return [];
    return [{ type: span.startsWith("$") ? "cashtag" : "hashtag", start, end, value: span.slice(1) }];
  });
}
