/**
 * What X takes for a link, and counts 23.
 * @module
 */
import { readTlds } from "./tlds.js";

/** A stretch of a text. Offsets are UTF-16, `end` is exclusive. */
export interface Stretch {
  /** First offset. */
  readonly start: number;
  /** One past the last. */
  readonly end: number;
}

// Latin letters with marks, the marks first, as far as X reads them in names and paths.
const latin = String.raw`\u0300-\u036f\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b\u02bb\u1e00-\u1eff`;
const cyrillic = String.raw`\u0400-\u04ff`;
const unseen = String.raw`\ufffe\ufeff\uffff`;
const direction = String.raw`\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`;

// With a scheme any script may stand in the host, and subdomains may hold "_". Without one only Latin, and not in the middle of a word.
const withScheme = new RegExp(String.raw`(?<![A-Za-z0-9@＠$#＃${unseen}])https?:\/\/`, "giu");
const withoutScheme = new RegExp(String.raw`(?<![${latin}a-z0-9@＠$#＃${unseen}_\-./])[${latin}a-z0-9](?:[${latin}a-z0-9-]*\.)+`, "giu");
const hostWithScheme = new RegExp(String.raw`[^\s!'#%&()*+,/:;<=>?@[\]^\x60{|}~$"\\\p{Cc}${unseen}${direction}]+`, "uy");
const hostWithout = new RegExp(String.raw`[^\s!'#%&()*+,/:;<=>?@[\]^\x60{|}~$"\\_\p{Cc}${unseen}${direction}]+`, "uy");

const inLatin = new RegExp(String.raw`^[${latin}a-z0-9-]+$`, "iu");

const inPath = String.raw`[${latin}${cyrillic}a-z0-9!*';:=+,.$/%#[\]\-\u2013_~@|&]`;
const port = /:\d+/y;
const path = new RegExp(String.raw`\/(?:${inPath}|\((?:${inPath}|\(${inPath}+\))*\))*`, "iuy");
// A sentence's punctuation behind a path belongs to the sentence.
const pathEnd = new RegExp(String.raw`[${latin}${cyrillic}a-z0-9=_#/+\-)]$`, "iu");
const query = /\?[a-z0-9!?*'@();:&=+$/%#[\]\-_.,~|]*/iy;
const queryEnd = /[a-z0-9\-_&=#/]$/i;

/** X's own shortener: nothing but letters and digits in the path. */
const shortener = /^https?:\/\/t\.co\/([a-z0-9]+)(?:\?[a-z0-9!?*'@();:&=+$/%#[\]\-_.,~|]*[a-z0-9\-_&=#/])?/i;
const longestSlug = 40;
const longestLink = 4_096;
const longestLabel = 63;

let known: ReadonlySet<string> | undefined;
/** Tells whether a top-level domain is known. */
export const isTld = (name: string): boolean => (known ??= readTlds()).has(name.toLowerCase());

const aLetterBehind = /[^\s.]/;

/** Finds the links of a text as X does, in order, without overlap: with `http(s)://`, and bare domains with a known ending. */
export function findXLinks(text: string): readonly Stretch[] {
  const links: Stretch[] = [];
  // Only words with a dot inside can hold one, and the patterns are slow.
  for (let dot = text.indexOf("."); dot >= 0; dot = text.indexOf(".", dot + 1)) {
    if (!aLetterBehind.test(text.charAt(dot + 1))) continue;
    const begin = blankBefore(text, dot);
    const end = blankAfter(text, dot);
    findInWord(text.slice(begin, end), begin, links);
    dot = end - 1;
  }
  return links;
}

function blankBefore(text: string, at: number): number {
  let begin = at;
  while (begin > 0 && !isBlank(text.charCodeAt(begin - 1))) begin--;
  return begin;
}

function blankAfter(text: string, at: number): number {
  let end = at;
  while (end < text.length && !isBlank(text.charCodeAt(end))) end++;
  return end;
}

/** Tells blanks of ASCII. They are enough to cut at: the patterns know the others. */
export const isBlank = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d);

function findInWord(word: string, offset: number, links: Stretch[]): void {
  const alone = readAlone(word);
  if (alone !== undefined) {
    links.push({ start: offset, end: offset + alone });
    return;
  }
  let from = 0;
  for (const start of starts(word)) {
    if (start.at < from) continue;
    const end = readLink(word, start);
    if (end === undefined) continue;
    links.push({ start: offset + start.at, end: offset + end });
    from = end;
  }
}

const schemeFirst = /^https?:\/\//i;

/** Where a link ends that begins the word and behind which no other can begin: most are such, and the patterns for all places are slow. */
function readAlone(word: string): number | undefined {
  const scheme = schemeFirst.exec(word)?.[0];
  const end = scheme === undefined ? undefined : readLink(word, { at: 0, host: scheme.length, scheme: true });
  return end !== undefined && !word.includes(".", end) ? end : undefined;
}

interface Start {
  readonly at: number;
  /** Where the host begins. */
  readonly host: number;
  readonly scheme: boolean;
}

/** Every place where a link may begin, in order. */
function starts(text: string): readonly Start[] {
  const found: Start[] = [];
  if (text.includes("://"))
    for (const { 0: scheme, index } of text.matchAll(withScheme)) found.push({ at: index, host: index + scheme.length, scheme: true });
  for (const { index } of text.matchAll(withoutScheme)) found.push({ at: index, host: index, scheme: false });
  return found.sort((a, b) => a.at - b.at);
}

function readLink(text: string, { at, host, scheme }: Start): number | undefined {
  const pattern = scheme ? hostWithScheme : hostWithout;
  const chunk = match(pattern, text, host);
  const hostEnd = readHost(chunk, text[host + chunk.length] ?? "", scheme);
  if (hostEnd === undefined) return undefined;
  let end = host + hostEnd;
  end += match(port, text, end).length;
  end += trim(match(path, text, end), pathEnd).length;
  const asked = trim(match(query, text, end), queryEnd);
  if (asked.length > 1) end += asked.length;
  if (scheme) {
    const short = shortener.exec(text.slice(at, end));
    if (short !== null) {
      if ((short[1] ?? "").length > longestSlug) return undefined;
      end = at + short[0].length;
    }
  }
  return end - at > longestLink ? undefined : end;
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

function trim(part: string, ending: RegExp): string {
  let end = part.length;
  while (end > 0 && !ending.test(part.slice(end - 1, end))) end--;
  return part.slice(0, end);
}

/**
 * Reads as much of a host as there is: the most labels whose last is a top-level domain. Some are newer than any list: behind a scheme, the
 * last label of a host in Latin letters is one when it has the form.
 * @param chunk - what may stand in a host
 * @param next - the character behind
 * @returns how many characters belong to it
 */
function readHost(chunk: string, next: string, scheme: boolean): number | undefined {
  const labels = chunk.split(".");
  const startOf: number[] = [];
  let at = 0;
  let valid = 0;
  for (const [index, label] of labels.entries()) {
    startOf.push(at);
    at += label.length + 1;
    if (valid === index && (scheme || inLatin.test(label)) && isLabel(label)) valid = index + 1;
  }
  for (let index = Math.min(valid, labels.length - 1); index > 0; index--) {
    // The domain itself holds no "_", its subdomains may.
    if ((labels[index - 1] ?? "").includes("_")) continue;
    const label = labels[index] ?? "";
    const behind = index === labels.length - 1 ? next : ".";
    const length = tldLength(label, behind, scheme && /^[\w.-]+$/.test(chunk));
    if (length > 0) return (startOf[index] ?? 0) + length;
  }
  return undefined;
}

/** How many letters of a label are a top-level domain: all of them, or those before another script. */
function tldLength(label: string, next: string, anyEnding: boolean): number {
  const plain = /^[a-z0-9-]+/i.exec(label)?.[0] ?? "";
  if (plain === label) {
    if (next === "@" || next === "+") return 0;
    return isTld(label) || /^xn--[a-z0-9-]+$/i.test(label) || (anyEnding && next !== "." && /^[a-z]{2,63}$/i.test(label))
      ? label.length
      : 0;
  }
  if (isTld(plain)) return plain.length;
  for (let end = Math.min(label.length, 24); end > 0; end--)
    if (!/^[0-9a-z@+-]/i.test(label.slice(end) || next) && isTld(label.slice(0, end))) return end;
  return 0;
}

function isLabel(label: string): boolean {
  if (label === "" || /^[-_]|[-_]$/.test(label)) return false;
  if (/^[\w-]+$/.test(label)) return label.length <= longestLabel;
  // Written in ASCII it must still be a label, and what says that it is so written must be.
  try {
    return new URL(`http://${label.replaceAll("_", "-")}.com`).hostname.length <= longestLabel + 4;
  } catch {
    return false;
  }
}
