/**
 * Posts, comments and recommendations to the model. Pure.
 * @module
 */
import { keyOf } from "../_graph/names.js";
import { fieldsOf, present, textOf, timestampOf, wholeOf, type Writable } from "../../adapter/fields.js";
import { idOf, type GraphUs } from "../_graph/task.js";
import { isOurTimeline, postIdOf, type NodeType } from "./ids.js";
import { tagsName, toAttachments, toEntities } from "./normalize-content.js";
import { toAuthor } from "./normalize-author.js";
import { Unreadable } from "../../adapter/read-items.js";
import type { Content } from "../../model/content.js";
import type { Counts } from "../../model/counts.js";
import type { Message } from "../../model/message.js";
import type { Post } from "../../model/post.js";
import type { Refs, Timestamp } from "../../model/ref.js";
import type { WireComment, WirePost, WireRating } from "./wire.js";

/** What is known of a comment beside what it tells. */
export interface Under {
  /** Id of the post that it was listed under, or whose webhook told of it. */
  readonly postId?: string | undefined;
  /** Id of the message that it was listed under, where that is no comment: a recommendation, or somebody's post that is for the Page. */
  readonly headId?: string | undefined;
  /** Id of the comment that it answers, where the answer to a write leaves it out. */
  readonly parentId?: string | undefined;
  /** Id of the first comment of its tree, likewise. */
  readonly rootId?: string | undefined;
  /** How it came. @defaultValue "poll" */
  readonly via?: Message["via"];
}

/** How a post is seen that is not the Page's own. */
export interface Named {
  /** `visitor-post` for one on the Page's timeline. */
  readonly surface?: "visitor-post";
  /** True where the network says that the Page is tagged, in the text or in a picture. */
  readonly tagged?: boolean;
  /** How it came. @defaultValue "poll" */
  readonly via?: Message["via"];
}

type Fields = Readonly<Record<string, unknown>>;

const when = (value: unknown): Timestamp => {
  const at = timestampOf(value);
  if (at === undefined) throw new Unreadable("created_time: not a time");
  return at;
};

/** Reads a post. */
export function toPost(us: GraphUs, wire: WirePost): Post {
  const post: Writable<Post> = {
    ...postContent(us, wire),
    key: keyOf(us, "post", wire.id),
    isOwn: idOf(fieldsOf(wire["from"])["id"]) === us.id || (wire["from"] === undefined && isOurTimeline(us, wire.id)),
    raw: wire,
  };
  return post;
}

/** Reads somebody's post that tags the Page or stands on its timeline, as the message that it is to us; of our own, for `findOwn`. */
export function toMention(us: GraphUs, wire: WirePost, { surface, tagged = false, via = "poll" }: Named = {}): Message {
  const content = postContent(us, wire);
  const own = content.author?.isOwn === true;
  const message: Writable<Message> = {
    ...content,
    key: keyOf(us, "message", wire.id),
    kind: own ? "other" : "mention",
    direction: own ? "outbound" : "inbound",
    conversation: keyOf(us, "conversation", wire.id),
    post: keyOf(us, "post", wire.id),
    via,
    raw: wire,
  };
  if (surface !== undefined) message.surface = surface;
  if (!own && (tagged || tagsName(wire["message_tags"], us.id))) message.mentionsUs = true;
  return message;
}

type Common = Pick<
  Content,
  "network" | "accountId" | "id" | "text" | "entities" | "attachments" | "counts" | "createdAt" | "visibility"
> & { readonly refs: Refs } & Partial<Pick<Content, "author" | "url" | "ownReactions" | "allows">>;

function postContent(us: GraphUs, wire: WirePost): Common {
  const { created_time: created, message, is_hidden: hidden, is_published: published, permalink_url: url, full_picture: picture } = wire;
  const base = common(us, wire, wire.id, when(created), textOf(message) ?? "", "post");
  const attachments = toAttachments(wire["attachments"]);
  const still = textOf(picture);
  const { viewer_reaction: reaction, can_comment: open } = {
    ...fieldsOf(fieldsOf(wire["comments"])["summary"]),
    ...fieldsOf(fieldsOf(wire["reactions"])["summary"]),
  };
  const own = textOf(reaction);
  const allows = present({ reply: flag(open), replyPrivately: flag(wire["can_reply_privately"]) });
  return present({
    ...base,
    attachments: attachments.length === 0 && still !== undefined ? [{ type: "image", url: still } as const] : attachments,
    counts: present({
      likes: countOf(wire["reactions"]) ?? countOf(wire["likes"]),
      replies: countOf(wire["comments"]),
      // Absent means none, but also that it was not asked for: then nothing is said.
      shares: wholeOf(fieldsOf(wire["shares"])["count"]),
    }),
    // Unpublished posts wait for their time, or for somebody to publish them.
    visibility: hidden === true ? ("hidden" as const) : published === false ? ("held" as const) : ("public" as const),
    url: textOf(url),
    // Only LIKE can be given by a Page through the API; the others are told as they are.
    ownReactions: own === undefined ? undefined : own === "NONE" ? [] : [own.toLowerCase()],
    allows: Object.keys(allows).length === 0 ? undefined : allows,
  });
}

/** How many an edge counts: people see one number for all kinds of reaction, and so does this. */
function countOf(edge: unknown): number | undefined {
  return wholeOf(fieldsOf(fieldsOf(edge)["summary"])["total_count"]);
}

const flag = (value: unknown): boolean | undefined => (typeof value === "boolean" ? value : undefined);

function common(us: GraphUs, wire: Fields, id: string, createdAt: Timestamp, text: string, node: NodeType): Common {
  if (id === "") throw new Unreadable("id: empty");
  const author = toAuthor(us, wire["from"]);
  return {
    network: "facebook",
    accountId: us.id,
    id,
    refs: { node, ...(author?.id !== undefined && { authorId: author.id }) },
    ...(author !== undefined && { author }),
    text,
    entities: toEntities(text, wire["message_tags"]),
    attachments: [],
    counts: {},
    createdAt,
    visibility: "public",
  };
}

/** What the network says of a comment, in the words of our operations. */
function allowsOf(wire: WireComment): Readonly<Record<string, boolean>> | undefined {
  const allows = present({
    hide: flag(wire["can_hide"]),
    unhide: flag(wire["can_hide"]),
    delete: flag(wire["can_remove"]),
    like: flag(wire["can_like"]),
    reply: flag(wire["can_comment"]),
    replyPrivately: flag(wire["can_reply_privately"]),
  });
  return Object.keys(allows).length === 0 ? undefined : allows;
}

/** Reads a comment, at any depth, under whoever's post. */
export function toComment(us: GraphUs, wire: WireComment, under: Under = {}): Message {
  const { created_time: created, message, permalink_url: url, user_likes: likes } = wire;
  const parent = fieldsOf(wire["parent"]);
  const base = common(us, wire, wire.id, when(created), textOf(message) ?? "", "comment");
  const { headId } = under;
  // A recommendation is under no post.
  const isPosted = headId === undefined || under.postId !== undefined;
  const postId = isPosted ? postIdOf(us, wire.id, under.postId, idOf(fieldsOf(wire["object"])["id"])) : undefined;
  const told = idOf(parent["id"]);
  // Some answers name the post as the parent of a comment that answers nothing else.
  const parentId = (told === postId ? undefined : (told ?? under.parentId)) ?? headId;
  const above = idOf(fieldsOf(parent["parent"])["id"]);
  const top = above !== undefined && above !== postId ? above : (under.rootId ?? parentId);
  const rootId = parentId === undefined ? undefined : (headId ?? top);
  const own = base.author?.isOwn === true;
  const isOurs = postId === undefined || isOurTimeline(us, postId);
  const named = tagsName(wire["message_tags"], us.id);
  const made: Writable<Message> = {
    ...base,
    refs: present({ ...base.refs, postId, headId, parentId, rootId }),
    attachments: toAttachments(wire["attachment"]),
    counts: countsOf(wire),
    visibility: wire["is_hidden"] === true ? "hidden" : wire["is_private"] === true ? "private" : "public",
    key: keyOf(us, "message", wire.id),
    kind: isOurs ? "comment" : named && !own ? "mention" : "other",
    direction: own ? "outbound" : "inbound",
    conversation: keyOf(us, "conversation", postId ?? headId ?? wire.id),
    via: under.via ?? "poll",
    raw: wire,
  };
  if (postId !== undefined) made.post = keyOf(us, "post", postId);
  if (parentId !== undefined) made.parent = keyOf(us, "message", parentId);
  if (rootId !== undefined) made.root = keyOf(us, "message", rootId);
  if (named && !own) made.mentionsUs = true;
  const address = textOf(url);
  if (address !== undefined) made.url = address;
  if (typeof likes === "boolean") made.ownReactions = likes ? ["like"] : [];
  const allows = allowsOf(wire);
  if (allows !== undefined) made.allows = allows;
  return made;
}

function countsOf(wire: WireComment): Counts {
  return present({ likes: wholeOf(wire["like_count"]), replies: wholeOf(wire["comment_count"]) });
}

/** Reads a recommendation. Stars are told of old ones only; since 2018 people say yes or no. */
export function toReview(us: GraphUs, wire: WireRating): Message {
  const { review_text: text, reviewer, open_graph_story: story, rating, has_rating: rated, recommendation_type: type } = wire;
  const id = idOf(fieldsOf(story)["id"]);
  if (id === undefined) throw new Unreadable("open_graph_story.id: missing");
  const base = common(us, { from: reviewer }, id, when(wire.created_time), textOf(text) ?? "", "review");
  const word = textOf(type)?.toLowerCase();
  const message: Writable<Message> = {
    ...base,
    refs: { ...base.refs, ...((word === "positive" || word === "negative") && { recommendation: word }) },
    key: keyOf(us, "message", id),
    kind: "review",
    direction: base.author?.isOwn === true ? "outbound" : "inbound",
    conversation: keyOf(us, "conversation", id),
    via: "poll",
    raw: wire,
  };
  const stars = wholeOf(rating);
  if (stars !== undefined && stars > 0 && rated !== false) message.rating = stars;
  return message;
}
