/**
 * Posts: the account's own, stories, and single ones.
 * @module
 */
import { inPath } from "../_graph/names.js";
import { childFields, mediaFields } from "./fields.js";
import { isFolkmootError } from "../../errors.js";
import { readMentionedPost } from "./mentions.js";
import { toPost } from "./normalize.js";
import { wireMedia } from "./wire.js";
import type { BeginInstagram, InstagramTask } from "./task.js";
import type { ListQuery, Operations } from "../../adapter/operations.js";
import type { Paged } from "../../model/page.js";
import type { Post } from "../../model/post.js";

/** Most media of one page (media edge; read 2026-09). */
const mostOfPage = 100;

/** Stories, which stand beside the posts and are gone after a day. */
export interface Stories {
  /**
   * Lists the account's stories of the last 24 hours, newest first. They are not among the posts of `listPosts`: nobody comments below them,
   * answers come as direct messages.
   */
  listStories(query?: ListQuery): Paged<Post>;
}

/** The fields of our own media. */
export function ownMediaFields(task: InstagramTask): readonly string[] {
  return [...mediaFields[task.us.login], `children{${childFields.join(",")}}`];
}

/** Lists and reads posts. */
export function posts(begin: BeginInstagram): Pick<Operations, "listPosts" | "getPost"> & Stories {
  return {
    listPosts: (query) => list(begin("listPosts", query), "media", query),
    listStories: (query) => list(begin("listStories", query), "stories", query),
    getPost: async (target, options) => {
      const task = begin("getPost", options);
      const { id } = task.target(target, ["post"]);
      try {
        return await readPost(task, id);
      } catch (error) {
        if (!isFolkmootError(error, "not-found")) throw error;
        return readMentionedPost(task, id);
      }
    },
  };
}

/** Reads one post of our own, or one that tags the account. */
export async function readPost(task: InstagramTask, id: string): Promise<Post> {
  const wire = await task.get(`/${inPath(id)}`, wireMedia, { fields: ownMediaFields(task).join(",") });
  return toPost(task, wire);
}

function list(task: InstagramTask, edge: "media" | "stories", query?: ListQuery): Paged<Post> {
  return task.edge(
    task.own(edge),
    { fields: ownMediaFields(task), item: wireMedia, most: mostOfPage, read: (wire) => toPost(task, wire, { own: true }) },
    query,
    ({ createdAt }) => createdAt,
  );
}
