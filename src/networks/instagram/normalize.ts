/**
 * Media and comments to the model. Pure.
 * @module
 */
import { keyOf, sameName } from "../_graph/names.js";
import { authorOf, commentAuthor, type Viewer } from "./normalize-author.js";
import { fieldsOf, present, textOf, timestampOf, wholeOf, type Writable } from "../../adapter/fields.js";
import { idOf } from "../_graph/wire.js";
import { names, toAttachments, toCounts, toEntities } from "./normalize-content.js";
import { Unreadable } from "../../adapter/read-items.js";
import type { Author } from "../../model/author.js";
import type { Content } from "../../model/content.js";
import type { Message } from "../../model/message.js";
import type { Post } from "../../model/post.js";
import type { WireComment, WireMedia } from "./wire.js";

/** Stories are taken down after a day (stories edge, read 2026-09). Milliseconds. */
const storyMs = 24 * 3_600_000;

function timeOf(wire: Readonly<Record<string, unknown>>): string {
  const at = timestampOf(wire["timestamp"]);
  if (at === undefined) throw new Unreadable("timestamp: not a time");
  return at;
}

/** What media are seen with, beside themselves. */
export interface MediaSeen {
  /** True for a list that holds our own media only. @defaultValue as the media tell */
  readonly own?: boolean;
}

type Common = Pick<Content, "network" | "accountId" | "id" | "text" | "entities" | "attachments" | "counts" | "createdAt" | "visibility">;

function mediaContent({ us }: Viewer, wire: WireMedia): Common {
  const text = textOf(wire["caption"]) ?? "";
  return {
    network: "instagram",
    accountId: us.id,
    id: wire.id,
    text,
    entities: toEntities(text),
    attachments: toAttachments(wire),
    counts: toCounts(wire),
    createdAt: timeOf(wire),
    visibility: "public",
  };
}

/** Who posted media: `owner` is told of our own only, of others nothing but the name (media reference, read 2026-09). */
function mediaAuthor(viewer: Viewer, wire: WireMedia, own?: boolean): { readonly author: Author | undefined; readonly isOwn: boolean } {
  const handle = textOf(wire["username"]);
  const owner = idOf(fieldsOf(wire["owner"])["id"]);
  const isOwn = own ?? (owner === viewer.us.id || sameName(handle, viewer.known.handle));
  return { author: authorOf(viewer, owner, handle, isOwn), isOwn };
}

/** Reads media as a post. */
export function toPost(viewer: Viewer, wire: WireMedia, seen: MediaSeen = {}): Post {
  const { us } = viewer;
  const { author, isOwn } = mediaAuthor(viewer, wire, seen.own);
  const product = textOf(wire["media_product_type"]);
  const content = mediaContent(viewer, wire);
  const post: Writable<Post> = {
    ...content,
    key: keyOf(us, "post", wire.id),
    isOwn,
    // What insights there are depends on it.
    ...(product !== undefined && { refs: { productType: product } }),
    raw: wire,
  };
  if (author !== undefined) post.author = author;
  const url = textOf(wire["permalink"]);
  if (url !== undefined) post.url = url;
  const open = wire["is_comment_enabled"];
  if (typeof open === "boolean") post.commentsOpen = open;
  if (product === "AD") post.isAd = true;
  if (product === "STORY") post.expiresAt = new Date(Date.parse(content.createdAt) + storyMs).toISOString();
  return post;
}

/** What a comment is seen with, beside itself. */
export interface CommentSeen {
  /** Id of the post that it stands under, where the comment does not tell. */
  readonly postId?: string | undefined;
  /** Id of the comment that it answers, where the comment does not tell. */
  readonly parentId?: string | undefined;
  /** How it came. @defaultValue "poll" */
  readonly via?: Message["via"];
}

/**
 * Reads a comment below our own media. There are two levels: whatever answers an answer is listed under the first comment.
 * `refs` hold what an answer needs: the post, the first comment, and whom to name.
 */
export function toComment(viewer: Viewer, wire: WireComment, seen: CommentSeen = {}): Message {
  const { us, known } = viewer;
  const media = fieldsOf(wire["media"]);
  const postId = idOf(media["id"]) ?? seen.postId;
  if (postId === undefined) throw new Unreadable("media.id: no string");
  const parentId = idOf(wire["parent_id"]) ?? seen.parentId;
  const author = commentAuthor(viewer, wire);
  const isOwn = author?.isOwn === true;
  const text = textOf(wire["text"]) ?? "";
  const likes = wholeOf(wire["like_count"]);
  const message: Writable<Message> = {
    key: keyOf(us, "message", wire.id),
    network: "instagram",
    accountId: us.id,
    id: wire.id,
    kind: "comment",
    direction: isOwn ? "outbound" : "inbound",
    conversation: keyOf(us, "conversation", postId),
    post: keyOf(us, "post", postId),
    refs: present({ postId, parentId, handle: author?.handle, authorId: author?.id }),
    text,
    entities: toEntities(text),
    attachments: [],
    counts: likes === undefined ? {} : { likes },
    createdAt: timeOf(wire),
    visibility: wire["hidden"] === true ? "hidden" : "public",
    via: seen.via ?? "poll",
    raw: wire,
  };
  if (author !== undefined) message.author = author;
  if (parentId !== undefined) {
    message.parent = keyOf(us, "message", parentId);
    message.root = message.parent;
  }
  if (names(text, known.handle)) message.mentionsUs = true;
  const product = textOf(media["media_product_type"]);
  if (product === "LIVE") message.surface = "live";
  const allows = allowed(isOwn, message.visibility === "hidden", product === "LIVE");
  if (allows !== undefined) message.allows = allows;
  return message;
}

/** Our own stay visible when they are hidden, nothing is said below what is hidden, and what was said live can only be deleted. */
function allowed(isOwn: boolean, isHidden: boolean, isLive: boolean): Message["allows"] {
  const allows: Record<string, boolean> = {
    ...((isOwn || isLive) && { hide: false }),
    ...((isHidden || isLive) && { reply: false }),
    ...(isOwn && { replyPrivately: false }),
  };
  return Object.keys(allows).length === 0 ? undefined : allows;
}

/** Reads a post of somebody else that tags the account, or mentions it in its caption. */
export function toMentionedMedia(viewer: Viewer, wire: WireMedia, surface?: "photo-tag"): Message {
  const { us, known } = viewer;
  const { author, isOwn } = mediaAuthor(viewer, wire);
  const content = mediaContent(viewer, wire);
  const handle = author?.handle;
  const mentions = surface === undefined || names(content.text, known.handle);
  const message: Writable<Message> = {
    ...content,
    key: keyOf(us, "message", wire.id),
    kind: "mention",
    direction: isOwn ? "outbound" : "inbound",
    conversation: keyOf(us, "conversation", wire.id),
    post: keyOf(us, "post", wire.id),
    refs: present({ mediaId: wire.id, handle }),
    via: "poll",
    raw: wire,
  };
  if (author !== undefined) message.author = author;
  const url = textOf(wire["permalink"]);
  if (url !== undefined) message.url = url;
  if (mentions) message.mentionsUs = true;
  else message.surface = "photo-tag";
  return message;
}

/** Reads a comment of somebody that mentions the account. Under our own media it is a comment like others. */
export function toMentionedComment(viewer: Viewer, wire: WireComment, mediaId: string): Message {
  const { us } = viewer;
  const media = fieldsOf(wire["media"]);
  const message = toComment(viewer, wire, { postId: mediaId });
  // `owner` is told of our own media only.
  if (idOf(fieldsOf(media["owner"])["id"]) === us.id) return { ...message, mentionsUs: true };
  const url = textOf(media["permalink"]);
  return {
    ...message,
    kind: "mention",
    mentionsUs: true,
    refs: present({ mediaId: idOf(media["id"]) ?? mediaId, handle: message.author?.handle }),
    ...(url !== undefined && { url }),
  };
}
