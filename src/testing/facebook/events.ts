/**
 * What happens, as webhooks tell it.
 * @see https://developers.facebook.com/docs/graph-api/webhooks/reference/page/, read 2026-07
 * @module
 */
import type { CommentData, Core, DirectData, PostData, ReactionType, ReviewData, Told } from "./core.js";
import { graphTime } from "../graph/node.js";
import type { Json } from "../json.js";
import { partyOf } from "./core.js";
import { postLink } from "./links.js";

const seconds = (ms: number): number => Math.floor(ms / 1000);

const isPost = (what: PostData | CommentData): what is PostData => "kind" in what;

/** What words webhooks have for reactions: not those of the API. */
const feltAs: Readonly<Record<ReactionType, string>> = {
  LIKE: "like",
  LOVE: "love",
  WOW: "wow",
  HAHA: "haha",
  SAD: "sorry",
  ANGRY: "anger",
  CARE: "care",
};

const changed = (pageId: string, field: string, value: Json): Told => ({ form: "changes", pageId, field, value });

/** What is told of a post. */
export type PostVerb = "add" | "edited" | "remove" | "hide" | "unhide";

/** Tells of a post on the timeline. */
export function postTold(core: Core, post: PostData, verb: PostVerb): Told {
  const photo = post.attached.find(({ kind }) => kind === "photo");
  return changed(post.pageId, "feed", {
    from: partyOf(core, post.authorId),
    ...(verb !== "remove" && { message: post.message }),
    post_id: post.id,
    created_time: seconds(post.createdAt),
    item: photo !== undefined ? "photo" : post.kind === "own" ? "status" : "post",
    ...(photo !== undefined && verb !== "remove" && { link: photo.url, photo_id: photo.targetId }),
    ...(verb !== "remove" && { published: post.published ? 1 : 0 }),
    ...((verb === "hide" || verb === "unhide") && { is_hidden: post.hidden }),
    verb,
  });
}

/** Tells of a comment. Its `parent_id` is the post where it answers the post. */
export function commentTold(core: Core, comment: CommentData, verb: PostVerb): Told | undefined {
  const post = core.posts.get(comment.postId);
  const value: Json = {
    from: partyOf(core, comment.authorId),
    ...(post !== undefined &&
      verb !== "remove" && {
        post: {
          status_type: "mobile_status_update",
          is_published: post.published,
          updated_time: graphTime(post.updatedAt),
          permalink_url: postLink(post),
          promotion_status: "inactive",
          id: post.id,
        },
      }),
    ...(verb !== "remove" && { message: comment.message }),
    ...(comment.attached?.kind === "photo" && verb !== "remove" && { photo: comment.attached.url }),
    post_id: comment.postId,
    comment_id: comment.id,
    created_time: seconds(comment.createdAt),
    item: "comment",
    parent_id: comment.parentId ?? comment.postId,
    ...(verb === "edited" && { edited_time: seconds(core.clock.now()) }),
    ...((verb === "hide" || verb === "unhide") && { is_hidden: comment.hidden }),
    verb,
  };
  if (core.reviews.has(comment.postId)) return changed(comment.pageId, "ratings", { ...value, open_graph_story_id: comment.postId });
  // Elsewhere, only what names the Page is told, and under another field.
  const { message, post_id, comment_id, created_time, item } = value;
  if (post?.kind !== "tagged") return changed(comment.pageId, "feed", value);
  const isNamed = comment.tags.some(({ id }) => id === comment.pageId);
  return isNamed ? changed(comment.pageId, "mention", { message, post_id, comment_id, created_time, item, verb }) : undefined;
}

/** Tells of a post elsewhere that names the Page. */
export const mentionTold = (core: Core, post: PostData): Told =>
  changed(post.pageId, "mention", {
    message: post.message,
    post_id: post.id,
    created_time: seconds(post.createdAt),
    sender_id: post.authorId,
    sender_name: core.people.get(post.authorId)?.name,
    item: "post",
    verb: "add",
  });

/** Tells of a reaction. */
export const reactionTold = (
  core: Core,
  what: PostData | CommentData,
  who: string,
  verb: "add" | "edit" | "remove",
  type: ReactionType,
): Told =>
  changed(what.pageId, "feed", {
    from: partyOf(core, who),
    post_id: isPost(what) ? what.id : what.postId,
    ...(!isPost(what) && { comment_id: what.id, parent_id: what.parentId ?? what.postId }),
    ...(isPost(what) && { parent_id: what.id }),
    created_time: seconds(core.clock.now()),
    item: "reaction",
    reaction_type: feltAs[type],
    verb,
  });

/** Tells of a recommendation. */
export const reviewTold = (core: Core, review: ReviewData, verb: "add" | "edited" | "remove"): Told =>
  changed(review.pageId, "ratings", {
    item: "rating",
    verb,
    open_graph_story_id: review.id,
    reviewer_id: review.authorId,
    reviewer_name: core.people.get(review.authorId)?.name,
    ...(review.rating !== undefined && { rating: review.rating }),
    ...(verb !== "remove" && { review_text: review.text, recommendation_type: review.positive ? "POSITIVE" : "NEGATIVE" }),
    created_time: seconds(review.createdAt),
  });

/** Which of the events of Messenger it is. */
export type DirectVerb = "add" | "edit" | "remove" | "react" | "unreact" | "read";

const fieldOf: Readonly<Record<DirectVerb, string>> = {
  add: "messages",
  edit: "message_edits",
  remove: "messages",
  react: "message_reactions",
  unreact: "message_reactions",
  read: "message_reads",
};

/** Tells of a direct message. What the Page itself wrote is an echo. */
export function directTold(core: Core, message: DirectData, verb: DirectVerb, reaction?: string): Told {
  const conversation = core.conversations.get(message.conversationId);
  const [pageId, personId] = [conversation?.pageId ?? "", conversation?.personId ?? ""];
  const isEcho = message.authorId === pageId;
  const { id: mid, text } = message;
  const body: Json = {
    add: {
      message: {
        mid,
        ...(text !== "" && { text }),
        ...(isEcho && { is_echo: true, app_id: Number(core.app.id) }),
        ...(message.replyTo !== undefined && { reply_to: { mid: message.replyTo } }),
        ...(message.files.length > 0 && { attachments: message.files.map(({ type, url }) => ({ type, payload: { url } })) }),
      },
    },
    edit: { message_edit: { mid, text, num_edit: message.edits } },
    remove: { message: { mid, is_deleted: true } },
    react: { reaction: { mid, action: "react", reaction: "other", emoji: reaction } },
    unreact: { reaction: { mid, action: "unreact" } },
    read: { read: { watermark: core.clock.now() } },
  }[verb];
  const fromPage = isEcho && (verb === "add" || verb === "edit" || verb === "remove");
  return {
    form: conversation !== undefined && conversation.ownerApp !== core.app.id ? "standby" : "messaging",
    pageId,
    field: verb === "add" && isEcho ? "message_echoes" : fieldOf[verb],
    event: {
      sender: { id: fromPage ? pageId : personId },
      recipient: { id: fromPage ? personId : pageId },
      timestamp: verb === "add" ? message.createdAt : core.clock.now(),
      ...body,
    },
  };
}

/** Puts what happened into the envelope of a delivery. Changes are dated in seconds, events of Messenger in milliseconds. */
export function envelopeOf(core: Core, told: Told): Json {
  const { pageId: id } = told;
  const now = core.clock.now();
  const entry =
    told.form === "changes"
      ? { id, time: seconds(now), changes: [{ field: told.field, value: told.value }] }
      : { id, time: now, [told.form]: [told.event] };
  return { object: "page", entry: [entry] };
}
