/**
 * Posts: the Page's own, single ones, and publishing.
 * @module
 */
import { inPath } from "../_graph/names.js";
import { asSent } from "../../adapter/as-sent.js";
import { checkDraft } from "../../adapter/check-draft.js";
import { createdId } from "../_graph/task.js";
import { facebookPost } from "./text.js";
import { postFields, publishedFields } from "./fields.js";
import { spanQuery } from "./span-query.js";
import { toPost } from "./normalize.js";
import { uploadPhoto } from "./photos.js";
import { wirePost } from "./wire.js";
import type { BeginFacebook, FacebookTask } from "./task.js";
import type { Draft, DraftAttachment } from "../../model/draft.js";
import type { Operations, Receipt } from "../../adapter/operations.js";

/** Lists, reads and publishes posts. */
export function posts(begin: BeginFacebook): Pick<Operations, "listPosts" | "getPost" | "publishPost"> {
  return {
    listPosts: (query) => {
      const task = begin("listPosts", query);
      return task.edge(
        `/${task.us.id}/published_posts`,
        {
          fields: postFields,
          // The network ranks what it gives, about 600 posts of a year, and promises no order (reported 2026-08): `since` and `until` are
          // sent along and kept post by post, and an old post between new ones ends nothing.
          query: spanQuery(query),
          ordered: false,
          item: wirePost,
          read: (wire) => toPost(task.us, wire),
        },
        query,
        ({ createdAt }) => createdAt,
      );
    },
    getPost: async (target, options) => {
      const task = begin("getPost", options);
      const { id } = task.target(target, ["post"]);
      return toPost(task.us, await task.get(`/${inPath(id)}`, wirePost, { fields: postFields.join(",") }));
    },
    publishPost: (draft, options) => publish(begin("publishPost", options), draft),
  };
}

/** What a post can hold besides its text: pictures, or one link. */
function checkMedia(
  task: FacebookTask,
  attachments: readonly DraftAttachment[],
): { readonly photos: readonly DraftAttachment[]; readonly link?: string } {
  const links = attachments.filter(({ type }) => type === "link");
  const photos = attachments.filter(({ type }) => type === "image");
  const [first, ...more] = links;
  if (photos.length + links.length < attachments.length)
    return task.refuse("unsupported", "a post takes pictures or a link; publish videos through `adapter.request` (/videos, /video_reels).");
  if (first === undefined) return { photos };
  if (more.length > 0 || photos.length > 0)
    return task.refuse("invalid-request", "a post takes one link or pictures, not both; write the other addresses into the text.");
  if (!/^https:/i.test(first.url)) return task.refuse("invalid-request", "`attachments[0].url` of a link must begin with https:.");
  return { photos, link: first.url };
}

async function publish(task: FacebookTask, draft: Draft): Promise<Receipt> {
  checkDraft(draft, facebookPost, task);
  const { photos, link } = checkMedia(task, draft.attachments ?? []);
  const media: { readonly media_fbid: string }[] = [];
  // One after the other: their order is that of the draft, and a picture that is refused ends it before anything is seen.
  for (const [index, photo] of photos.entries()) media.push({ media_fbid: await uploadPhoto(task, photo, index) });
  const told = await task.post(`/${task.us.id}/feed`, createdId, {
    message: draft.text === "" ? undefined : draft.text,
    link,
    attached_media: media.length === 0 ? undefined : media,
    fields: publishedFields.join(","),
  });
  const wire = { message: draft.text, created_time: task.now(), from: { id: task.us.id }, ...told };
  const post = asSent(toPost(task.us, wire));
  return { post, visibility: post.visibility, refs: post.refs ?? {} };
}
