/**
 * Media and links on a post or message.
 * @module
 */
import type { Timestamp } from "./ref.js";

/** One picture, video, file, link or shared post beside a text. */
export interface Attachment {
  /** What it is; `share` is a post that was passed on, `other` whatever is new. */
  readonly type: "image" | "video" | "audio" | "gif" | "sticker" | "file" | "link" | "share" | "other";
  /** Address of the thing itself. */
  readonly url?: string;
  /** Address of a small still picture. */
  readonly previewUrl?: string;
  /** What a person hears who cannot see it. */
  readonly alt?: string;
  /** Media type, e.g. `image/jpeg`. */
  readonly mimeType?: string;
  /** Pixels. */
  readonly width?: number;
  /** Pixels. */
  readonly height?: number;
  /** Of sound and moving pictures. Milliseconds. */
  readonly durationMs?: number;
  /** When `url` stops working. */
  readonly expiresAt?: Timestamp;
}
