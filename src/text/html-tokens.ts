/**
 * HTML cut into texts and tags, with what stands in the tags. No DOM, one pass, whatever is handed in.
 * @module
 */

// What sanitizers leave as a name; everything else reaches us as the letter itself or as its number.
const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  shy: "\u00ad",
  hellip: "…",
  mdash: "—",
  ndash: "–",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  laquo: "«",
  raquo: "»",
  bull: "•",
  middot: "·",
  times: "×",
  euro: "€",
  pound: "£",
  copy: "©",
  reg: "®",
  trade: "™",
  deg: "°",
  aelig: "æ",
  AElig: "Æ",
  oslash: "ø",
  Oslash: "Ø",
  aring: "å",
  Aring: "Å",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  szlig: "ß",
  eacute: "é",
};

/** Turns `&amp;`, `&#230;` and `&#xe6;` into letters. What is no entity stays. */
export function decode(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d{1,8})|#[xX]([\da-fA-F]{1,6})|([A-Za-z]{2,8}));/g, (whole, dec?: string, hex?: string, name?: string) => {
    if (name !== undefined) return Object.hasOwn(named, name) ? (named[name] ?? whole) : whole;
    const code = dec === undefined ? Number.parseInt(hex ?? "", 16) : Number(dec);
    const isLetter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isLetter ? String.fromCodePoint(code) : "\ufffd";
  });
}

/** A tag. */
export interface Tag {
  /** Lower case. */
  readonly name: string;
  /** True for `</p>`. */
  readonly closes: boolean;
  /** Between name and `>`. */
  readonly attributes: string;
  /** The same taken apart, once somebody asked. */
  parts?: ReadonlyMap<string, string>;
}

/** A text, or a tag. */
export type Token = string | Tag;

const none: readonly string[] = [];

const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);
const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
/** Letters, digits, `-` and `_`: what names of elements and attributes are made of. */
const isWord = (code: number): boolean => isLetter(code) || (code >= 48 && code <= 57) || code === 45 || code === 95;

/** Cuts HTML into texts and tags. A `<` that begins no tag is text; a tag without an end takes the rest with it. */
export function cut(html: string, take: (token: Token) => void): void {
  // Where the next of each is: looked for again only when we have passed it, so that no input sends us through the rest twice.
  let double = html.indexOf('"');
  let single = html.indexOf("'");
  let careful = true;
  const endOf = (from: number): number => {
    let end = html.indexOf(">", from);
    for (let at = from; careful && end >= 0;) {
      if (end < at) end = html.indexOf(">", at);
      if (double >= 0 && double < at) double = html.indexOf('"', at);
      if (single >= 0 && single < at) single = html.indexOf("'", at);
      const quote = double < 0 || (single >= 0 && single < double) ? single : double;
      if (quote < 0 || quote > end) break;
      // A quotation mark that never closes is a letter like others.
      const close = html.indexOf(quote === double ? '"' : "'", quote + 1);
      at = Math.max(quote, close) + 1;
    }
    if (end < 0 && careful) {
      careful = false;
      return html.indexOf(">", from);
    }
    return end;
  };
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    if (open < 0) break;
    const next = html.charCodeAt(open + 1);
    // A letter, `/`, `!` or `?`.
    if (!isLetter(next) && next !== 47 && next !== 33 && next !== 63) {
      take(html.slice(at, open + 1));
      at = open + 1;
      continue;
    }
    if (open > at) take(html.slice(at, open));
    const comment = next === 33 && html.startsWith("--", open + 2);
    const end = comment ? html.indexOf("-->", open + 4) : endOf(open + 1);
    if (end < 0) return;
    at = end + (comment ? 3 : 1);
    if (comment) continue;
    const closes = next === 47;
    const from = open + (closes ? 2 : 1);
    let to = from;
    if (isLetter(html.charCodeAt(from))) while (to < end && to < from + 40 && isWord(html.charCodeAt(to))) to += 1;
    if (to > from) take({ name: html.slice(from, to).toLowerCase(), closes, attributes: html.slice(to, end) });
  }
  if (at < html.length) take(html.slice(at));
}

/** Takes attributes apart, their values as they are written. Of two with one name the first counts. */
function partsOf(text: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    if (!isWord(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const from = at;
    while (at < text.length && isWord(text.charCodeAt(at))) at += 1;
    const name = text.slice(from, at).toLowerCase();
    while (isBlank(text.charCodeAt(at))) at += 1;
    // Without a value it is no attribute that anybody asks for.
    if (text.charCodeAt(at) !== 61) continue;
    at += 1;
    while (isBlank(text.charCodeAt(at))) at += 1;
    const mark = text.charAt(at);
    const close = mark === '"' || mark === "'" ? text.indexOf(mark, at + 1) : -1;
    const begin = close < 0 ? at : at + 1;
    let end = close;
    if (close < 0) for (end = at; end < text.length && !isBlank(text.charCodeAt(end)); end++);
    if (!parts.has(name)) parts.set(name, text.slice(begin, end));
    at = end + 1;
  }
  return parts;
}

/** Reads one attribute of a tag; empty when it has none. */
export function attribute(tag: Tag, name: string): string {
  const raw = (tag.parts ??= partsOf(tag.attributes)).get(name);
  return raw === undefined ? "" : decode(raw).trim();
}

/** Gives the classes of a tag. */
export const classesOf = (tag: Tag): readonly string[] => {
  const classes = attribute(tag, "class");
  return classes === "" ? none : classes.split(/\s+/);
};
