/**
 * What the server finds in a text, and how it counts and renders it.
 * @see https://docs.joinmastodon.org/user/posting/#text, read 2026-11
 * @module
 */
import { acctOf, findAcct } from "./core.js";
import type { AccountData, Core } from "./core.js";
import { countGraphemes } from "../../text/count.js";

const link = String.raw`(?<![\p{L}\p{N}@/])https?:\/\/[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?::\d+)?(?:[/?#][^\s<>"]*)?`;
const mention = String.raw`(?<![=/\p{L}\p{N}_])@(?:[a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?)(?:@[\p{L}\p{N}_]+(?:[.-]+[\p{L}\p{N}_]+)*(?::\d+)?)?`;
const hashtag = String.raw`(?<![=/\p{L}\p{N}_)])[#＃](?=[\p{N}_]*[\p{L}])[\p{L}\p{N}\p{M}_]+`;
const anything = new RegExp(`(?<link>${link})|(?<mention>${mention})|(?<hashtag>${hashtag})`, "giu");

/** A stretch of a text. */
export interface Part {
  readonly type: "text" | "link" | "mention" | "hashtag";
  readonly text: string;
}

/** The punctuation of a sentence is no part of the link before it. */
const trimmed = (url: string): string => {
  const short = url.replace(/[.,;:!?'"*_]+$/u, "");
  return short.endsWith(")") && !short.includes("(") ? short.slice(0, -1) : short;
};

/** Cuts a text into what is plain and what is not. */
export function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const { 0: whole, index, groups } of text.matchAll(anything)) {
    const type = groups?.link !== undefined ? "link" : groups?.mention !== undefined ? "mention" : "hashtag";
    const found = type === "link" ? trimmed(whole) : whole;
    if (index > at) parts.push({ type: "text", text: text.slice(at, index) });
    parts.push({ type, text: found });
    at = index + found.length;
  }
  if (at < text.length) parts.push({ type: "text", text: text.slice(at) });
  return parts;
}

/** Counts as the composer does: graphemes, every link the same, of a name on another server only the part before it. */
export function lengthOf(text: string, urlWeight: number): number {
  const counted = partsOf(text).map((part) => {
    if (part.type === "link") return "x".repeat(urlWeight);
    return part.type === "mention" ? part.text.replace(/^(@[^@]+)@.*$/u, "$1") : part.text;
  });
  return countGraphemes(counted.join(""));
}

/** Finds whom a text names, and writes their names as the server stores them: without its own address. */
export function resolveMentions(core: Core, text: string): { readonly text: string; readonly named: readonly AccountData[] } {
  const named = new Map<string, AccountData>();
  const parts = partsOf(text).map((part) => {
    const account = part.type === "mention" ? findAcct(core, part.text) : undefined;
    if (account === undefined) return part.text;
    named.set(account.id, account);
    return `@${acctOf(account)}`;
  });
  return { text: parts.join(""), named: [...named.values()] };
}

/** Finds the hashtags of a text, each once, as written. */
export function tagsOf(text: string): readonly string[] {
  const tags = new Map<string, string>();
  for (const part of partsOf(text)) if (part.type === "hashtag") tags.set(part.text.slice(1).toLowerCase(), part.text.slice(1));
  return [...tags.values()];
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Writes a text so that a browser shows it as it is. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

/** Where an account is found. */
export const profileUrl = (core: Core, { username, domain }: Pick<AccountData, "username" | "domain">): string =>
  domain === undefined ? `${core.server.baseUrl}/@${username}` : `https://${domain}/@${username}`;

function linkHtml(url: string): string {
  const prefix = /^https?:\/\/(?:www\.)?/i.exec(url)?.[0] ?? "";
  const [shown, rest] = [url.slice(prefix.length, prefix.length + 30), url.slice(prefix.length + 30)];
  const attributes = `href="${escaped(url)}" target="_blank" rel="nofollow noopener noreferrer" translate="no"`;
  const hidden = (text: string): string => `<span class="invisible">${escaped(text)}</span>`;
  return `<a ${attributes}>${hidden(prefix)}<span class="${rest === "" ? "" : "ellipsis"}">${escaped(shown)}</span>${hidden(rest)}</a>`;
}

function partHtml(core: Core, named: ReadonlySet<string>, { type, text }: Part): string {
  if (type === "link") return linkHtml(text);
  if (type === "hashtag") {
    const name = text.slice(1);
    const href = `${core.server.baseUrl}/tags/${encodeURIComponent(name.toLowerCase())}`;
    return `<a href="${href}" class="mention hashtag" rel="tag">#<span>${escaped(name)}</span></a>`;
  }
  const account = type === "mention" ? findAcct(core, text) : undefined;
  if (account === undefined || !named.has(account.id)) return escaped(text);
  const name = escaped(account.username);
  const href = profileUrl(core, account);
  return `<span class="h-card" translate="no"><a href="${href}" class="u-url mention">@<span>${name}</span></a></span>`;
}

/** Renders a text as the HTML that the server gives out: paragraphs, line breaks, names, hashtags and shortened links. */
export function htmlOf(core: Core, text: string, named: ReadonlySet<string>): string {
  if (text === "") return "";
  const html = partsOf(text)
    .map((part) => partHtml(core, named, part))
    .join("");
  const paragraphs = html.replace(/\r\n?/g, "\n").split(/\n{2,}/);
  return paragraphs.map((paragraph) => `<p>${paragraph.replaceAll("\n", "<br />")}</p>`).join("");
}
