/**
 * What happens on a Page: posts, comments, reactions (field `feed`), and where the Page is mentioned (field `mention`).
 * @module
 */
import {
  addressesOf,
  authorOf,
  contentOf,
  idIn,
  messageCreated,
  messageDeleted,
  messageUpdated,
  networkEvent,
  postCreated,
  postDeleted,
  postUpdated,
  reactionChange,
  timeOf,
  withoutSecrets,
} from "./push-parts.js";
import { fieldsOf, present, textOf } from "../../adapter/fields.js";
import { idOf } from "./wire.js";
import { makeKey } from "../../model/keys.js";
import type { Attachment } from "../../model/attachment.js";
import type { Author } from "../../model/author.js";
import type { Change } from "../../model/change.js";
import type { GraphUs } from "./task.js";
import type { Message } from "../../model/message.js";
import type { Post } from "../../model/post.js";
import type { Fields, Pushed, Read } from "./push-parts.js";
import type { Timestamp } from "../../model/ref.js";
import type { Visibility } from "../../model/content.js";

/** What was done to a thing. */
export type Deed = "made" | "edited" | "gone";

/** What the network's verbs say; `undefined` for one that says nothing of ours (`block`, `follow`, `mute`). */
export function deedOf(verb: unknown): Deed | undefined {
  if (verb === "add") return "made";
  if (verb === "edit" || verb === "edited" || verb === "update" || verb === "hide" || verb === "unhide") return "edited";
  return verb === "remove" || verb === "delete" ? "gone" : undefined;
}

/** Who did it: `from`, or the fields of older forms. */
export function doerOf(us: GraphUs, value: Fields): Author | undefined {
  const from = fieldsOf(value["from"]);
  return authorOf(us, idOf(from["id"]) ?? idOf(value["sender_id"]), { name: from["name"] ?? value["sender_name"] });
}

/** When it was done. */
export const doneAt = (value: Fields): Timestamp | undefined => timeOf(value["created_time"]);

/** Two reactions have other words here than everywhere else (webhooks reference, page; read 2026-07). */
const feltAs: Readonly<Record<string, string>> = { sorry: "sad", anger: "angry" };

/** Says what somebody felt, in the words that reading gives; an old like names no kind. */
export function reactionOf(value: Fields): string {
  const word = textOf(value["reaction_type"])?.toLowerCase() ?? "like";
  return (Object.hasOwn(feltAs, word) ? feltAs[word] : undefined) ?? word;
}

/** Names the fields of a message that a verb changed. */
const changedBy = (value: Fields, editedAt: Timestamp | undefined): readonly string[] =>
  value["verb"] === "hide" || value["verb"] === "unhide" ? ["visibility"] : editedAt === undefined ? ["text"] : ["text", "editedAt"];

/** Reads a change of the field `feed`. What is none of ours is told as an event. */
export function readFeed(pushed: Pushed): Read {
  const { value } = pushed;
  const item = textOf(value["item"]);
  const isReaction = item === "reaction" || item === "like";
  const change = item === "comment" ? readComment(pushed) : isReaction ? readFeedReaction(pushed) : readPost(pushed);
  return {
    changes: change ?? [
      networkEvent(pushed, present({ name: `feed.${item ?? "unknown"}`, at: doneAt(value), author: doerOf(pushed.us, value) })),
    ],
  };
}

/** Reads a change of the field `mention`: the Page is named in a post or comment, usually somewhere else. */
export function readMention(pushed: Pushed): Read {
  const { value } = pushed;
  const change = value["comment_id"] === undefined ? readPost(pushed) : readComment(pushed);
  return { changes: change ?? [networkEvent(pushed, present({ at: doneAt(value), author: doerOf(pushed.us, value) }))] };
}

/** True when a post stands on the Page's own timeline: the ids of posts begin with whose timeline it is. */
const isOnOurs = ({ id }: GraphUs, post: string): boolean => post.startsWith(`${id}_`);

/**
 * Hidden where that is told, public where it is told or the thing is new. An edit tells nothing of it, and the thing may be hidden.
 */
function visibilityOf({ verb, is_hidden: hidden }: Fields): Visibility {
  if (verb === "hide" || hidden === true) return "hidden";
  return verb === "unhide" || verb === "add" || hidden === false ? "public" : "unknown";
}

function attachmentsOf({ photo, photos, video, link, item }: Fields): readonly Attachment[] {
  const pictures = addressesOf(photo, photos);
  const films = addressesOf(video);
  const [address] = addressesOf(link);
  // For pictures and films `link` is their own address.
  const medium = item === "photo" ? "image" : item === "video" ? "video" : "link";
  const linked: readonly Attachment[] =
    address === undefined || pictures.includes(address) || films.includes(address) ? [] : [{ type: medium, url: address }];
  return [
    ...pictures.map((url): Attachment => ({ type: "image", url })),
    ...films.map((url): Attachment => ({ type: "video", url })),
    ...(medium !== "link" && pictures.length + films.length > 0 ? [] : linked),
  ];
}

function readComment(pushed: Pushed): readonly Change[] | undefined {
  const { us, value, sentAt, field } = pushed;
  const [id, post] = [idOf(value["comment_id"]), idOf(value["post_id"])];
  const deed = deedOf(value["verb"]);
  if (id === undefined || post === undefined || deed === undefined) return undefined;
  const conversation = makeKey(us.account, "conversation", post);
  // A removal tells when the comment was made, or nothing.
  if (deed === "gone") return [messageDeleted(pushed, id, sentAt, conversation)];
  const mentionsUs = field === "mention";
  const isOurs = !mentionsUs || isOnOurs(us, post);
  const above = idOf(value["parent_id"]);
  // Answers to answers name the comment on the first level.
  const parent = above === undefined || isSamePost(above, post) || above === id ? undefined : makeKey(us.account, "message", above);
  const author = doerOf(us, value);
  const editedAt = timeOf(value["edited_time"]);
  const message: Message = present({
    ...contentOf(us, id, value["message"], attachmentsOf(value), doneAt(value) ?? sentAt),
    key: makeKey(us.account, "message", id),
    refs: present({
      node: "comment" as const,
      authorId: author?.id,
      postId: post,
      parentId: parent === undefined ? undefined : above,
      rootId: parent === undefined ? undefined : above,
    }),
    kind: isOurs ? ("comment" as const) : ("mention" as const),
    mentionsUs: mentionsUs || undefined,
    direction: author?.isOwn === true ? ("outbound" as const) : ("inbound" as const),
    conversation,
    post: makeKey(us.account, "post", post),
    parent,
    root: parent,
    author,
    editedAt,
    visibility: visibilityOf(value),
    via: "webhook" as const,
    raw: withoutSecrets(value),
  });
  if (deed === "made") return [messageCreated(pushed, message)];
  return [messageUpdated(pushed, message, changedBy(value, editedAt), editedAt ?? sentAt)];
}

/** Old forms leave the Page out of the id of a post. */
const isSamePost = (parent: string, post: string): boolean => parent === post || post.endsWith(`_${parent}`);

function readFeedReaction(pushed: Pushed): readonly Change[] | undefined {
  const { us, value } = pushed;
  const [comment, post] = [idOf(value["comment_id"]), idOf(value["post_id"])];
  const deed = deedOf(value["verb"]);
  // A like of the Page itself names no post.
  if (post === undefined || deed === undefined) return undefined;
  const target = comment === undefined || comment === post ? makeKey(us.account, "post", post) : makeKey(us.account, "message", comment);
  return [
    reactionChange(pushed, {
      type: deed === "gone" ? "reaction.removed" : "reaction.added",
      target,
      reaction: reactionOf(value),
      author: doerOf(us, value),
      at: doneAt(value),
      conversation: makeKey(us.account, "conversation", post),
    }),
  ];
}

/** Fields of the feed that speak of a post and are none: what somebody did beside it. */
const others: ReadonlySet<string> = new Set([
  "like",
  "reaction",
  "interest",
  "rating",
  "follow",
  "tag",
  "mention",
  "address",
  "relationship-status",
  "connection",
  "experience",
  "group",
  "group_message",
  "profile",
]);

/** Fields of the feed that are posts (webhooks reference, page; read 2026-07). */
const posts: ReadonlySet<string> = new Set([
  ...["post", "status", "share", "link", "photo", "photo-album", "picture", "album", "video", "story", "platform-story", "timeline cover"],
  ...["event", "milestone", "note", "question", "coupon", "page"],
]);

/** A sort of thing that nobody knows yet is a post where it says or shows something; anything else of it is told as an event. */
const isPostLike = (item: string, value: Fields): boolean =>
  posts.has(item) || (!others.has(item) && (textOf(value["message"]) !== undefined || attachmentsOf(value).length > 0));

function readPost(pushed: Pushed): readonly Change[] | undefined {
  const { us, value, sentAt, field } = pushed;
  const post = idOf(value["post_id"]) ?? idIn(value["post"]);
  const item = textOf(value["item"]) ?? "post";
  const deed = deedOf(value["verb"]);
  if (post === undefined || deed === undefined) return undefined;
  // What is taken away says nothing any more.
  if (deed === "gone" ? others.has(item) : !isPostLike(item, value)) return undefined;
  const author = doerOf(us, value);
  if (deed === "gone") return postGone(pushed, post, author);
  // Scheduled, or a draft: nobody sees it. It is told again when it is published.
  if (value["published"] === 0 || value["published"] === false) return undefined;
  const editedAt = timeOf(value["edited_time"]);
  const content = {
    ...contentOf(us, post, value["message"], attachmentsOf(value), doneAt(value) ?? sentAt),
    refs: present({ node: "post" as const, authorId: author?.id }),
    author,
    url: textOf(fieldsOf(value["post"])["permalink_url"]),
    editedAt,
    visibility: visibilityOf(value),
    raw: withoutSecrets(value),
  };
  const key = makeKey(us.account, "post", post);
  const changed = changedBy(value, editedAt);
  if (author?.isOwn === true && field !== "mention") {
    const own: Post = present({ ...content, key, isOwn: true });
    return [deed === "made" ? postCreated(pushed, own) : postUpdated(pushed, own, changed, editedAt ?? sentAt)];
  }
  const message: Message = present({
    ...content,
    key: makeKey(us.account, "message", post),
    kind: "mention" as const,
    surface: field !== "mention" && isOnOurs(us, post) ? ("visitor-post" as const) : undefined,
    mentionsUs: field === "mention" || undefined,
    direction: author?.isOwn === true ? ("outbound" as const) : ("inbound" as const),
    conversation: makeKey(us.account, "conversation", post),
    post: key,
    via: "webhook" as const,
  });
  return [deed === "made" ? messageCreated(pushed, message) : messageUpdated(pushed, message, changed, editedAt ?? sentAt)];
}

/** Where nobody is named it may have been a post of ours or a visitor's: both are told, and one of them is nowhere. */
function postGone(pushed: Pushed, post: string, author: Author | undefined): readonly Change[] {
  const { us, sentAt: at } = pushed;
  const mayBeOwn = author === undefined || author.isOwn;
  return [
    ...(author?.isOwn === true ? [] : [messageDeleted(pushed, post, at, makeKey(us.account, "conversation", post))]),
    ...(mayBeOwn ? [postDeleted(pushed, post, at)] : []),
  ];
}
