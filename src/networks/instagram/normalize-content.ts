/**
 * What media and comments say: entities of a text, pictures and films, counts.
 * @module
 */
import { fieldsOf, listOf, textOf, wholeOf, type Writable } from "../../adapter/fields.js";
import { findSpans } from "../../text/spans.js";
import type { Attachment } from "../../model/attachment.js";
import type { Counts } from "../../model/counts.js";
import type { Entity } from "../../model/entity.js";
import type { WireMedia } from "./wire.js";

/** A name on Instagram: letters, digits, full stops and underscores; what follows another sign is no part of it. */
const handle = /^[@＠]([\w.]*\w)/;

/** Finds mentions, hashtags and links, which the network does not mark. Its apps make no link of an address, and people type them all the same. */
export function toEntities(text: string): readonly Entity[] {
  const entities: Entity[] = [];
  for (const { type, start, end } of findSpans(text)) {
    const words = text.slice(start, end);
    if (type === "link") entities.push({ type, start, end, value: words });
    if (type === "hashtag" && !words.startsWith("$")) entities.push({ type, start, end, value: words.slice(1) });
    const [whole = "", name] = type === "mention" ? (handle.exec(words) ?? []) : [];
    if (name !== undefined) entities.push({ type: "mention", start, end: start + whole.length, value: name });
  }
  return entities;
}

/** Tells whether a text names somebody. */
export function names(text: string, whom: string | undefined): boolean {
  if (whom === undefined) return false;
  const name = whom.toLowerCase();
  return toEntities(text).some(({ type, value }) => type === "mention" && value.toLowerCase() === name);
}

const kinds: Readonly<Record<string, Attachment["type"]>> = { IMAGE: "image", VIDEO: "video" };

function toAttachment(media: unknown): Attachment {
  const { media_type: type, media_url: url, thumbnail_url: preview, alt_text: alt } = fieldsOf(media);
  const made: Writable<Attachment> = { type: kinds[String(type)] ?? "other" };
  const address = textOf(url);
  if (address !== undefined) made.url = address;
  const still = textOf(preview);
  if (still !== undefined) made.previewUrl = still;
  const words = textOf(alt);
  if (words !== undefined) made.alt = words;
  return made;
}

/** Reads what media show. The address is missing where the network sees a copyright of somebody else. */
export function toAttachments(wire: WireMedia): readonly Attachment[] {
  const children = listOf(fieldsOf(wire["children"])["data"]);
  if (children.length > 0) return children.map(toAttachment);
  // An album of somebody else comes without its parts; what it shows first stands for it.
  if (wire["media_type"] === "CAROUSEL_ALBUM") return [{ ...toAttachment(wire), type: "image" }];
  return [toAttachment(wire)];
}

/** Reads counts. Likes are left out by the network where the owner hides them. */
export function toCounts(wire: WireMedia): Counts {
  const counts: Writable<Counts> = {};
  const likes = wholeOf(wire["like_count"]);
  const replies = wholeOf(wire["comments_count"]);
  const views = wholeOf(wire["view_count"]);
  if (likes !== undefined) counts.likes = likes;
  if (replies !== undefined) counts.replies = replies;
  if (views !== undefined) counts.views = views;
  return counts;
}
