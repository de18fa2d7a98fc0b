/**
 * Files, stickers, embeds, polls and passed-on messages beside a text. Pure.
 * @module
 */
import { fieldsOf, listOf, present, textOf, wholeOf, type Writable } from "../../adapter/fields.js";
import type { Attachment } from "../../model/attachment.js";
import type { WireMessage } from "./wire.js";

/** Reads what stands beside a text: files, stickers, embeds, what was passed on with its words and files, and what a poll asks. */
export function toAttachments(wire: WireMessage): readonly Attachment[] {
  const attachments = listOf(wire["attachments"]).map(toFile);
  for (const sticker of listOf(wire["sticker_items"])) attachments.push(toSticker(sticker));
  for (const embed of listOf(wire["embeds"])) attachments.push(...toCard(embed));
  for (const snapshot of listOf(wire["message_snapshots"])) {
    const { message } = fieldsOf(snapshot);
    const { content, attachments: files } = fieldsOf(message);
    attachments.push(present({ type: "share" as const, alt: textOf(content) }), ...listOf(files).map(toFile));
  }
  const { question } = fieldsOf(wire["poll"]);
  if (question !== undefined) attachments.push(present({ type: "other" as const, alt: textOf(fieldsOf(question)["text"]) }));
  return attachments;
}

function typeOf(mimeType: string | undefined): Attachment["type"] {
  if (mimeType === "image/gif") return "gif";
  const [main = ""] = mimeType?.split("/") ?? [];
  return main === "image" || main === "video" || main === "audio" ? main : "file";
}

function toFile(wire: unknown): Attachment {
  const { content_type: contentType, url, proxy_url: proxy, description, width, height, duration_secs: seconds } = fieldsOf(wire);
  const mimeType = textOf(contentType)?.split(";")[0]?.trim().toLowerCase();
  // Written field by field: files are what most pages of pictures consist of.
  const file: Writable<Attachment> = { type: typeOf(mimeType) };
  const address = textOf(url);
  if (address !== undefined) {
    file.url = address;
    const expiresAt = expiryOf(address);
    if (expiresAt !== undefined) file.expiresAt = expiresAt;
  }
  const still = file.type === "image" || file.type === "gif" ? textOf(proxy) : undefined;
  if (still !== undefined) file.previewUrl = still;
  const alt = textOf(description);
  if (alt !== undefined) file.alt = alt;
  if (mimeType !== undefined) file.mimeType = mimeType;
  const [wide, high] = [wholeOf(width), wholeOf(height)];
  if (wide !== undefined) file.width = wide;
  if (high !== undefined) file.height = high;
  if (typeof seconds === "number" && seconds >= 0) file.durationMs = Math.round(seconds * 1000);
  return file;
}

/** Addresses of files are signed and end: `ex` is the second, in hex (reference, signed attachment CDN URLs; read 2026-11). */
function expiryOf(address: string): string | undefined {
  const ex = /[?&]ex=([\da-f]{1,10})(?:&|$)/i.exec(address)?.[1];
  return ex === undefined ? undefined : new Date(Number.parseInt(ex, 16) * 1000).toISOString();
}

function toSticker(wire: unknown): Attachment {
  const { id, name, format_type: format } = fieldsOf(wire);
  // 3 is Lottie, an animation that no picture address exists for; 4 is a GIF (reference, sticker format types; read 2026-11).
  const url =
    typeof id !== "string" || format === 3 ? undefined : `https://cdn.discordapp.com/stickers/${id}.${format === 4 ? "gif" : "png"}`;
  return present({ type: "sticker" as const, url, alt: textOf(name) });
}

/** What a link leads to; or what a bot wrote into a card, which need not lead anywhere. */
function toCard(wire: unknown): readonly Attachment[] {
  const { url, title, description, thumbnail, image } = fieldsOf(wire);
  const address = textOf(url);
  const words = textOf(title) ?? textOf(description);
  if (address === undefined) return words === undefined ? [] : [{ type: "other", alt: words }];
  const previewUrl = textOf(fieldsOf(thumbnail)["url"]) ?? textOf(fieldsOf(image)["url"]);
  return [present({ type: "link" as const, url: address, previewUrl, alt: words })];
}
