/**
 * Mentions: photo tags, which can be listed, and mentions in captions and comments, which a webhook names and nothing lists.
 * @module
 */
import { childFields, foreignMediaFields, leastMediaFields, mentionedCommentFields, mentionedCommentMediaFields } from "./fields.js";
import { FolkmootError, isFolkmootError } from "../../errors.js";
import { toMentionedComment, toMentionedMedia, toPost } from "./normalize.js";
import { Unreadable } from "../../adapter/read-items.js";
import { wireComment, wireMedia, wireMentionedComment, wireMentionedMedia, type WireMedia } from "./wire.js";
import type { BeginInstagram, InstagramTask } from "./task.js";
import type { Edge } from "../_graph/task.js";
import type { ListQuery, Operations } from "../../adapter/operations.js";
import type { Message } from "../../model/message.js";
import type { Paged } from "../../model/page.js";
import type { Post } from "../../model/post.js";
import type { Schema } from "../../http/request.js";

/** Most of one page of tags (tags edge, read 2026-09). */
const mostOfPage = 50;

/** Lists mentions as far as the network does. */
export function mentions(begin: BeginInstagram): Pick<Operations, "listMentions"> {
  return { listMentions: (query) => listTags(begin("listMentions", query), query) };
}

/** Media in which the account is tagged. Pages tell cursors and never an address. */
function listTags(task: InstagramTask, query?: ListQuery): Paged<Message> {
  const edge: Edge<WireMedia, Message> = {
    fields: [...foreignMediaFields, `children{${childFields.join(",")}}`],
    item: wireMedia,
    most: mostOfPage,
    follow: "cursor",
    read: (wire) => toMentionedMedia(task, wire, "photo-tag"),
  };
  return task.list(
    async (cursor, size = mostOfPage) => {
      // Whether the caption names the account too is told by no field.
      await task.viewer();
      const asked = { ...task.options, limit: Math.min(size, mostOfPage), ...(cursor !== undefined && { after: cursor }) };
      const { items, next, quarantined } = await task.edge(task.own("tags"), edge, asked);
      return { items, next, quarantined };
    },
    query,
    ({ createdAt }) => createdAt,
  );
}

/**
 * Reads a mention by the ids that the webhook told.
 * @param id - of the comment, or, for a mention in a caption, of the media
 * @throws FolkmootError `not-found` when it is gone, or its owner lets nobody comment
 */
export async function readMention(task: InstagramTask, id: string, mediaId: string): Promise<Message> {
  const viewer = await task.viewer();
  if (id === mediaId) {
    const found = await mentionedMedia(task, id);
    return readable(task, () => toMentionedMedia(viewer, wireMedia.parse(found)));
  }
  const found = await smaller(task, wireMentionedComment, (part) => `mentioned_comment.comment_id(${digits(task, id)}){${part}}`, [
    [...mentionedCommentFields, `media{${mentionedCommentMediaFields.join(",")}}`],
    [...mentionedCommentFields, "media{id}"],
    ["id", "text", "timestamp", "username"],
  ]);
  return readable(task, () => toMentionedComment(viewer, wireComment.parse(found.mentioned_comment), mediaId));
}

/** Reads a post of somebody else whose caption mentions the account: other posts of others are not told. */
export async function readMentionedPost(task: InstagramTask, id: string): Promise<Post> {
  const viewer = await task.viewer();
  const found = await mentionedMedia(task, id);
  return readable(task, () => toPost(viewer, wireMedia.parse(found)));
}

async function mentionedMedia(task: InstagramTask, id: string): Promise<unknown> {
  const lists = [[...foreignMediaFields, `children{${childFields.join(",")}}`], leastMediaFields];
  const field = (part: string): string => `mentioned_media.media_id(${digits(task, id)}){${part}}`;
  return (await smaller(task, wireMentionedMedia, field, lists)).mentioned_media;
}

/** The id becomes part of a field's name, where anything else would be another question. */
function digits(task: InstagramTask, id: string): string {
  return /^\d+$/.test(id) ? id : task.refuse("invalid-request", "the id of a mention is made of digits.");
}

/** Asks for fewer fields where the network knows one of them not: these nodes are documented less than others. */
async function smaller<T>(
  task: InstagramTask,
  schema: Schema<T>,
  field: (part: string) => string,
  lists: readonly (readonly string[])[],
): Promise<T> {
  for (const [index, part] of lists.entries())
    try {
      return await task.get(task.own(), schema, { fields: field(part.join(",")) });
    } catch (error) {
      if (index === lists.length - 1 || !isFolkmootError(error, "invalid-request")) throw error;
    }
  return task.refuse("invalid-request", "no fields were asked for.");
}

function readable<T>(task: InstagramTask, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new FolkmootError(
      "unexpected-response",
      `instagram ${task.operation} failed for ${task.account}: a mention cannot be read (${error.message}).`,
    );
  }
}
