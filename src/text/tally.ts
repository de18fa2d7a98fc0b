/**
 * How many links, mentions and tags a text holds.
 * @module
 */
import type { TextCeilings, TextRules } from "../model/text-rules.js";
import { checkRules } from "./check-rules.js";
import { findSpans } from "./spans.js";
import { isTld } from "./x-links.js";
import { findXEntities } from "./x-names.js";

/** What a ceiling is on, but for attachments, which stand beside the text. */
export type Tallied = Exclude<keyof TextCeilings, "attachments">;

/** How many of a kind a text holds, beside what it may. */
export interface Tally {
  /** What is counted. Links count once each, however often they stand there; all else as often as it stands there. */
  readonly what: Tallied;
  /** How many there are. */
  readonly value: number;
  /** How many there may be. */
  readonly max: number;
  /** `error`: the network refuses more. `warn`: it may refuse, or show less. */
  readonly severity: "error" | "warn";
}

const kinds: readonly Tallied[] = ["links", "mentions", "hashtags", "cashtags"];

/**
 * Counts what the rules have a ceiling on, in the text alone: links, mentions, hashtags, cashtags. Addresses without a scheme are links
 * where they begin with `www.` or end with a top-level domain that is known, and hold no `@`.
 * @returns one entry for each ceiling; none where the rules have none
 * @throws FolkmootError `invalid-request` for rules that are none
 *
 * @example
 * tally("#sko #støvler", textRules.threads.post);
 * // [{ what: "links", value: 0, max: 5, severity: "error" }, { what: "hashtags", value: 2, max: 1, severity: "error" }]
 */
export function tally(text: string, rules: TextRules): readonly Tally[] {
  checkRules(rules);
  const { most = {}, advised = {} } = rules;
  if (!kinds.some((what) => most[what] !== undefined || advised[what] !== undefined)) return [];
  const counts = countKinds(text, rules);
  const entry = (what: Tallied, max: number | undefined, severity: Tally["severity"]): readonly Tally[] =>
    max === undefined ? [] : [{ what, value: counts[what], max, severity }];
  return kinds.flatMap((what) => [...entry(what, most[what], "error"), ...entry(what, advised[what], "warn")]);
}

function countKinds(text: string, rules: TextRules): Readonly<Record<Tallied, number>> {
  const links = new Set<string>();
  const counts = { mentions: 0, hashtags: 0, cashtags: 0 };
  for (const { type, start, end } of entitiesOf(text, rules)) {
    const words = text.slice(start, end);
    if (type === "link") links.add(words.replace(/^https?:\/\//i, "").replace(/\/$/, ""));
    else if (type === "mention" || type === "list") counts.mentions++;
    else if (type === "cashtag" || (type === "hashtag" && words.startsWith("$"))) counts.cashtags++;
    else if (type === "hashtag") counts.hashtags++;
    else if (type === "address" && isBareLink(words)) links.add(words.replace(/\/$/, ""));
  }
  return { ...counts, links: links.size };
}

const entitiesOf = (
  text: string,
  { limits }: TextRules,
): readonly { readonly type: string; readonly start: number; readonly end: number }[] =>
  limits.some(({ unit }) => unit === "weighted") ? findXEntities(text) : findSpans(text);

function isBareLink(words: string): boolean {
  const host = words.split(/[/?#]/, 1)[0] ?? "";
  return !host.includes("@") && (/^www\./i.test(host) || isTld(host.slice(host.lastIndexOf(".") + 1)));
}
