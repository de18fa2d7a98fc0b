/**
 * Holding what a writer wrote against what it may say. Strict: a model repeats what a member told it to, and members know tricks.
 * @module
 */
import { findSpans } from "../text/spans.js";
import { findPersonalData } from "./personal-data.js";

/** What a writer may say besides words. Everything else of the kind is taken out with its sentence. */
export interface WriterAllow {
  /** Hosts with all below them (`brandx.example`), or an address and what is below it (`https://brandx.example/care`). */
  readonly links?: readonly string[];
  /** Names in mentions, with or without the `@`. */
  readonly mentions?: readonly string[];
  /** Tags, with or without the `#`. */
  readonly hashtags?: readonly string[];
  /** Codes, order numbers and names in capitals that may be said: `WINTER25`, `GORE-TEX`. */
  readonly codes?: readonly string[];
  /** Our own e-mail addresses, phone and account numbers. */
  readonly contacts?: readonly string[];
}

/** Why something was taken out. `hidden`: characters that no reader sees. `leak`: words of the instructions. */
export type Forbidden = "link" | "mention" | "hashtag" | "code" | "personal-data" | "leak" | "hidden";

/** What writers are held against. */
export interface WriterRules {
  /** What they may say. */
  readonly allow: WriterAllow;
  /** Approved texts: what stands in them may be said. */
  readonly approved: readonly string[];
  /** What they were told, and must not repeat. */
  readonly instructions: string;
}

/** What is left of a text, and why the rest went. */
export interface Cleaned {
  /** Sentences that may be said. Empty = none. */
  readonly text: string;
  /** What was found in the others, each once. */
  readonly found: readonly Forbidden[];
}

/** Longer than this no step is; what follows is not read. */
const longest = 10_000;

/** Makes the function that takes out of a text what may not be said, sentence by sentence. */
export function makeCleaner(rules: WriterRules): (text: string) => Cleaned {
  const find = makeFinder(rules);
  const told = ` ${wordsOf(rules.instructions)} `;
  return (given) => {
    const { text, hidden } = withoutHidden(given.slice(0, longest));
    const found = new Set<Forbidden>(hidden ? ["hidden"] : []);
    const fine: string[] = [];
    // A point inside a link is followed by no space, so no link is cut in two.
    for (const { 0: whole, 1: sentence = "" } of text.matchAll(/((?:[^\n]*?[.!?…]+["'”’»)\]]*(?=\s|$))|[^\n]+)\s*|\n+/gu)) {
      const bad = find(sentence);
      for (const one of bad) found.add(one);
      if (bad.length === 0) fine.push(whole);
    }
    // Who repeats the instructions repeats their short lines too.
    const said = found.has("leak") ? fine.filter((one) => !told.includes(` ${wordsOf(one)} `)).join("") : fine.join("");
    // What was spread over several sentences: a number, digit by digit.
    const spread = find(said);
    for (const one of spread) found.add(one);
    return { text: spread.length > 0 ? "" : said.trim(), found: [...found] };
  };
}

/** Makes the function that finds what may not be said. */
export function makeFinder(rules: WriterRules): (text: string) => readonly Forbidden[] {
  const may = allowed(rules);
  const told: ReadonlySet<string> = new Set(shingles(rules.instructions));
  return (text) => {
    const found = new Set<Forbidden>();
    // Compatibility forms first: a full stop of full width makes a link as well.
    const plain = text.normalize("NFKC").replace(/[。｡]/gu, ".");
    for (const token of plain.split(/\s+/u)) {
      const word = bare(token);
      if (word === "" || may.words.has(word.toLowerCase())) continue;
      if (may.contact(word)) continue;
      if (isLinky(token) && !may.link(word)) found.add(word.includes("@") && !word.includes("://") ? "personal-data" : "link");
      if (/@/u.test(token) && !may.mention(word)) found.add("mention");
      if (/(?:^|[^\p{L}\p{N}&])#[\p{L}\p{N}_]/u.test(token) && !isLinky(token) && !may.hashtag(word)) found.add("hashtag");
      if (isCode(word) && !may.code(word) && !may.link(word)) found.add("code");
    }
    if (/(?:^|[\s/(])\/?[ur]\/\w{2,}/u.test(plain) || /<[@#!&:]/u.test(plain)) found.add("mention");
    if (/\[\s*dot\s*\]|\(\s*dot\s*\)|\{\s*dot\s*\}|\bhxxps?\b/iu.test(plain)) found.add("link");
    if (/`|\{\{|\}\}|\$\{|\]\(|!\[|<\/?[a-z!?|[]|\|>|&(?:[a-z]{2,8}|#\w+);/iu.test(plain)) found.add("code");
    if (namesCode(plain, may.code)) found.add("code");
    if (hasPersonal(plain, may.contact)) found.add("personal-data");
    if (shingles(plain).some((one) => told.has(one))) found.add("leak");
    return [...found];
  };
}

/** Takes out what no reader sees: invisible letters, characters that turn the direction, tags, controls. What makes up an emoji stays. */
export function withoutHidden(text: string): { readonly text: string; readonly hidden: boolean } {
  const nfc = text.normalize("NFC");
  const kept = nfc.replace(/[\p{Surrogate}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/gu, (one, at: number) => {
    const before = nfc.slice(Math.max(0, at - 2), at);
    const joins = one === "\u200d" && /[\p{Extended_Pictographic}\p{EMod}\ufe0f]$/u.test(before);
    const dresses = (one === "\ufe0f" || one === "\ufe0e") && /[\p{Extended_Pictographic}\d#*]$/u.test(before);
    return (joins && /^\p{Extended_Pictographic}/u.test(nfc.slice(at + 1, at + 3))) || dresses ? one : "";
  });
  const lines = kept.replace(/\r\n?|[\u2028\u2029\u0085]/gu, "\n").replace(/(?!\n)\p{Cc}/gu, " ");
  return { text: lines, hidden: kept !== nfc };
}

/** A word without the punctuation of its sentence. */
const bare = (token: string): string => token.replace(/^[("'“”„«»‘’[*_]+|[)"'“”„«»‘’\]*_.,;:!?…]+$/gu, "");

/** Shortened words that look like a domain. */
const abbreviation = /^(?:f\.eks|m\.fl|m\.m|t\.ex|bl\.a|ca\.\d+)\.?$/iu;

/** Tells whether a network may make a link of a token, or a reader of a device might. */
function isLinky(token: string): boolean {
  if (abbreviation.test(bare(token))) return false;
  return (
    /[a-z][a-z\d+.-]*:\/|\/\/|\bwww\b|(?:javascript|data|vbscript|mailto|tel|sms|blob|file):\S/iu.test(token) ||
    /(?:^|\D)\d{1,3}(?:\.\d{1,3}){3}(?:\D|$)|\blocalhost\b/u.test(token) ||
    findSpans(token).some(({ type }) => type === "link" || type === "address")
  );
}

/** Tells whether a word is a code: letters with digits in capitals, a word in capitals, a string that nobody speaks. */
function isCode(word: string): boolean {
  if (/[\p{L}\p{N}+/=_-]{28,}/u.test(word)) return true;
  const letters = word.replace(/[^\p{L}]/gu, "");
  const digits = word.replace(/[^\p{N}]/gu, "");
  const capitals = word.replace(/[^\p{Lu}]/gu, "");
  if (digits !== "" && capitals.length >= 2 && letters.length + digits.length >= 5) return true;
  if (/^(?:sk|pk|ghp|xox\w?|key|tok)[-_]\w{4,}/iu.test(word)) return true;
  return capitals.length >= 6 && capitals.length === letters.length;
}

/** Tells whether a code is named as one: "use code SOMMER". */
function namesCode(text: string, may: (word: string) => boolean): boolean {
  const named =
    /\b(?:\p{L}*(?:code|kode|kod|cod|kupon|cupon|coupon|voucher|gutschein|password|adgangskode|token|pin))\p{L}*(?:\s+(?:is|er|to|este|ist))?\s*[:=]?\s*["'“„«]?([\p{Lu}\p{N}][\p{Lu}\p{N}_-]{2,})/giu;
  // The pattern reads "code" in any case, the code itself in capitals only.
  return [...text.matchAll(named)].some(({ 1: code = "" }) => code === code.toUpperCase() && !may(code));
}

/** Dates and times are digits that anybody may say. */
const dates = /\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\s?\d{1,2}[./]\s?\d{4}\b|\b\d{1,2}[:.]\d{2}\b(?!\d)(?=\s*(?:[-–—]|$|\s))/gu;

/** Finds what lint would find in public, and any run of seven digits however it is written. */
function hasPersonal(text: string, may: (word: string) => boolean): boolean {
  if (findPersonalData(text).some(({ range }) => !may(text.slice(...range)))) return true;
  const rest = text.replace(dates, " ");
  return (rest.match(/\+?\p{N}(?:[\s().,/–—-]{0,3}\p{N}){6,}/gu) ?? []).some((run) => !may(run));
}

interface Allowed {
  readonly words: ReadonlySet<string>;
  readonly link: (word: string) => boolean;
  readonly mention: (word: string) => boolean;
  readonly hashtag: (word: string) => boolean;
  readonly code: (word: string) => boolean;
  readonly contact: (word: string) => boolean;
}

function allowed({ allow, approved }: WriterRules): Allowed {
  const { links = [], mentions = [], hashtags = [], codes = [], contacts = [] } = allow;
  const fold = (text: string): string => text.normalize("NFKC").toLowerCase();
  const list = (all: readonly string[], sign: RegExp): ReadonlySet<string> => new Set(all.map((one) => fold(one).replace(sign, "")));
  const [names, tags] = [list(mentions, /^@/u), list(hashtags, /^#/u)];
  const compact = (text: string): string => fold(text).replace(/[^\p{L}\p{N}@]/gu, "");
  const numbers = new Set([...contacts, ...codes].map(compact));
  // A number in an approved text may be said as it stands there.
  for (const text of approved) for (const run of text.match(/\+?\p{N}(?:[\s().,/–—-]{0,3}\p{N}){6,}/gu) ?? []) numbers.add(compact(run));
  return {
    words: new Set(approved.flatMap((text) => fold(text).split(/\s+/u).map(bare))),
    link: (word) => isAllowedLink(word, links),
    mention: (word) => names.has(fold(word).replace(/^@/u, "")),
    hashtag: (word) => tags.has(fold(word).replace(/^#/u, "")),
    code: (word) => numbers.has(compact(word)),
    contact: (word) => numbers.has(compact(word)),
  };
}

/** An address is read as a browser would, so that a user name in front of the host or a backslash deceives nobody. */
function isAllowedLink(word: string, links: readonly string[]): boolean {
  const url = readUrl(word);
  if (url === undefined || url.username !== "" || url.password !== "" || url.port !== "" || /[\\<>]|:\/.*:\//u.test(word)) return false;
  return links.some((entry) => {
    const wanted = readUrl(entry.includes("://") ? entry : `https://${entry}`);
    if (wanted === undefined) return false;
    const isHost = wanted.pathname === "/" && wanted.search === "" && !entry.includes("://");
    if (isHost) return url.hostname === wanted.hostname || url.hostname.endsWith(`.${wanted.hostname}`);
    const base = wanted.pathname.replace(/\/$/u, "");
    return (
      url.origin === wanted.origin && (url.pathname === base || url.pathname === wanted.pathname || url.pathname.startsWith(`${base}/`))
    );
  });
}

function readUrl(word: string): URL | undefined {
  try {
    const url = new URL(/^[a-z][a-z\d+.-]*:/iu.test(word) ? word : `https://${word}`);
    return url.protocol === "https:" || url.protocol === "http:" ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Runs of eight words, folded: as long as that nobody repeats by chance. */
function shingles(text: string): readonly string[] {
  const words = wordsOf(text).split(" ");
  return words.slice(0, Math.max(0, words.length - 7)).map((_, index) => words.slice(index, index + 8).join(" "));
}

const wordsOf = (text: string): string =>
  (
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(" ");
