/**
 * What webhooks say of what happened.
 * @see https://developers.facebook.com/docs/instagram-platform/webhooks/examples/, read 2026-09
 * @module
 */
import type { AccountData, CommentData, DirectData, InstagramEvent, MediaData, ThreadData } from "./core.js";
import type { Json } from "../json.js";
import { present } from "../json.js";

/** Tells of a comment under a medium of the account; of one under a broadcast in a field of its own. */
export const commentEvent = (media: MediaData, by: AccountData, { id, text, parent }: CommentData): InstagramEvent => ({
  kind: "change",
  field: media.isLive ? "live_comments" : "comments",
  value: present({
    id,
    from: { id: by.id, username: by.username },
    text,
    parent_id: parent,
    media: { id: media.id, media_product_type: media.product },
  }),
});

/** Tells that somebody names the account elsewhere: ids only. */
export const mentionEvent = (media: string, comment: string | undefined): InstagramEvent => ({
  kind: "change",
  field: "mentions",
  value: present({ media_id: media, comment_id: comment }),
});

const item = (by: string, to: string, at: number, what: Json): InstagramEvent => ({
  kind: "messaging",
  item: { sender: { id: by }, recipient: { id: to }, timestamp: at, ...what },
});

/** Tells of a direct message, our own ones too: those are echoes. */
export const messageEvent = (direct: DirectData, { brand }: ThreadData): InstagramEvent =>
  item(direct.by, direct.to, direct.at, {
    message: present({
      mid: direct.mid,
      text: direct.text === "" ? undefined : direct.text,
      is_echo: direct.by === brand ? true : undefined,
      is_unsupported: direct.attachments.some(({ type }) => type === "unsupported_type") ? true : undefined,
      reply_to: direct.story !== undefined ? { story: direct.story } : direct.replyTo !== undefined ? { mid: direct.replyTo } : undefined,
      attachments:
        direct.attachments.length === 0
          ? undefined
          : direct.attachments.map(({ type, url, id }) => ({ type, payload: present({ url, id }) })),
      metadata: direct.metadata,
    }),
  });

/** Tells that a person has changed a message. */
export const editEvent = ({ mid, by, to, text, edits }: DirectData, at: number): InstagramEvent =>
  item(by, to, at, { message_edit: { mid, text, num_edit: edits } });

/** Tells that a person has taken a message back. */
export const unsentEvent = ({ mid, by, to }: DirectData, at: number): InstagramEvent =>
  item(by, to, at, { message: { mid, is_deleted: true } });

/** Tells that a person reacts to a message, or no longer does. */
export const reactionEvent = ({ mid }: DirectData, { brand, person }: ThreadData, emoji: string | undefined, at: number): InstagramEvent =>
  item(person, brand, at, {
    reaction:
      emoji === undefined
        ? { mid, action: "unreact" }
        : { mid, action: "react", reaction: emoji.startsWith("❤") ? "love" : "other", emoji },
  });

/** Tells up to where a person has read. */
export const seenEvent = ({ mid, by }: DirectData, person: string, at: number): InstagramEvent => item(person, by, at, { read: { mid } });
