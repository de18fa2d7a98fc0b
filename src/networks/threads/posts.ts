/**
 * Posts: the profile's own and single ones; publishing and deleting.
 * @module
 */
import { inPath } from "../_graph/names.js";
import { checkSayable, postReceipt, publish } from "./draft.js";
import { isFolkmootError } from "../../errors.js";
import { isOurs } from "./places.js";
import { nodeFields, postFields } from "./fields.js";
import { textOf } from "../../adapter/fields.js";
import { toPost } from "./normalize.js";
import { wireMedia, type WireMedia } from "./wire.js";
import type { BeginThreads, ThreadsTask } from "./task.js";
import type { Operations, Receipt } from "../../adapter/operations.js";
import type { Target } from "../../model/target.js";

/** Lists, reads, publishes and deletes posts. */
export function posts(begin: BeginThreads): Pick<Operations, "listPosts" | "getPost" | "publishPost" | "delete"> {
  return {
    listPosts: (query) => {
      const task = begin("listPosts", query);
      return task.list(
        async (cursor, size) =>
          task.page("/me/threads", { fields: postFields }, { cursor, size }, (wire, place, viewer) => {
            task.places.learnOwn(place.rootId);
            return isRepost(wire) ? undefined : toPost(viewer, wire, { ...place, ownRoot: true });
          }),
        query,
        ({ createdAt }) => createdAt,
      );
    },
    getPost: async (target, options) => {
      const task = begin("getPost", options);
      const { id } = task.target(target, ["post"]);
      const viewer = await task.viewer();
      const wire = await readMedia(task, id);
      return toPost(viewer, wire, await task.places.of(task, wire, viewer));
    },
    publishPost: async (draft, options) => {
      const task = begin("publishPost", options);
      checkSayable(task, draft, "publishPost");
      const viewer = await task.viewer();
      return postReceipt(task, viewer, await publish(task, draft, {}), draft);
    },
    delete: (target, options) => remove(begin("delete", options), target),
  };
}

/** Somebody's post passed on without words stands among our own; there is nothing of ours to answer under it. */
export function isRepost(wire: WireMedia): boolean {
  return textOf(wire["media_type"]) === "REPOST_FACADE";
}

/** Reads one post or reply. Throws `not-found` when it is gone, or not for us to see. */
export function readMedia(task: ThreadsTask, id: string, fields: readonly string[] = nodeFields): Promise<WireMedia> {
  return task.get(`/${inPath(id)}`, wireMedia, { fields: fields.join(",") });
}

/** Reads one post or reply; `undefined` when it is gone, or not for us to see. */
export async function mediaOrNone(task: ThreadsTask, id: string, fields: readonly string[] = nodeFields): Promise<WireMedia | undefined> {
  try {
    return await readMedia(task, id, fields);
  } catch (error) {
    if (isFolkmootError(error, "not-found")) return undefined;
    throw error;
  }
}

const notOurs = "only the profile's own posts and replies can be deleted; hide the reply instead, where it is on top below a post of ours.";

async function remove(task: ThreadsTask, target: Target): Promise<Receipt> {
  const { id } = task.target(target, ["message", "post"]);
  const author = "author" in target ? target.author : undefined;
  if (author?.isOwn === false) return task.refuse("forbidden", notOurs);
  try {
    // Deleting twice deletes once, and what is gone is not counted.
    await task.remove(`/${inPath(id)}`, {}, { safeToRepeat: true });
  } catch (error) {
    const isRefusal = isFolkmootError(error) && ["not-found", "forbidden", "invalid-request", "outcome-unknown"].includes(error.code);
    if (!isRefusal) throw error;
    // The same answer is given for what is gone, for what is somebody else's, and for what the token may not do.
    const isLost = isFolkmootError(error, "outcome-unknown");
    const standing = isLost ? await mediaOrNone(task, id).catch(() => "unread" as const) : await mediaOrNone(task, id);
    if (standing === undefined && (isLost || isFolkmootError(error, "not-found"))) return {};
    if (standing === "unread" || isLost) throw error;
    if (standing !== undefined && isOurs(standing, await task.viewer()) === false) return task.refuse("forbidden", notOurs);
    throw error;
  }
  return {};
}
