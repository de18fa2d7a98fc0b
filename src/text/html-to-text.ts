/**
 * HTML of a post to the plain text that its author meant. No DOM, one pass, whatever is handed in.
 * @module
 */
import { attribute, classesOf, cut, decode, type Tag } from "./html-tokens.js";

/** A stretch of the text that was a link. */
export interface TextLink {
  /** First UTF-16 offset in the text. */
  readonly start: number;
  /** One past the last. */
  readonly end: number;
  /** Where it leads: the whole address. */
  readonly href: string;
  /** What it stands for; networks mark mentions and hashtags by the link's class. */
  readonly type: "link" | "mention" | "hashtag";
}

/** A text with its links. */
export interface HtmlText {
  /** Without markup. Paragraphs are apart by an empty line. */
  readonly text: string;
  /** In order, without overlap. */
  readonly links: readonly TextLink[];
}

/** What is left out, and what is written out. */
export interface HtmlToTextOptions {
  /** Class of elements that are left out with all that is in them, e.g. `quote-inline`. @defaultValue none */
  readonly without?: string;
  /** What to write for links that are shown shortened by a convention of their network, by address. @defaultValue what is shown */
  readonly shown?: ReadonlyMap<string, string>;
}

/** Elements that stand on lines of their own, and how many line breaks keep them apart. */
const blocks: ReadonlyMap<string, number> = new Map([
  ...["p", "blockquote", "pre", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table", "dl"].map((name) => [name, 2] as const),
  ...["div", "li", "tr", "section", "article", "header", "footer", "dt", "dd", "figure", "details", "summary"].map(
    (name) => [name, 1] as const,
  ),
]);

/** Elements whose content nobody reads. */
const unread = new Set(["script", "style", "template", "head", "title", "iframe", "noscript"]);
const empty = new Set(["br", "img", "hr", "wbr", "input", "meta", "link", "source", "col"]);

/** Deeper than this nobody can tell levels apart, and a hostile page would grow without end. */
const deepest = 5;

/** Writes text line by line, and keeps blocks apart. */
class Writer {
  text = "";
  quotes = 0;
  #breaks = 0;
  // How deep in quotations the lines between two blocks are: as deep as the shallower of the two.
  #between = 0;
  #blank = false;
  #marker = "";
  #indent = 0;

  /** Wants the next words to be at least this many line breaks away. Nothing is written before there are words. */
  apart(breaks: number): void {
    if (this.text === "") return;
    this.#between = this.#breaks === 0 ? this.quotes : Math.min(this.#between, this.quotes);
    this.#breaks = Math.max(this.#breaks, breaks);
  }

  /** Wants a blank before the next words, if they stand on the same line. */
  blank(): void {
    this.#blank = this.text !== "";
  }

  lineBreak(): void {
    this.#blank = false;
    this.#flush();
    this.#between = this.quotes;
    this.#breaks += 1;
  }

  /** Puts a marker in front of the next words. */
  item(marker: string, depth: number): void {
    this.#marker = marker;
    this.#indent = Math.min(depth, deepest);
  }

  get atLineStart(): boolean {
    return this.text === "" || this.#breaks > 0;
  }

  write(words: string): void {
    if (words === "") return;
    this.#flush();
    this.text += words;
  }

  #flush(): void {
    const starts = this.atLineStart;
    if (this.#blank && !starts) this.text += " ";
    this.#blank = false;
    if (!starts && this.#marker === "") return;
    const mark = (depth: number): string => "> ".repeat(Math.min(depth, deepest));
    // An empty line inside a quotation belongs to it.
    const emptyLine = `\n${mark(Math.min(this.#between, this.quotes)).trimEnd()}`;
    if (this.#breaks > 0) this.text += `${emptyLine.repeat(this.#breaks - 1)}\n`;
    this.#breaks = 0;
    this.text += mark(this.quotes) + (this.#marker === "" ? "" : "  ".repeat(Math.max(0, this.#indent - 1)) + this.#marker);
    this.#marker = "";
  }
}

/** What may stand in a text as an address. Scripts and pages without a server lead nowhere. */
const isAddress = /^(?:https?|mailto|xmpp|gemini|tel):/i;

interface OpenLink {
  readonly href: string;
  readonly type: TextLink["type"];
  shown: string;
  shortened: boolean;
}

/** True when what is shown stands for the address itself, whole or shortened, with or without `https://`. */
function showsAddress({ href, shown, shortened }: OpenLink): boolean {
  const words = shown.trim();
  if (words === "" || shortened || /^https?:\/\//i.test(words)) return true;
  const bare = href.replace(/^https?:\/\/(?:www\.)?/i, "");
  const start = words
    .replace(/^www\./i, "")
    .replace(/(?:…|\.\.\.)$/, "")
    .replace(/\/$/, "");
  return start.includes(".") && bare.toLowerCase().startsWith(start.toLowerCase());
}

/** Software without classes writes mentions and hashtags all the same, as one word with their sign. */
function typeByWords(shown: string, given: string | undefined): TextLink["type"] {
  if (given !== undefined || /^\s*[@＠][^\s/]+\s*$/u.test(shown)) return "mention";
  return /^\s*[#＃][^\s/]+\s*$/u.test(shown) ? "hashtag" : "link";
}

function linkType(tag: Tag): TextLink["type"] {
  const classes = classesOf(tag);
  if (classes.includes("hashtag") || attribute(tag, "rel").split(/\s+/).includes("tag")) return "hashtag";
  return classes.includes("mention") ? "mention" : "link";
}

/**
 * Turns HTML into plain text without losing where links lead: an address that is shown shortened is written out, and one behind other words
 * is put behind them in brackets. Mentions and hashtags stay as they are written. Paragraphs, line breaks, lists (`- `, `1. `), quotations
 * (`> `) and `pre` keep their lines. Takes any input, throws for none, and takes time in proportion to its length.
 *
 * @example
 * htmlToText('<p>See <a href="https://shop.example/boots?size=40"><span class="ellipsis">shop.example/boots</span></a></p>').text;
 * // "See https://shop.example/boots?size=40"
 */
export function htmlToText(html: string, options: HtmlToTextOptions = {}): HtmlText {
  const out = new Writer();
  const links: TextLink[] = [];
  const lists: { readonly ordered: boolean; count: number }[] = [];
  let link: OpenLink | undefined;
  let skipped: { readonly name: string; depth: number } | undefined;
  let pre = 0;

  const endLink = (): void => {
    if (link === undefined) return;
    const { href, shown } = link;
    const before = out.text.length;
    const isSign = link.type !== "link" || /^\s*[@＠#＃]/u.test(shown);
    const given = isSign ? options.shown?.get(href) : undefined;
    const type = link.type === "link" ? typeByWords(shown, given) : link.type;
    const words = given ?? shown.replace(/\s+/g, " ");
    const whole = type === "link" && showsAddress(link);
    const behind = type === "link" && !whole;
    link = undefined;
    const written = whole ? href : behind ? `${words} (${href})` : words;
    if (written.trim() === "") return;
    out.write(written);
    // What is written may have begun a line, so the offsets are counted from the end.
    const end = out.text.length - (behind ? 1 : 0);
    const start = behind ? end - href.length : Math.max(before, out.text.length - written.length);
    links.push({ start, end, href, type });
  };

  const openTag = (tag: Tag): void => {
    const { name } = tag;
    if (options.without !== undefined && !empty.has(name) && classesOf(tag).includes(options.without)) {
      skipped = { name, depth: 1 };
      return;
    }
    if (name === "br") {
      if (link === undefined) out.lineBreak();
      return;
    }
    if (name === "a") {
      endLink();
      const href = attribute(tag, "href");
      if (isAddress.test(href)) link = { href, type: linkType(tag), shown: "", shortened: false };
      return;
    }
    if (link !== undefined && name === "span" && classesOf(tag).some((one) => one === "invisible" || one === "ellipsis"))
      link.shortened = true;
    const breaks = blocks.get(name);
    if (breaks !== undefined) {
      endLink();
      out.apart(lists.length > 0 ? 1 : breaks);
    }
    if (name === "hr") out.apart(2);
    if (name === "pre") pre += 1;
    if (name === "blockquote") out.quotes += 1;
    if (name === "ul" || name === "ol") lists.push({ ordered: name === "ol", count: 0 });
    const list = lists.at(-1);
    if (name === "li") {
      if (list !== undefined) list.count += 1;
      out.item(list?.ordered === true ? `${list.count}. ` : "- ", lists.length);
    }
  };

  const closeTag = ({ name }: Tag): void => {
    if (name === "a") endLink();
    const breaks = blocks.get(name);
    if (breaks === undefined) return;
    endLink();
    if (name === "pre") pre = Math.max(0, pre - 1);
    if (name === "ul" || name === "ol") lists.pop();
    out.apart(lists.length > 0 ? 1 : breaks);
    if (name === "blockquote") out.quotes = Math.max(0, out.quotes - 1);
  };

  const say = (raw: string): void => {
    const decoded = decode(raw);
    const words = decoded.includes("\r") ? decoded.replace(/\r\n?/g, "\n") : decoded;
    if (link !== undefined) {
      link.shown += words;
      return;
    }
    if (pre > 0) {
      words.split("\n").forEach((line, index) => {
        if (index > 0) out.lineBreak();
        out.write(line);
      });
      return;
    }
    if (!words.includes("\n")) {
      out.write(words);
      return;
    }
    // A line break in the source is a blank; between blocks it is nothing. Blanks that the author typed stay.
    const flowing = words.replace(/\s+/g, (blanks) => (blanks.includes("\n") ? "\n" : blanks));
    if (flowing.startsWith("\n")) out.blank();
    out.write(flowing.replace(/^\n|\n$/g, "").replaceAll("\n", " "));
    if (flowing.endsWith("\n")) out.blank();
  };

  cut(html, (token) => {
    if (skipped !== undefined) {
      if (typeof token !== "string" && token.name === skipped.name) skipped.depth += token.closes ? -1 : 1;
      if (skipped.depth === 0) skipped = undefined;
    } else if (typeof token === "string") say(token);
    else if (unread.has(token.name)) {
      if (!token.closes) skipped = { name: token.name, depth: 1 };
    } else if (token.closes) closeTag(token);
    else openTag(token);
  });
  endLink();
  return trimmed(out.text, links);
}

/** Takes blanks off both ends, and moves the links along. */
function trimmed(whole: string, links: readonly TextLink[]): HtmlText {
  const text = whole.trim();
  const by = whole.length - whole.trimStart().length;
  if (by === 0) return { text, links };
  return { text, links: links.map((link) => ({ ...link, start: link.start - by, end: link.end - by })) };
}
