/**
 * What happens around an Instagram account: comments, and mentions, of which only ids are told.
 * @module
 */
import { authorOf, contentOf, idIn, messageCreated, networkEvent, timeOf, withoutSecrets } from "./push-parts.js";
import { fieldsOf, present, textOf } from "../../adapter/fields.js";
import { idOf } from "./wire.js";
import { makeKey } from "../../model/keys.js";
import type { Author } from "../../model/author.js";
import type { Change } from "../../model/change.js";
import type { Message } from "../../model/message.js";
import type { Pushed, Read } from "./push-parts.js";

/** Reads a change of an Instagram account. What has no word of ours is told as an event. */
export function readInstagram(pushed: Pushed): Read {
  const { field } = pushed;
  if (field === "mentions") return readMention(pushed) ?? { changes: [networkEvent(pushed)] };
  const isComment = field === "comments" || field === "live_comments";
  return { changes: [(isComment ? readComment(pushed) : undefined) ?? networkEvent(pushed)] };
}

/** Of an album the child that was commented on may be named, and of an advertisement the copy that is shown. */
function readComment(pushed: Pushed): Change | undefined {
  const { us, value, sentAt, field } = pushed;
  const media = fieldsOf(value["media"]);
  const [id, mediaId] = [idOf(value["id"]) ?? idOf(value["comment_id"]), idIn(media) ?? idOf(value["media_id"])];
  if (id === undefined || mediaId === undefined) return undefined;
  const above = idOf(value["parent_id"]);
  const parent = above === undefined || above === mediaId || above === id ? undefined : makeKey(us.account, "message", above);
  const author = commenter(pushed);
  const isLive = field === "live_comments" || media["media_product_type"] === "LIVE";
  const message: Message = present({
    ...contentOf(us, id, value["text"], [], timeOf(value["timestamp"]) ?? sentAt),
    key: makeKey(us.account, "message", id),
    refs: present({
      postId: mediaId,
      parentId: parent === undefined ? undefined : above,
      handle: author?.handle,
      authorId: author?.id,
      adId: idOf(media["ad_id"]),
      originalMediaId: idOf(media["original_media_id"]),
    }),
    kind: "comment" as const,
    surface: isLive ? ("live" as const) : undefined,
    direction: author?.isOwn === true ? ("outbound" as const) : ("inbound" as const),
    conversation: makeKey(us.account, "conversation", mediaId),
    post: makeKey(us.account, "post", mediaId),
    parent,
    root: parent,
    author,
    visibility: value["hidden"] === true ? ("hidden" as const) : ("public" as const),
    allows: allowed(author?.isOwn === true, isLive),
    via: "webhook" as const,
    raw: withoutSecrets(value),
  });
  return messageCreated(pushed, message);
}

/** Our own cannot be hidden, and what was said live can only be deleted. */
function allowed(isOwn: boolean, isLive: boolean): Message["allows"] {
  if (!isOwn && !isLive) return undefined;
  return { hide: false, ...(isLive && { reply: false }), ...(isOwn && { replyPrivately: false }) };
}

/** The account's own comments come back, under its own id or under the one by which it is known to apps (`self_ig_scoped_id`). */
function commenter({ us, value }: Pushed): Author | undefined {
  const from = fieldsOf(value["from"]);
  const id = idOf(from["id"]);
  const isOwn = id !== undefined && (id === us.id || id === idOf(from["self_ig_scoped_id"]));
  return authorOf(us, isOwn ? us.id : id, { handle: textOf(from["username"]) ?? textOf(value["username"]) });
}

/** No list has mentions: what was said is asked for, by the ids that are told. */
function readMention({ us, value }: Pushed): Read | undefined {
  const [mediaId, comment] = [idOf(value["media_id"]), idOf(value["comment_id"])];
  if (mediaId === undefined) return undefined;
  const key = makeKey(us.account, "message", comment ?? mediaId);
  return {
    changes: [],
    pull: [{ account: us.account, surface: "mentions", messages: [{ key, refs: present({ mediaId, commentId: comment }) }] }],
  };
}
