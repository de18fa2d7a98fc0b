/**
 * What stands beside the text of a direct message: files, stickers, shared posts, stories. Pure.
 * @module
 */
import { day } from "../../limits/rules.js";
import { fieldsOf, listOf, present, textOf, wholeOf } from "../../adapter/fields.js";
import type { Attachment } from "../../model/attachment.js";
import type { Timestamp } from "../../model/ref.js";

type Fields = Readonly<Record<string, unknown>>;

const dataOf = (edge: unknown): readonly Fields[] => listOf(fieldsOf(edge)["data"]).map(fieldsOf);

/**
 * Tells when an address of Meta's file servers ends: `oe` is the second, in hex (seen 2026-11; not documented). `undefined` where it does
 * not tell: the address ends all the same some day.
 */
export function mediaExpiry(address: string | undefined): Timestamp | undefined {
  const hex = /[?&]oe=([\da-f]{8})(?:&|$)/i.exec(address ?? "")?.[1];
  return hex === undefined ? undefined : new Date(Number.parseInt(hex, 16) * 1000).toISOString();
}

/** A file with an address that ends. */
export function mediaAttachment(type: Attachment["type"], url: string | undefined, more: Partial<Attachment> = {}): Attachment {
  return present({ type, url, expiresAt: mediaExpiry(url), ...more });
}

/** A length of a video; seconds with decimals. */
function milliseconds(seconds: unknown): number | undefined {
  return typeof seconds === "number" && seconds >= 0 ? Math.round(seconds * 1000) : undefined;
}

/** Sizes that nobody measured come as 0. */
const pixels = (size: unknown): number | undefined => wholeOf(size) || undefined;

function fileType(mimeType: string | undefined): Attachment["type"] {
  const main = mimeType?.split("/")[0];
  return main === "image" || main === "video" || main === "audio" ? main : "file";
}

function toFile(wire: Fields): Attachment {
  const { image_data: image, video_data: video, file_url: file, generic_template: template, mime_type: mime, name } = wire;
  const mimeType = textOf(mime);
  if (image !== undefined) {
    const { url, preview_url: preview, animated_gif_url: animated, width, height, render_as_sticker: sticker } = fieldsOf(image);
    const moving = textOf(animated);
    const type = sticker === true ? "sticker" : moving === undefined ? "image" : "gif";
    const more = { previewUrl: textOf(preview), mimeType, width: pixels(width), height: pixels(height) };
    return mediaAttachment(type, moving ?? textOf(url), present(more));
  }
  if (video !== undefined) {
    const { url, preview_url: preview, width, height, length } = fieldsOf(video);
    const more = {
      previewUrl: textOf(preview),
      mimeType,
      width: pixels(width),
      height: pixels(height),
      durationMs: milliseconds(length),
    };
    return mediaAttachment("video", textOf(url), present(more));
  }
  if (template !== undefined) {
    const { title, subtitle, media_url: media, cta } = fieldsOf(template);
    const url = textOf(fieldsOf(cta)["url"]);
    const alt = textOf(title) ?? textOf(subtitle);
    return present({ type: url === undefined ? ("other" as const) : ("link" as const), url, previewUrl: textOf(media), alt });
  }
  const url = textOf(file);
  if (url === undefined) return present({ type: "other" as const, alt: textOf(name), mimeType });
  return mediaAttachment(fileType(mimeType), url, present({ alt: textOf(name), mimeType }));
}

function toShare(wire: Fields): Attachment {
  const url = textOf(wire["link"]);
  return mediaAttachment("share", url, present({ alt: textOf(wire["name"]) ?? textOf(wire["description"]) }));
}

/** A story is gone a day after it was put up, which is not told: at the latest a day after somebody wrote of it. */
function toStory(story: unknown, createdAt: Timestamp): readonly Attachment[] {
  const { reply_to: answered, mention } = fieldsOf(story);
  const one = mention ?? answered;
  if (one === undefined) return [];
  const url = textOf(fieldsOf(one)["link"]);
  return [present({ type: "share" as const, url, expiresAt: new Date(Date.parse(createdAt) + day).toISOString() })];
}

/** Reads what stands beside a text. What the network cannot show through its API is told as `other`, so that no message looks empty. */
export function toDirectAttachments(wire: Fields, createdAt: Timestamp): readonly Attachment[] {
  const sticker = textOf(wire["sticker"]);
  const files = dataOf(wire["attachments"]).map(toFile);
  // A sticker comes as a file of its own beside its address.
  const lone = sticker !== undefined && !files.some(({ type, url }) => type === "sticker" || url === sticker);
  const found = [
    ...files,
    ...(lone ? [mediaAttachment("sticker", sticker)] : []),
    ...dataOf(wire["shares"]).map(toShare),
    ...toStory(wire["story"], createdAt),
  ];
  const unsupported = wire["is_unsupported"];
  return found.length === 0 && (unsupported === true || unsupported === "true") ? [{ type: "other" }] : found;
}
