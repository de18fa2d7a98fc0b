/**
 * Facets, both ways: mentions, links and hashtags of a text, counted in UTF-8 bytes by the network and in UTF-16 units by us.
 * @module
 */
import { countBytes, countGraphemes } from "../../text/count.js";
import { fieldsOf, listOf, textOf, wholeOf } from "../../adapter/fields.js";
import type { Entity } from "../../model/entity.js";

/** A stretch of a text that should become a facet. Offsets are UTF-16, `end` is exclusive. */
export interface FoundFacet {
  /** What it is; a cashtag is a tag whose value keeps its `$`. */
  readonly type: "mention" | "link" | "tag";
  /** First offset. */
  readonly start: number;
  /** One past the last offset. */
  readonly end: number;
  /** The handle without `@`, the full address, or the tag without `#`. */
  readonly value: string;
}

/** A facet as a record carries it. */
export interface WireFacet {
  /** Where it stands. UTF-8 bytes, end exclusive. */
  readonly index: { readonly byteStart: number; readonly byteEnd: number };
  /** What it is. */
  readonly features: readonly Readonly<Record<string, string>>[];
}

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const mentionForm = new RegExp(`(?<=^|[\\s(])@((?:${label}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)(?![a-z0-9-])`, "giu");
const linkForm = /(?<=^|[\s(])https?:\/\/\S+/giu;
const domainForm = new RegExp(`(?<=^|[\\s(])(?:${label}\\.)+([a-z]{2,24})(?![a-z0-9@-]|\\.[a-z0-9])(?:[/?#]\\S*)?`, "giu");
const tagForm = /(?<=^|\s)[#＃](?!\ufe0f)(?:(?![\u00ad\u200a-\u200d\u2060]|\u20e2)\S)+/gu;
const cashtagForm = /(?<=^|[\s(])\$[a-z][a-z0-9]{0,4}(?=$|[\s.,;:!?)"'’])/giu;

/**
 * Ends of domains that a bare `example.com` is taken for an address by. Few on purpose: a file name or a sentence without a space
 * (`readme.md`, `main.py`, `word.Next`) must not become a link.
 */
const endings = new Set(
  (
    "com org net edu gov int info biz app dev io ai co me tv xyz online shop store site blog news social design agency studio tech " +
    "at au be br ca ch cn cz de dk ee es eu fi fr gr hu ie in is it jp kr lt lu lv mx nl no nz pl pt ro se si sk ua uk us za"
  ).split(" "),
);

/** A tag may hold this many graphemes (lexicon app.bsky.richtext.facet, read 2026-08). */
const maxTag = 64;

/** Finds what should become facets, in order and without overlap. */
export function findFacets(text: string): readonly FoundFacet[] {
  // Every kind holds one of these; most replies hold none.
  if (!/[@.#＃$]/u.test(text)) return [];
  const found: FoundFacet[] = [];
  for (const match of text.matchAll(mentionForm)) {
    const handle = match[1] ?? "";
    if (handle.length <= 253) found.push({ type: "mention", start: match.index, end: match.index + match[0].length, value: handle });
  }
  for (const match of text.matchAll(linkForm)) {
    const address = trimLink(match[0]);
    if (URL.canParse(address)) found.push({ type: "link", start: match.index, end: match.index + address.length, value: address });
  }
  for (const match of text.matchAll(domainForm)) {
    const address = trimLink(match[0]);
    if (endings.has((match[1] ?? "").toLowerCase()) && URL.canParse(`https://${address}`))
      found.push({ type: "link", start: match.index, end: match.index + address.length, value: `https://${address}` });
  }
  for (const match of text.matchAll(tagForm)) {
    const tag = match[0].slice(1).replace(/\p{P}+$/u, "");
    if (/[^\d\p{P}\ufe0f]/u.test(tag) && countGraphemes(tag) <= maxTag)
      found.push({ type: "tag", start: match.index, end: match.index + 1 + tag.length, value: tag });
  }
  for (const match of text.matchAll(cashtagForm))
    found.push({ type: "tag", start: match.index, end: match.index + match[0].length, value: match[0].toUpperCase() });
  let free = 0;
  return found
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ start, end }) => {
      const fits = start >= free;
      if (fits) free = end;
      return fits;
    });
}

/** A link ends before the punctuation of its sentence and before a bracket that it did not open. */
function trimLink(link: string): string {
  let end = link.length;
  for (;;) {
    const last = link[end - 1] ?? "";
    const inside = link.slice(0, end);
    const opened = last === ")" && inside.split("(").length >= inside.split(")").length;
    if (opened || !/[.,;:!?'"’”»)\]}>…]/u.test(last)) return inside;
    end--;
  }
}

/**
 * Makes facets of what was found. A mention needs its DID: without one it stays plain text, because only a DID notifies.
 * @param didOf - the DID of a handle; `undefined` where there is none
 */
export function toFacets(text: string, found: readonly FoundFacet[], didOf: (handle: string) => string | undefined): readonly WireFacet[] {
  const facets: WireFacet[] = [];
  let at = 0;
  let bytes = 0;
  // Bytes are counted on from the last place, so a long text is walked once.
  const byteAt = (offset: number): number => {
    bytes += countBytes(text.slice(at, offset));
    at = offset;
    return bytes;
  };
  for (const { type, start, end, value } of found) {
    const did = type === "mention" ? didOf(value) : undefined;
    if (type === "mention" && did === undefined) continue;
    const byteStart = byteAt(start);
    const byteEnd = byteAt(end);
    const feature: Readonly<Record<string, string>> =
      did !== undefined
        ? { $type: "app.bsky.richtext.facet#mention", did }
        : type === "link"
          ? { $type: "app.bsky.richtext.facet#link", uri: value }
          : { $type: "app.bsky.richtext.facet#tag", tag: value };
    facets.push({ index: { byteStart, byteEnd }, features: [feature] });
  }
  return facets;
}

const none: readonly Entity[] = [];

/**
 * Reads the facets of a record as entities, in the order of the text.
 * A facet that lies outside the text, cuts a character in two or overlaps an earlier one is left out: other people's programs made it.
 */
export function toEntities(text: string, facets: unknown): readonly Entity[] {
  if (!Array.isArray(facets) || facets.length === 0) return none;
  const entities: Entity[] = [];
  const place: Place = { byte: 0, at: 0 };
  for (const facet of inOrder(facets)) {
    const from = startOf(facet);
    const to = wholeOf(fieldsOf(fieldsOf(facet)["index"])["byteEnd"]);
    // What lies behind us overlaps.
    if (to === undefined || from < place.byte || from >= to) continue;
    const before = place.byte;
    const { at } = place;
    const start = moveTo(text, place, from);
    const end = start === undefined ? undefined : moveTo(text, place, to);
    const entity = start === undefined || end === undefined ? undefined : toEntity(text.slice(start, end), start, end, facet);
    if (entity !== undefined) entities.push(entity);
    else {
      place.byte = before;
      place.at = at;
    }
  }
  return entities;
}

/** First byte of a facet; -1 when it has none. */
function startOf(facet: unknown): number {
  return wholeOf(fieldsOf(fieldsOf(facet)["index"])["byteStart"]) ?? -1;
}

/** Nearly always they come in order. */
function inOrder(facets: readonly unknown[]): readonly unknown[] {
  for (let index = 1, last = startOf(facets[0]); index < facets.length; index++) {
    const start = startOf(facets[index]);
    if (start < last) return [...facets].sort((a, b) => startOf(a) - startOf(b));
    last = start;
  }
  return facets;
}

function toEntity(shown: string, start: number, end: number, facet: unknown): Entity | undefined {
  const feature = fieldsOf(listOf(fieldsOf(facet)["features"])[0]);
  const did = textOf(feature["did"]);
  if (did !== undefined) return { type: "mention", start, end, value: shown.startsWith("@") ? shown.slice(1) : shown, targetId: did };
  const uri = textOf(feature["uri"]);
  if (uri !== undefined) return { type: "link", start, end, value: uri };
  const tag = textOf(feature["tag"]);
  if (tag === undefined) return undefined;
  return tag.startsWith("$") && tag.length > 1
    ? { type: "cashtag", start, end, value: tag.slice(1) }
    : { type: "hashtag", start, end, value: tag };
}

/** How far a text is walked: the same place in UTF-8 bytes and in UTF-16 units. */
interface Place {
  byte: number;
  at: number;
}

/** Walks on to a byte, which must not lie behind; gives its UTF-16 offset, or `undefined` inside a character and beyond the text. */
function moveTo(text: string, place: Place, byte: number): number | undefined {
  let { byte: bytes, at } = place;
  while (bytes < byte && at < text.length) {
    const code = text.charCodeAt(at);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if ((code & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      bytes += 4;
      at++;
    } else bytes += 3;
    at++;
  }
  place.byte = bytes;
  place.at = at;
  return bytes === byte ? at : undefined;
}
