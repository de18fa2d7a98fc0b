/**
 * What posts and comments say: entities and attachments.
 * @module
 */
import { fieldsOf, listOf, textOf, wholeOf, type Writable } from "../../adapter/fields.js";
import { findSpans } from "../../text/spans.js";
import { idOf } from "../_graph/task.js";
import type { Attachment } from "../../model/attachment.js";
import type { Entity } from "../../model/entity.js";

/** A mention as Facebook tells it. */
interface Tag {
  readonly id: string | undefined;
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

/** Reads tags: a list, or, in old answers, an object that keeps lists of them by offset. */
function tagsOf(tags: unknown): readonly Tag[] {
  const list = Array.isArray(tags)
    ? listOf(tags)
    : Object.values(fieldsOf(tags)).flatMap((one) => (Array.isArray(one) ? listOf(one) : [one]));
  return list.flatMap((one) => {
    const { id, name, offset, length } = fieldsOf(one);
    const shown = textOf(name);
    const [at, long] = [wholeOf(offset), wholeOf(length)];
    return shown === undefined || at === undefined || long === undefined ? [] : [{ id: idOf(id), name: shown, offset: at, length: long }];
  });
}

/** Says whether somebody is among the tags of a text. */
export function tagsName(tags: unknown, id: string): boolean {
  return tagsOf(tags).some((tag) => tag.id === id);
}

/** Where a tag stands in UTF-16. What offsets count in is not documented, so the words decide: code units, else code points, else a search. */
function placeOf(text: string, { name, offset, length }: Tag): readonly [start: number, end: number] | undefined {
  if (text.slice(offset, offset + length) === name) return [offset, offset + length];
  const points = Array.from(text);
  const start = points.slice(0, offset).join("").length;
  const words = points.slice(offset, offset + length).join("");
  if (words === name) return [start, start + words.length];
  const found = text.indexOf(name);
  return found < 0 ? undefined : [found, found + name.length];
}

/** Finds mentions, which the network marks, and links and hashtags, which it does not. */
export function toEntities(text: string, tags: unknown): readonly Entity[] {
  if (text === "") return [];
  const mentions = tagsOf(tags).flatMap((tag): Entity[] => {
    const place = placeOf(text, tag);
    if (place === undefined) return [];
    const [start, end] = place;
    return [{ type: "mention", start, end, value: tag.name, ...(tag.id !== undefined && { targetId: tag.id }) }];
  });
  const isFree = (start: number, end: number): boolean => mentions.every((one) => end <= one.start || start >= one.end);
  const marked = findSpans(text).flatMap(({ type, start, end }): Entity[] => {
    const words = text.slice(start, end);
    if (!isFree(start, end)) return [];
    if (type === "link") return [{ type, start, end, value: words }];
    return type === "hashtag" && !words.startsWith("$") ? [{ type, start, end, value: words.slice(1) }] : [];
  });
  return [...mentions, ...marked].sort((one, other) => one.start - other.start);
}

const kinds: readonly (readonly [RegExp, Attachment["type"]])[] = [
  [/^animated_image/, "gif"],
  [/^sticker/, "sticker"],
  [/^(?:photo|cover_photo|profile_media)/, "image"],
  [/^(?:video|live_video|reel)/, "video"],
  [/^music|^audio/, "audio"],
  [/^file/, "file"],
  // Another post that was passed on; a link to somewhere else is `share` as well, and has an address outside.
  [/^(?:native_templates|commerce|event|fundraiser|map|note|offer)/, "other"],
  [/^(?:share|link|unavailable)/, "link"],
];

function kindOf(type: string | undefined, media: string | undefined): Attachment["type"] {
  for (const word of [type, media]) for (const [form, kind] of kinds) if (word !== undefined && form.test(word)) return kind;
  return "other";
}

/** Reads one attachment of a comment, or the list of a post; an album gives its pictures. */
export function toAttachments(wire: unknown): readonly Attachment[] {
  const { data, ...single } = fieldsOf(wire);
  const list = Array.isArray(data) ? listOf(data) : Object.keys(single).length === 0 ? [] : [single];
  return list.flatMap((one) => {
    const below = listOf(fieldsOf(fieldsOf(one)["subattachments"])["data"]);
    return below.length > 0 ? below.map(toAttachment) : [toAttachment(one)];
  });
}

function toAttachment(wire: unknown): Attachment {
  const { type, media_type: mediaType, media, url, unshimmed_url: unshimmed, title } = fieldsOf(wire);
  const { image, source } = fieldsOf(media);
  const { src, width, height } = fieldsOf(image);
  const kind = kindOf(textOf(type), textOf(mediaType)?.toLowerCase());
  const made: Writable<Attachment> = { type: kind };
  const still = textOf(src);
  // `url` leads through Facebook's redirect, `unshimmed_url` is the address that was shared.
  const page = textOf(unshimmed) ?? textOf(url);
  const file = textOf(source);
  const isStill = kind === "image" || kind === "sticker" || kind === "gif";
  const address = isStill ? (still ?? page) : kind === "video" || kind === "audio" ? (file ?? page) : page;
  if (address !== undefined) made.url = address;
  if (still !== undefined && still !== address) made.previewUrl = still;
  const [w = 0, h = 0] = [wholeOf(width), wholeOf(height)];
  if (w > 0 && h > 0) {
    made.width = w;
    made.height = h;
  }
  // The alternative text of a picture is not told; of a link its title says what it leads to.
  const words = textOf(title);
  if (kind === "link" && words !== undefined) made.alt = words;
  return made;
}
