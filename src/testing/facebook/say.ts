/**
 * How things come into being, whoever makes them: over the API or from a test.
 * @module
 */
import type { AttachedData, CommentData, Core, PostData, ReactionType } from "./core.js";
import { commentTold, mentionTold, postTold, reactionTold } from "./events.js";
import { keptText } from "./text.js";
import { notThere } from "../graph/errors.js";
import { numberIn } from "./core.js";

/** What a new post is like. */
export interface NewPost {
  readonly pageId: string;
  readonly authorId: string;
  readonly kind: PostData["kind"];
  readonly text: string;
  readonly attached?: readonly AttachedData[];
  readonly published?: boolean;
  readonly scheduledAt?: number;
  readonly byApp?: boolean;
}

/** Makes a post. */
export function makePost(core: Core, given: NewPost): PostData {
  const { pageId, authorId, kind, text, attached = [], published = true, scheduledAt, byApp = false } = given;
  const now = core.clock.now();
  const post: PostData = {
    id: `${kind === "tagged" ? authorId : pageId}_${core.ids.id("7")}`,
    pageId,
    authorId,
    kind,
    ...keptText(core, text, kind === "own" ? [] : [pageId]),
    createdAt: now,
    updatedAt: now,
    published,
    ...(scheduledAt !== undefined && { scheduledAt }),
    hidden: false,
    attached,
    reactions: new Map(),
    shares: 0,
    byApp,
  };
  core.posts.set(post.id, post);
  if (published) core.tell(kind === "tagged" ? mentionTold(core, post) : postTold(core, post, "add"));
  return post;
}

/** What a new comment is like. */
export interface NewComment {
  readonly authorId: string;
  readonly text: string;
  /** The post, or the comment, that it answers. */
  readonly to: string;
  readonly attached?: AttachedData;
}

/** Makes a comment. An answer to an answer hangs on the top-level comment, as people see it. */
export function makeComment(core: Core, { authorId, text, to, attached }: NewComment): CommentData {
  const answered = core.comments.get(to);
  const post = core.posts.get(answered?.postId ?? to);
  const review = core.reviews.get(answered?.postId ?? to);
  const pageId = post?.pageId ?? review?.pageId;
  const postId = post?.id ?? review?.id;
  if (pageId === undefined || postId === undefined) throw notThere("POST", to);
  const parentId = answered === undefined ? undefined : (answered.parentId ?? answered.id);
  const comment: CommentData = {
    id: `${numberIn(postId)}_${core.ids.id("9")}`,
    postId,
    pageId,
    authorId,
    ...(parentId !== undefined && { parentId }),
    ...keptText(core, text, [pageId]),
    createdAt: core.clock.now(),
    hidden: false,
    ...(attached !== undefined && { attached }),
    reactions: new Map(),
  };
  core.comments.set(comment.id, comment);
  if (post !== undefined) post.updatedAt = comment.createdAt;
  core.tell(commentTold(core, comment, "add"));
  return comment;
}

/** Feels something about a post or comment; `undefined` takes it back. */
export function feel(core: Core, what: PostData | CommentData, who: string, type: ReactionType | undefined): void {
  const before = what.reactions.get(who);
  if (before === type) return;
  if (type === undefined) what.reactions.delete(who);
  else what.reactions.set(who, type);
  core.tell(reactionTold(core, what, who, type === undefined ? "remove" : before === undefined ? "add" : "edit", type ?? before ?? "LIKE"));
}

/** Gives the answers that hang on a comment, and those on a post, oldest first. */
export const commentsUnder = (core: Core, id: string): readonly CommentData[] =>
  [...core.comments.values()].filter(({ postId, parentId }) => parentId === id || postId === id);

/** Takes a comment away, with what hangs on it. */
export function removeComment(core: Core, comment: CommentData): void {
  for (const one of [...commentsUnder(core, comment.id), comment])
    if (core.comments.delete(one.id)) core.tell(commentTold(core, one, "remove"));
}

/** Takes a post away, with its comments. */
export function removePost(core: Core, post: PostData): void {
  for (const one of commentsUnder(core, post.id)) core.comments.delete(one.id);
  core.posts.delete(post.id);
  if (post.published && post.kind !== "tagged") core.tell(postTold(core, post, "remove"));
}
