/**
 * Embeds to attachments and quotes. A view (with addresses) and the record's own embed (without) have one shape.
 * @module
 */
import type { Attachment } from "../../model/attachment.js";
import { fieldsOf, listOf, textOf, wholeOf, type Writable } from "../../adapter/fields.js";
import { parseAtUri, postCollection } from "./ids.js";

type Fields = Readonly<Record<string, unknown>>;

/** What an embed holds. */
export interface Embedded {
  /** Media, links and things shared, in order. */
  readonly attachments: readonly Attachment[];
  /** AT-URI of the quoted post. */
  readonly quotedUri?: string;
  /** True when the quoted post is known to be a reply. */
  readonly quotesReply?: boolean;
}

const nothing: Embedded = { attachments: [] };

/** Reads an embed of any type; one that is new becomes an attachment of type `other`. */
export function toEmbedded(embed: unknown): Embedded {
  if (typeof embed !== "object" || embed === null) return nothing;
  const fields = embed as Fields;
  const type = textOf(fields["$type"]) ?? "";
  // `app.bsky.embed.images#view` and `app.bsky.embed.images` are read alike.
  const end = type.indexOf("#");
  switch (end < 0 ? type : type.slice(0, end)) {
    case "app.bsky.embed.images":
      return { attachments: pictures(fields["images"]) };
    case "app.bsky.embed.gallery":
      return { attachments: pictures(fields["items"]) };
    case "app.bsky.embed.video":
      return { attachments: [video(fields)] };
    case "app.bsky.embed.external":
      return { attachments: [link(fieldsOf(fields["external"]))] };
    case "app.bsky.embed.record":
      return quote(fieldsOf(fields["record"]));
    case "app.bsky.embed.recordWithMedia": {
      const quoted = quote(fieldsOf(fieldsOf(fields["record"])["record"]));
      const media = toEmbedded(fields["media"]);
      // Media never holds another record, whatever somebody nests.
      return { ...quoted, attachments: [...quoted.attachments, ...media.attachments] };
    }
    default:
      return { attachments: [{ type: "other" }] };
  }
}

function pictures(list: unknown): readonly Attachment[] {
  return listOf(list).map((picture) => {
    const fields = fieldsOf(picture);
    return media("image", fields, fields["fullsize"], fields["thumb"] ?? fields["thumbnail"], fields["image"]);
  });
}

function video(fields: Fields): Attachment {
  return media(fields["presentation"] === "gif" ? "gif" : "video", fields, fields["playlist"], fields["thumbnail"], fields["video"]);
}

function media(type: Attachment["type"], fields: Fields, address: unknown, preview: unknown, file: unknown): Attachment {
  const made: Writable<Attachment> = { type };
  const url = textOf(address);
  const previewUrl = textOf(preview);
  const mimeType = textOf(fieldsOf(file)["mimeType"]);
  const { width, height } = fieldsOf(fields["aspectRatio"]);
  const { alt } = fields;
  if (url !== undefined) made.url = url;
  if (previewUrl !== undefined) made.previewUrl = previewUrl;
  // An empty alternative text is what the author wrote: none.
  if (typeof alt === "string") made.alt = alt;
  if (mimeType !== undefined) made.mimeType = mimeType;
  const [w = 0, h = 0] = [wholeOf(width), wholeOf(height)];
  if (w > 0 && h > 0) {
    made.width = w;
    made.height = h;
  }
  return made;
}

function link({ uri, thumb, title }: Fields): Attachment {
  return media("link", { alt: textOf(title) }, uri, thumb, undefined);
}

function quote(record: Fields): Embedded {
  const uri = textOf(record["uri"]);
  // Feeds, lists and starter packs are shared, not quoted.
  if (uri === undefined || parseAtUri(uri)?.collection !== postCollection) return { attachments: [{ type: "share" }] };
  const { reply } = fieldsOf(record["value"]);
  return { attachments: [], quotedUri: uri, ...(typeof reply === "object" && reply !== null && { quotesReply: true }) };
}
