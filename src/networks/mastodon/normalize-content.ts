/**
 * What a status says: text, entities and media.
 * @module
 */
import { fieldsOf, listOf, textOf, wholeOf, type Writable } from "../../adapter/fields.js";
import { htmlToText, type HtmlText } from "../../text/html-to-text.js";
import type { Attachment } from "../../model/attachment.js";
import type { Entity } from "../../model/entity.js";
import type { WireStatus } from "./wire.js";

/** What a status says. */
export interface Said {
  /** Plain text. */
  readonly text: string;
  /** Mentions, hashtags and links in it. */
  readonly entities: readonly Entity[];
}

interface Mentioned {
  readonly acct: string;
  readonly id: string | undefined;
}

/**
 * Reads text and entities. Mentions are written out as their authors wrote them, with the server, which the server's HTML leaves off. With a
 * quote beside it, the address of the quoted status that is written for other software is left out.
 */
export function toSaid(wire: WireStatus, quotes: boolean): Said {
  const content = wire.content ?? "";
  const people = content.includes("@") ? mentionedIn(wire) : new Map<string, Mentioned>();
  const shown = new Map([...people].map(([url, { acct }]) => [url, `@${acct}`]));
  const { text, links } = htmlToText(content, { shown, ...(quotes && { without: "quote-inline" }) });
  return { text, entities: links.length === 0 ? [] : links.map((link) => toEntity(text, link, people.get(link.href))) };
}

function mentionedIn(wire: WireStatus): Map<string, Mentioned> {
  const people = new Map<string, Mentioned>();
  for (const mention of listOf(wire["mentions"])) {
    const { id, acct, url } = fieldsOf(mention);
    if (typeof url === "string" && typeof acct === "string" && acct !== "") people.set(url, { acct, id: textOf(id) });
  }
  return people;
}

function toEntity(text: string, { start, end, href, type }: HtmlText["links"][number], mention: Mentioned | undefined): Entity {
  const word = text.slice(start, end).replace(/^[@＠#＃]/u, "");
  // Software without classes still lists whom it mentions.
  if (type === "mention" || mention !== undefined)
    return { type: "mention", start, end, value: mention?.acct ?? word, ...(mention?.id !== undefined && { targetId: mention.id }) };
  return type === "hashtag" ? { type, start, end, value: word } : { type: "link", start, end, value: href };
}

const kinds: Readonly<Record<string, Attachment["type"]>> = { image: "image", video: "video", gifv: "gif", audio: "audio" };

/** Reads media; a type that is new becomes `other`. */
export function toAttachments(wire: WireStatus): readonly Attachment[] {
  const media = listOf(wire["media_attachments"]);
  return media.length === 0 ? [] : media.map(toAttachment);
}

function toAttachment(media: unknown): Attachment {
  const { type, url, remote_url: remote, preview_url: preview, description, meta } = fieldsOf(media);
  const { width, height, duration } = { ...fieldsOf(meta), ...fieldsOf(fieldsOf(meta)["original"]) };
  const made: Writable<Attachment> = { type: kinds[String(type)] ?? "other" };
  const address = textOf(url) ?? textOf(remote);
  const still = textOf(preview);
  if (address !== undefined) made.url = address;
  if (still !== undefined) made.previewUrl = still;
  const alt = textOf(description);
  if (alt !== undefined) made.alt = alt;
  const [w = 0, h = 0] = [wholeOf(width), wholeOf(height)];
  if (w > 0 && h > 0) {
    made.width = w;
    made.height = h;
  }
  if (typeof duration === "number" && duration > 0) made.durationMs = Math.round(duration * 1000);
  return made;
}
