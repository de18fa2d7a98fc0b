/**
 * Media, comments and likes: what happens when somebody says or likes something, whoever it is and however they ask.
 * @see https://developers.facebook.com/docs/instagram-platform/comment-moderation/, read 2026-09-11
 * @module
 */
import type { AccountData, CommentData, Core, InstagramMediaType, InstagramProduct, MediaData } from "./core.js";
import { commentEvent, mentionEvent } from "./events.js";
import { commentsOf, namedIn } from "./core.js";
import { invalidParameter, notThere, refusal } from "../graph/errors.js";

/** Most characters of a comment and of a caption. The documents name them for captions only. */
export const mostCharacters = 2200;

/** What a new medium is. */
export interface NewMedia {
  readonly caption?: string;
  readonly type?: InstagramMediaType;
  readonly product?: InstagramProduct;
  readonly altText?: string;
  readonly url?: string;
  readonly children?: readonly string[];
  readonly tagged?: readonly string[];
  readonly isItem?: boolean;
  readonly isLive?: boolean;
  readonly commentEnabled?: boolean;
}

const storyLastsMs = 86_400_000;

/** Says whether a medium is still shown: stories end after a day. */
export const isShown = ({ clock }: Core, media: MediaData): boolean => media.product !== "STORY" || clock.now() - media.at < storyLastsMs;

/** Tells the accounts of the app that a text names, but not those who own what it stands under, and not whoever says it. */
function tellNamed(core: Core, by: AccountData, media: MediaData, text: string, comment?: string): void {
  const owner = core.accounts.get(media.owner);
  // What private accounts share, and stories, tells nobody.
  if (owner?.isPrivate === true || media.product === "STORY") return;
  for (const one of namedIn(core, text))
    if (one.brand !== undefined && one.id !== by.id && one.id !== media.owner)
      core.tell(one.id, comment ?? media.id, mentionEvent(media.id, comment));
}

/** Shares a medium. */
export function shareMedia(core: Core, by: AccountData, what: NewMedia): MediaData {
  const { caption = "", type = "IMAGE", product = "FEED", children = [], altText } = what;
  const id = core.id("media");
  const media: MediaData = {
    id,
    owner: by.id,
    shortcode: core.letters("shortcode", 11),
    caption,
    type,
    product,
    ...(altText !== undefined && { altText }),
    children,
    isItem: what.isItem ?? false,
    url: what.url ?? `https://scontent.cdn.test/${id}.${type === "VIDEO" ? "mp4" : "jpg"}`,
    at: core.clock.now(),
    commentEnabled: what.commentEnabled ?? true,
    likedBy: new Set(),
    tagged: new Set(what.tagged ?? []),
    isLive: what.isLive ?? false,
    measured: new Map(),
  };
  core.media.set(id, media);
  tellNamed(core, by, media, caption);
  return media;
}

function checkText(text: string): void {
  if (text.trim() === "") throw invalidParameter("The parameter message is required");
  if (text.length > mostCharacters) throw invalidParameter(`Param message must be at most ${mostCharacters} characters`);
}

function put(core: Core, by: AccountData, media: MediaData, text: string, parent?: CommentData): CommentData {
  checkText(text);
  if (!media.commentEnabled) throw refusal(10, "(#10) Comments are disabled for this media.");
  const owner = core.accounts.get(media.owner);
  if (owner?.blocks.has(by.id) === true || by.blocks.has(media.owner)) throw notThere("POST", parent?.id ?? media.id);
  const comment: CommentData = {
    id: core.id("comment"),
    media: media.id,
    by: by.id,
    text,
    at: core.clock.now(),
    ...(parent !== undefined && { parent: parent.id }),
    hidden: false,
    pending: owner?.restricts.has(by.id) === true,
    likedBy: new Set(),
    answeredPrivately: false,
  };
  core.comments.set(comment.id, comment);
  if (comment.pending) return comment;
  if (owner?.brand !== undefined && owner.id !== by.id) core.tell(owner.id, comment.id, commentEvent(media, by, comment));
  tellNamed(core, by, media, text, comment.id);
  return comment;
}

/** Comments on a medium. */
export function commentOn(core: Core, by: AccountData, media: MediaData, text: string): CommentData {
  return put(core, by, media, text);
}

/** Answers a comment; an answer to an answer stands under the comment that both stand under. */
export function answerTo(core: Core, by: AccountData, to: CommentData, text: string): CommentData {
  const media = mediaOf(core, to);
  const parent = to.parent === undefined ? to : (core.comments.get(to.parent) ?? to);
  if (to.hidden || parent.hidden) throw invalidParameter("Cannot reply to a hidden comment");
  if (media.isLive && by.brand !== undefined) throw invalidParameter("Cannot reply to comments on live video");
  return put(core, by, media, text, parent);
}

/** Gives the medium that a comment stands under. */
export function mediaOf(core: Core, comment: CommentData): MediaData {
  const media = core.media.get(comment.media);
  if (media === undefined) throw notThere("GET", comment.id);
  return media;
}

/** Takes a comment away, with its answers. */
export function removeComment(core: Core, comment: CommentData): void {
  for (const one of commentsOf(core, comment.media)) if (one.parent === comment.id) core.comments.delete(one.id);
  core.comments.delete(comment.id);
}

/** Takes a medium away, with everything under it. */
export function removeMedia(core: Core, media: MediaData): void {
  for (const one of commentsOf(core, media.id)) core.comments.delete(one.id);
  for (const child of media.children) core.media.delete(child);
  core.media.delete(media.id);
}

/** Hides a comment or shows it again. What the owner of the medium has said stays visible anyway. */
export function setHidden(core: Core, comment: CommentData, hidden: boolean): void {
  const media = mediaOf(core, comment);
  if (media.isLive) throw invalidParameter("Comments on live video cannot be hidden");
  if (comment.by !== media.owner) comment.hidden = hidden;
}

/** Approves a comment of somebody restricted: from then on it is shown. */
export function approve(comment: CommentData): void {
  comment.pending = false;
}
