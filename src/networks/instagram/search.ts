/**
 * Public posts by hashtag, of the last 24 hours; only with the Facebook log-in.
 * @module
 */
import { inPath } from "../_graph/names.js";
import { fieldsOf } from "../../adapter/fields.js";
import { hashtagMediaFields } from "./fields.js";
import { idOf, pageAnswer } from "../_graph/wire.js";
import { cursorQuery, nextCursor } from "../_graph/paging.js";
import { readItems } from "../../adapter/read-items.js";
import { toPost } from "./normalize.js";
import { wireMedia } from "./wire.js";
import type { BeginInstagram, InstagramTask } from "./task.js";
import type { Operations, SearchQuery } from "../../adapter/operations.js";
import type { Paged } from "../../model/page.js";
import type { Post } from "../../model/post.js";

/** Most media of one page of a hashtag (hashtag search, read 2026-11). */
const mostOfPage = 50;

/** Finds posts by a hashtag. Thirty different ones in seven days. */
export function search(begin: BeginInstagram): Pick<Operations, "searchPosts"> {
  return { searchPosts: (query) => byHashtag(begin("searchPosts", query), query) };
}

function byHashtag(task: InstagramTask, query: SearchQuery): Paged<Post> {
  const tags = (query.hashtags ?? []).map((tag) => tag.trim().replace(/^[#＃]/u, "")).filter((tag) => tag !== "");
  const [tag] = tags;
  if (tag === undefined || tags.length > 1 || (query.text ?? "") !== "" || (query.handles ?? []).length > 0)
    return task.refuse(
      "unsupported",
      "the network finds posts by one hashtag and nothing else; give one in `hashtags`, and no `text` or `handles`.",
    );
  let node: string | undefined;
  return task.list(
    async (cursor, size = mostOfPage) => {
      node ??= await nodeOf(task, tag);
      if (node === undefined) return { items: [] };
      const { data, paging } = await task.get(`/${inPath(node)}/recent_media`, pageAnswer, {
        user_id: task.us.id,
        fields: hashtagMediaFields.join(","),
        limit: Math.min(size, mostOfPage),
        ...cursorQuery(cursor),
      });
      const found = readItems("data", data, wireMedia, (wire) => toPost(task, wire));
      return { ...found, next: nextCursor(paging, "next") };
    },
    query,
    ({ createdAt }) => createdAt,
  );
}

async function nodeOf(task: InstagramTask, tag: string): Promise<string | undefined> {
  const { data } = await task.get("/ig_hashtag_search", pageAnswer, { user_id: task.us.id, q: tag });
  return idOf(fieldsOf(data[0])["id"]);
}
