/**
 * Comments: two levels as people see them, read by whoever has a Page's token, and what the Page may do to them.
 * @see https://developers.facebook.com/docs/graph-api/reference/comment/, read 2026-08
 * @module
 */
import { actAs, admitTo, isPage, needs } from "./access.js";
import type { AttachedData, CommentData, Core, PostData, ReviewData } from "./core.js";
import { commentLink } from "./links.js";
import { commentsUnder, makeComment, removeComment } from "./say.js";
import { commentTold } from "./events.js";
import { edge, graphTime, instantOf, nodeField, structure } from "../graph/node.js";
import type { FieldReader, GraphAction, NodeType } from "../graph/node.js";
import { fromField } from "./people.js";
import { invalidParameter, refusal } from "../graph/errors.js";
import { keptText } from "./text.js";
import { like, likesEdge, reactionsEdge, unlike } from "./reactions.js";
import type { Call } from "./access.js";

/** Most characters of a comment: a limit of the product that no document names. */
const longest = 8000;

/** How long something can be answered in private. Milliseconds. */
export const privateFor: number = 7 * 86_400_000;

/** What has comments. */
type Commented = PostData | CommentData | ReviewData;

const isComment = (thing: Commented): thing is CommentData => "postId" in thing;

const mayRead = (call: Call, pageId: string): boolean => isPage(call, pageId) && call.token.scopes.includes("pages_read_user_content");

const orders: Readonly<Record<string, string>> = {
  chronological: "chronological",
  reverse_chronological: "reverse_chronological",
  ranked: "ranked",
};

/** Reads comments: those on the first level, or with `filter=stream` those of all levels. A person's token gets none. */
export const commentsEdge: FieldReader<Commented, Core> = edge<Commented, CommentData, Core>({
  name: "comments",
  node: () => commentNode,
  idOf: ({ id }) => id,
  list: (thing, { call, params }) => {
    const { filter = "toplevel", order = "chronological" } = params;
    if (filter !== "toplevel" && filter !== "stream") throw invalidParameter("Param filter must be one of {STREAM, TOPLEVEL}");
    if (!Object.hasOwn(orders, order)) throw invalidParameter("Param order must be one of {CHRONOLOGICAL, REVERSE_CHRONOLOGICAL}");
    // Instead of a refusal, whoever asks with a person's token is told that there are none.
    if (call.token.kind !== "page") return [];
    needs(call, "pages_read_engagement", "pages_read_user_content");
    const since = instantOf("since", params.since);
    const found = commentsUnder(call.core, thing.id).filter(
      ({ parentId, createdAt }) =>
        (since === undefined || createdAt >= since) && (isComment(thing) || filter === "stream" || parentId === undefined),
    );
    return order === "reverse_chronological" ? found.toReversed() : found;
  },
  summary: (thing, all, { call, params }) => ({
    order: orders[params.order ?? "chronological"],
    total_count: all.length,
    can_comment: isPage(call, thing.pageId),
  }),
});

const attachment = (attached: AttachedData | undefined): unknown =>
  attached && {
    type: { photo: "photo", link: "share", sticker: "sticker", video: "video_inline" }[attached.kind],
    url: attached.url,
    target: { ...(attached.targetId !== undefined && { id: attached.targetId }), url: attached.url },
    ...(attached.title !== undefined && { title: attached.title }),
    ...((attached.kind === "photo" || attached.kind === "sticker") && {
      media: { image: { height: 480, src: attached.url, width: 640 } },
    }),
  };

const isPersons = ({ authorId, pageId }: CommentData): boolean => authorId !== pageId;

/** Says whether a comment stands where the Page rules: under its posts, or what others wrote on its timeline. */
const isOnOurs = (core: Core, { postId }: CommentData): boolean => core.posts.get(postId)?.kind !== "tagged";

const canHide = (core: Core, comment: CommentData): boolean => isPersons(comment) && isOnOurs(core, comment);

const canRemove = (core: Core, comment: CommentData): boolean => !isPersons(comment) || isOnOurs(core, comment);

/** Says whether the Page can still answer a comment in private: once, for 7 days. */
export const canAnswerPrivately = (core: Core, comment: CommentData): boolean =>
  isPersons(comment) && isOnOurs(core, comment) && comment.answeredAt === undefined && core.clock.now() - comment.createdAt <= privateFor;

/** A comment. */
export const commentNode: NodeType<CommentData, Core> = {
  name: "Comment",
  slot: "comment-id",
  idOf: ({ id }) => id,
  usual: ["created_time", "from", "message"],
  admit: ({ pageId, id }, call) => {
    admitTo(call, pageId, id);
  },
  fields: {
    message: ({ message }) => message,
    created_time: ({ createdAt }) => graphTime(createdAt),
    from: fromField(
      ({ authorId }) => authorId,
      ({ pageId }, call) => mayRead(call, pageId),
    ),
    parent: nodeField(
      () => commentNode,
      ({ parentId }, { call }) => (parentId === undefined ? undefined : call.core.comments.get(parentId)),
      ["created_time", "from", "message"],
    ),
    object: structure("Object", ["id", "created_time", "message"], ({ postId }) => ({ id: postId })),
    attachment: structure("StoryAttachment", storyFields(), ({ attached }) => attachment(attached)),
    comment_count: ({ id }, { call }) => commentsUnder(call.core, id).length,
    like_count: ({ reactions }) => reactions.size,
    user_likes: ({ reactions }, { call }) => reactions.has(call.token.subject),
    is_hidden: ({ hidden }) => hidden,
    is_private: () => false,
    can_comment: ({ pageId }, { call }) => isPage(call, pageId),
    can_hide: (comment, { call }) => isPage(call, comment.pageId) && canHide(call.core, comment),
    can_like: ({ pageId }, { call }) => isPage(call, pageId),
    can_remove: (comment, { call }) => isPage(call, comment.pageId) && canRemove(call.core, comment),
    can_reply_privately: (comment, { call }) => isPage(call, comment.pageId) && canAnswerPrivately(call.core, comment),
    permalink_url: commentLink,
    message_tags: ({ tags }) => (tags.length === 0 ? undefined : tags),
    private_reply_conversation: structure("Conversation", ["id", "link"], ({ conversationId }) =>
      conversationId === undefined ? undefined : { id: conversationId },
    ),
    live_broadcast_timestamp: () => undefined,
    admin_creator: () => undefined,
    application: () => undefined,
    comments: commentsEdge,
    likes: likesEdge,
    reactions: reactionsEdge,
  },
  edges: { comments: commentsEdge, likes: likesEdge, reactions: reactionsEdge },
  actions: {
    POST: (comment, call) => {
      const { core, params } = call;
      actAs(call, comment.pageId, "pages_manage_engagement");
      const [text, hidden] = [params.text("message"), params.flag("is_hidden")];
      if (text === undefined && hidden === undefined) throw invalidParameter("At least one parameter must be given");
      if (hidden !== undefined) {
        if (!isPersons(comment)) throw refusal(200, "(#200) Comments of the Page itself cannot be hidden.", { subcode: 1446036 });
        if (!canHide(core, comment)) throw refusal(200, "(#200) The Page cannot hide this comment.");
        if (comment.hidden !== hidden) {
          comment.hidden = hidden;
          core.tell(commentTold(core, comment, hidden ? "hide" : "unhide"));
        }
      }
      if (text !== undefined) {
        if (isPersons(comment)) throw refusal(200, "(#200) The Page can edit its own comments only.");
        Object.assign(comment, keptText(core, checkedText(text), [comment.pageId]));
        core.tell(commentTold(core, comment, "edited"));
      }
      return { success: true };
    },
    DELETE: (comment, call) => {
      actAs(call, comment.pageId, "pages_manage_engagement");
      if (isPersons(comment)) needs(call, "pages_read_user_content");
      if (!canRemove(call.core, comment)) throw refusal(200, "(#200) The Page cannot remove this comment.");
      removeComment(call.core, comment);
      return { success: true };
    },
    "POST comments": (comment, call) => saidUnder(comment, call),
    "POST likes": like,
    "DELETE likes": unlike,
  },
};

/** Fields of an attachment. */
export function storyFields(): readonly string[] {
  return ["description", "description_tags", "media", "media_type", "subattachments", "target", "title", "type", "unshimmed_url", "url"];
}

function checkedText(text: string): string {
  if (text.length > longest) throw invalidParameter(`The comment is longer than ${longest} characters`);
  if (text.trim() === "") throw invalidParameter("The comment is empty");
  return text;
}

/** Reads what comes along with a comment: one thing at most. */
function attachedOf({ core, params }: Call): AttachedData | undefined {
  const [url, id, share] = [params.text("attachment_url"), params.text("attachment_id"), params.text("attachment_share_url")];
  if ([url, id, share].filter((one) => one !== undefined).length > 1) throw invalidParameter("A comment has one attachment at most");
  const given = url ?? share;
  if (given !== undefined) {
    if (!/^https?:\/\/[^\s/]+/.test(given)) throw invalidParameter("Param attachment_url must be a valid URL");
    if (core.deadLinks.has(given)) throw refusal(1609005, "(#1609005) The link could not be fetched");
    return { kind: url === undefined ? "link" : "photo", url: given };
  }
  if (id === undefined) return undefined;
  const photo = core.photos.get(id);
  if (photo === undefined) throw invalidParameter("Param attachment_id must be the id of a photo that was uploaded");
  return { kind: "photo", url: photo.url, targetId: photo.id };
}

/** Says something under a post or comment as the Page. */
export const saidUnder: GraphAction<Commented, Core> = (thing, call) => {
  actAs(call, thing.pageId, "pages_manage_engagement");
  const attached = attachedOf(call);
  const text = call.params.text("message") ?? "";
  if (attached === undefined && text === "") throw invalidParameter("A comment needs a message or an attachment");
  const made = makeComment(call.core, {
    authorId: thing.pageId,
    text: text === "" ? text : checkedText(text),
    to: thing.id,
    ...(attached !== undefined && { attached }),
  });
  return { id: made.id };
};
