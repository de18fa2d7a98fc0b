/**
 * Posts: the Page's own, those of others on its timeline, and those that name it elsewhere.
 * @see https://developers.facebook.com/docs/graph-api/reference/page-post/, read 2026-08
 * @module
 */
import { actAs, admitTo, isPage, needs } from "./access.js";
import type { AttachedData, Core, PostData } from "./core.js";
import { commentsEdge, privateFor, saidUnder, storyFields } from "./comments.js";
import { dataList, edge, graphTime, instantOf, select } from "../graph/node.js";
import type { FieldReader, NodeType } from "../graph/node.js";
import { fromField, profileNode } from "./people.js";
import { invalidParameter, refusal } from "../graph/errors.js";
import { keptText } from "./text.js";
import { like, likesEdge, reactionsEdge, unlike } from "./reactions.js";
import { postInsights } from "./insights.js";
import { postLink } from "./links.js";
import type { PageData } from "./core.js";
import { postTold } from "./events.js";
import { unfilledPostFields } from "./unfilled.js";
import { removePost } from "./say.js";
import { scheduleOf } from "./schedule.js";

const media = ({ kind, url, targetId, title, alt }: AttachedData): object => ({
  ...(alt !== undefined && { description: alt }),
  ...(kind !== "link" && { media: { image: { height: 480, src: url, width: 640 } } }),
  media_type: kind === "link" ? "link" : kind,
  target: { ...(targetId !== undefined && { id: targetId }), url },
  ...(title !== undefined && { title }),
  type: kind === "link" ? "share" : kind,
  unshimmed_url: url,
  url: kind === "link" ? `https://l.facebook.com/l.php?u=${encodeURIComponent(url)}` : url,
});

/** Several pictures stand in one album. */
function attachmentsOf({ attached, id }: PostData): readonly object[] {
  if (attached.length < 2) return attached.map(media);
  const url = postLink({ id });
  return [
    {
      media_type: "album",
      type: "album",
      target: { id, url },
      url,
      unshimmed_url: url,
      subattachments: { data: attached.map(media) },
    },
  ];
}

const pictureOf = ({ attached }: PostData): string | undefined => attached.find(({ kind }) => kind === "photo")?.url;

const statusOf = ({ attached, kind }: PostData): string => {
  if (attached.some((one) => one.kind === "photo")) return "added_photos";
  if (attached.some((one) => one.kind === "link")) return "shared_story";
  return kind === "visitor" ? "wall_post" : "mobile_status_update";
};

const isOurs = ({ kind }: PostData): boolean => kind === "own";

/** Says whether whoever asks may see who wrote a post of somebody else. */
const canAnswerPrivately = (core: Core, post: PostData): boolean =>
  post.kind === "visitor" && post.answeredAt === undefined && core.clock.now() - post.createdAt <= privateFor;

/** A post. */
export const postNode: NodeType<PostData, Core> = {
  name: "PagePost",
  slot: "post-id",
  idOf: ({ id }) => id,
  usual: ["created_time", "message"],
  admit: ({ pageId, id }, call) => {
    admitTo(call, pageId, id);
    if (call.method === "GET") needs(call, "pages_read_engagement");
  },
  fields: {
    ...Object.fromEntries(unfilledPostFields.map((name) => [name, () => undefined])),
    message: ({ message }) => (message === "" ? undefined : message),
    created_time: ({ createdAt }) => graphTime(createdAt),
    updated_time: ({ updatedAt }) => graphTime(updatedAt),
    tagged_time: ({ kind, createdAt }) => (kind === "tagged" ? graphTime(createdAt) : undefined),
    permalink_url: postLink,
    full_picture: pictureOf,
    picture: pictureOf,
    from: fromField(
      ({ authorId }) => authorId,
      (post, call) => isOurs(post) || call.token.scopes.includes("pages_read_user_content"),
    ),
    status_type: statusOf,
    is_published: ({ published }) => published,
    is_hidden: ({ hidden }) => hidden,
    is_expired: () => false,
    can_reply_privately: (post, { call }) => isPage(call, post.pageId) && canAnswerPrivately(call.core, post),
    scheduled_publish_time: ({ scheduledAt }) => (scheduledAt === undefined ? undefined : Math.floor(scheduledAt / 1000)),
    timeline_visibility: ({ hidden }) => (hidden ? "hidden" : "normal"),
    message_tags: ({ tags }) => (tags.length === 0 ? undefined : tags),
    to: (post, { call }) =>
      isOurs(post) ? undefined : { data: [{ id: post.pageId, name: call.core.pages.get(post.pageId)?.name ?? "" }] },
    shares: ({ shares }) => (shares === 0 ? undefined : { count: shares }),
    attachments: (post, { fields }) =>
      post.attached.length === 0 ? undefined : { data: select("StoryAttachment", storyFields(), attachmentsOf(post), fields) },
    comments: commentsEdge,
    likes: likesEdge,
    reactions: reactionsEdge,
    insights: dataList((post: PostData, { call, params }) => postInsights(post, call, params)),
  },
  edges: {
    attachments: (post, { fields }) => ({ data: select("StoryAttachment", storyFields(), attachmentsOf(post), fields) }),
    comments: commentsEdge,
    likes: likesEdge,
    reactions: reactionsEdge,
    sharedposts: edge<PostData, string, Core>({ name: "sharedposts", node: () => profileNode, idOf: ({ id }) => id, list: () => [] }),
    insights: dataList((post: PostData, { call, params }) => postInsights(post, call, params)),
  },
  actions: {
    POST: (post, call) => {
      const { core, params } = call;
      actAs(call, post.pageId, "pages_manage_posts");
      const [text, hidden, published] = [params.text("message"), params.flag("is_hidden"), params.flag("is_published")];
      if (text !== undefined) {
        if (!isOurs(post) || !post.byApp) throw refusal(200, "(#200) An app can edit only what it published itself.");
        Object.assign(post, keptText(core, text), { updatedAt: core.clock.now() });
        core.tell(postTold(core, post, "edited"));
      }
      if (hidden !== undefined) {
        if (post.kind === "tagged") throw refusal(200, "(#200) The Page cannot hide this post.");
        if (post.hidden !== hidden) {
          post.hidden = hidden;
          core.tell(postTold(core, post, hidden ? "hide" : "unhide"));
        }
      }
      const scheduled = scheduleOf(call, false);
      if (scheduled !== undefined) {
        if (post.published) throw invalidParameter("What is published already cannot be scheduled");
        post.scheduledAt = scheduled;
      }
      if (published === true && !post.published) {
        post.published = true;
        post.createdAt = core.clock.now();
        delete post.scheduledAt;
        core.tell(postTold(core, post, "add"));
      }
      return { success: true };
    },
    DELETE: (post, call) => {
      actAs(call, post.pageId, "pages_manage_posts");
      if (post.kind === "tagged") throw refusal(200, "(#200) The Page cannot delete what others posted elsewhere.");
      removePost(call.core, post);
      return { success: true };
    },
    "POST comments": saidUnder,
    "POST likes": like,
    "DELETE likes": unlike,
  },
};

/** Makes the reader of a list of posts, newest first. */
export const postsEdge = (
  name: string,
  isOn: (post: PostData, params: Readonly<Record<string, string>>) => boolean,
  ...scopes: readonly string[]
): FieldReader<PageData, Core> =>
  edge<PageData, PostData, Core>({
    name,
    node: () => postNode,
    idOf: ({ id }) => id,
    list: (page, { call, params }) => {
      needs(call, "pages_read_engagement", ...scopes);
      const [since, until] = [instantOf("since", params.since), instantOf("until", params.until)];
      return [...call.core.posts.values()]
        .filter(
          (post) =>
            post.pageId === page.id &&
            isOn(post, params) &&
            (since === undefined || post.createdAt >= since) &&
            (until === undefined || post.createdAt <= until),
        )
        .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    },
  });
