/**
 * Media and comments as nodes.
 * @see https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/ and .../instagram-comment/, read 2026-09-11
 * @module
 */
import { acting, need, only } from "./access.js";
import type { AccountData, CommentData, Core, MediaData } from "./core.js";
import { answerTo, commentOn, isShown, mediaOf, removeComment, removeMedia, setHidden } from "./say.js";
import { commentsOf } from "./core.js";
import { dataList, edge, graphTime, nodeField, structure } from "../graph/node.js";
import type { FieldReader, NodeType } from "../graph/node.js";
import { mediaInsights } from "./insights.js";
import { invalidParameter, notThere } from "../graph/errors.js";
import { present } from "../json.js";

const done = { success: true };
const ownerOf = (core: Core, { owner }: MediaData): AccountData | undefined => core.accounts.get(owner);

/** What the owner of a medium may read under it: not what waits for approval. */
const readable = (core: Core, media: string): readonly CommentData[] => commentsOf(core, media).filter(({ pending }) => !pending);

/** Most comments that one query gives. */
const mostComments = 50;

const comments = (name: string, list: (core: Core, media: MediaData) => readonly CommentData[]): FieldReader<MediaData, Core> => {
  const how = { name, node: () => commentNode, idOf: ({ id }: MediaData) => id, usual: mostComments, most: mostComments };
  const read = (style: "links" | "none"): FieldReader<MediaData, Core> =>
    edge<MediaData, CommentData, Core>({ ...how, style, list: (media, { call }) => list(call.core, media) });
  const [paged, single] = [read("links"), read("none")];
  return (media, ask) => {
    need(ask.call, "comments");
    if (media.owner !== acting(ask.call).id) throw notThere("GET", media.id);
    return (ask.call.core.commentCursors ? paged : single)(media, ask);
  };
};

const topLevel = comments("comments", (core, { id }) =>
  readable(core, id)
    .filter(({ parent }) => parent === undefined)
    .toReversed(),
);

const fb = (name: string, read: FieldReader<MediaData, Core>): FieldReader<MediaData, Core> => only("facebook", "IGMedia", name, read);

/** One medium. */
export const mediaNode: NodeType<MediaData, Core> = {
  name: "IGMedia",
  slot: "media-id",
  idOf: ({ id }) => id,
  usual: [],
  admit: (media, call) => {
    need(call, "basic");
    const viewer = acting(call).id;
    if ((media.owner !== viewer && !media.tagged.has(viewer)) || !isShown(call.core, media)) throw notThere(call.method, media.id);
  },
  fields: {
    ig_id: fb("ig_id", ({ id }) => `3${id}`),
    shortcode: ({ shortcode }) => shortcode,
    caption: ({ caption }) => (caption === "" ? undefined : caption),
    media_type: ({ type }) => type,
    media_product_type: ({ product }) => product,
    media_url: ({ url, type }) => (type === "CAROUSEL_ALBUM" ? undefined : url),
    thumbnail_url: ({ type, id }) => (type === "VIDEO" ? `https://scontent.cdn.test/${id}.jpg` : undefined),
    permalink: ({ shortcode, product }) => `https://www.instagram.com/${product === "REELS" ? "reel" : "p"}/${shortcode}/`,
    timestamp: ({ at }) => graphTime(at),
    username: (media, { call }) => ownerOf(call.core, media)?.username,
    owner: structure("IGUser", ["id"], ({ owner }, { call }) => (owner === acting(call).id ? { id: owner } : undefined)),
    like_count: ({ likedBy }) => likedBy.size,
    comments_count: ({ id }, { call }) => readable(call.core, id).length,
    is_comment_enabled: ({ commentEnabled }) => commentEnabled,
    is_shared_to_feed: ({ product }) => (product === "REELS" ? true : undefined),
    is_ai_generated: () => false,
    current_live_viewer_count: ({ isLive }) => (isLive ? 3 : undefined),
    alt_text: ({ altText }) => altText,
    children: (media, ask) => (media.type === "CAROUSEL_ALBUM" ? children(media, ask) : undefined),
    comments: (media, ask) => topLevel(media, ask),
    view_count: fb("view_count", ({ measured }) => measured.get("views")),
    video_title: fb("video_title", () => undefined),
    has_poll: fb("has_poll", ({ product }) => (product === "STORY" ? false : undefined)),
    has_slider: fb("has_slider", ({ product }) => (product === "STORY" ? false : undefined)),
    boost_eligibility_info: fb("boost_eligibility_info", () => ({ eligible_to_boost: true })),
    copyright_check_information: fb("copyright_check_information", () => undefined),
    legacy_instagram_media_id: fb("legacy_instagram_media_id", ({ id }) => `${id}_legacy`),
  },
  edges: {
    comments: (media, ask) => topLevel(media, ask),
    children: (media, ask) => children(media, ask),
    insights: dataList((media, ask) => mediaInsights(media, ask)),
  },
  actions: {
    POST: (media, call) => {
      need(call, "comments");
      const enabled = call.params.flag("comment_enabled");
      if (enabled === undefined) throw invalidParameter("The parameter comment_enabled is required");
      if (media.owner !== acting(call).id) throw notThere("POST", media.id);
      media.commentEnabled = enabled;
      return done;
    },
    "POST comments": (media, call) => {
      need(call, "comments");
      if (media.owner !== acting(call).id) throw notThere("POST", media.id);
      return { id: commentOn(call.core, acting(call), media, call.params.text("message") ?? "").id };
    },
    DELETE: (media, call) => {
      if (call.core.login === "instagram" || media.owner !== acting(call).id) throw notThere("DELETE", media.id);
      need(call, "contents");
      removeMedia(call.core, media);
      return done;
    },
  },
};

const children: FieldReader<MediaData, Core> = edge<MediaData, MediaData, Core>({
  name: "children",
  node: () => mediaNode,
  idOf: ({ id }) => id,
  style: "none",
  list: (media, { call }) => media.children.flatMap((id) => call.core.media.get(id) ?? []),
});

const replies: FieldReader<CommentData, Core> = edge<CommentData, CommentData, Core>({
  name: "replies",
  node: () => commentNode,
  idOf: ({ id }) => id,
  usual: mostComments,
  most: mostComments,
  list: (comment, { call }) => readable(call.core, comment.media).filter(({ parent }) => parent === comment.id),
});

const authorOf = (core: Core, { by }: CommentData): AccountData | undefined => core.accounts.get(by);

/** One comment under a medium of the account. */
export const commentNode: NodeType<CommentData, Core> = {
  name: "IGComment",
  slot: "comment-id",
  idOf: ({ id }) => id,
  usual: ["timestamp", "text"],
  // What was found through a mention stands under somebody else's medium: it is read as `mentioned_comment` only.
  admit: (comment, call) => {
    need(call, "basic");
    need(call, "comments");
    if (comment.pending || mediaOf(call.core, comment).owner !== acting(call).id) throw notThere(call.method, comment.id);
  },
  fields: {
    text: ({ text }) => text,
    timestamp: ({ at }) => graphTime(at),
    username: (comment, { call }) => authorOf(call.core, comment)?.username,
    from: structure("IGCommentFromUser", ["id", "username", "self_ig_scoped_id"], (comment, { call }) => {
      const author = authorOf(call.core, comment);
      return author && { id: author.id, username: author.username };
    }),
    user: structure("IGUser", ["id"], ({ by }, { call }) => (by === acting(call).id ? { id: by } : undefined)),
    like_count: ({ likedBy }) => likedBy.size,
    hidden: ({ hidden }) => hidden,
    parent_id: ({ parent }) => parent,
    media: nodeField(
      () => mediaNode,
      (comment, { call }) => call.core.media.get(comment.media),
    ),
    replies: (comment, ask) => (comment.parent === undefined && hasReplies(ask.call.core, comment) ? replies(comment, ask) : undefined),
    legacy_instagram_comment_id: only("facebook", "IGComment", "legacy_instagram_comment_id", ({ id }) => `${id}_legacy`),
  },
  edges: { replies: (comment, ask) => replies(comment, ask) },
  actions: {
    POST: (comment, call) => {
      const hide = call.params.flag("hide");
      // Texts cannot be changed: hiding is all there is.
      if (hide === undefined) throw invalidParameter("The parameter hide is required");
      setHidden(call.core, comment, hide);
      return done;
    },
    "POST replies": (comment, call) => ({
      id: answerTo(call.core, acting(call), comment, call.params.text("message") ?? "").id,
    }),
    DELETE: (comment, call) => {
      removeComment(call.core, comment);
      return done;
    },
  },
};

const hasReplies = (core: Core, { id, media }: CommentData): boolean => readable(core, media).some(({ parent }) => parent === id);

/** What is told of a comment that names the account, wherever it stands. */
export const mentionedComment: NodeType<CommentData, Core> = {
  name: "MentionedComment",
  slot: "comment-id",
  idOf: ({ id }) => id,
  usual: [],
  fields: {
    text: ({ text }) => text,
    timestamp: ({ at }) => graphTime(at),
    username: (comment, { call }) => authorOf(call.core, comment)?.username,
    like_count: ({ likedBy }) => likedBy.size,
    media: nodeField(
      () => mentionedMedia,
      (comment, { call }) => call.core.media.get(comment.media),
    ),
  },
};

/** What is told of a medium whose caption names the account. */
export const mentionedMedia: NodeType<MediaData, Core> = {
  name: "MentionedMedia",
  slot: "media-id",
  idOf: ({ id }) => id,
  usual: [],
  fields: {
    ...Object.fromEntries(
      ["caption", "media_type", "media_url", "permalink", "timestamp", "username", "like_count", "comments_count", "owner"].flatMap(
        (name) => {
          const read = mediaNode.fields[name];
          return read === undefined ? [] : [[name, read]];
        },
      ),
    ),
  },
};

/** What a search for a hashtag tells of a medium: not whose it is. */
export const hashtagMedia: NodeType<MediaData, Core> = {
  name: "IGHashtagMedia",
  slot: "media-id",
  idOf: ({ id }) => id,
  usual: [],
  fields: present({
    caption: mediaNode.fields.caption,
    children,
    comments_count: mediaNode.fields.comments_count,
    like_count: mediaNode.fields.like_count,
    media_type: mediaNode.fields.media_type,
    media_url: mediaNode.fields.media_url,
    permalink: mediaNode.fields.permalink,
    timestamp: mediaNode.fields.timestamp,
  }),
};
