/**
 * Search: public posts by words or topic tags. One query asks one thing; several hashtags or names are asked one after the other.
 * @module
 */
import { sameName } from "../_graph/names.js";
import { isRepost } from "./posts.js";
import { searchFields } from "./fields.js";
import { textOf } from "../../adapter/fields.js";
import { toPost } from "./normalize.js";
import type { BeginThreads, ThreadsTask } from "./task.js";
import type { GivenQuery } from "../../adapter/task.js";
import type { Operations, SearchQuery } from "../../adapter/operations.js";
import type { Paged } from "../../model/page.js";
import type { Post } from "../../model/post.js";

/** Searches public posts. */
export function search(begin: BeginThreads): Pick<Operations, "searchPosts"> {
  return { searchPosts: (query) => find(begin("searchPosts", query), query) };
}

/** Nothing older can be searched for (keyword search, read 2026-01). Seconds since 1970. */
const earliest = 1_688_540_400;

const bare = (words: readonly string[] | undefined, sign: RegExp): readonly string[] =>
  (words ?? []).map((word) => word.trim().replace(sign, "")).filter((word) => word !== "");

/** What is asked, one after the other. */
function asked(text: string, tags: readonly string[], handles: readonly string[]): readonly GivenQuery[] {
  if (text !== "") return [{ q: text, search_mode: "KEYWORD" }];
  if (tags.length > 0) return tags.map((tag) => ({ q: tag, search_mode: "TAG" }));
  return handles.map((handle) => ({ q: `@${handle}`, search_mode: "KEYWORD" }));
}

/** Which query a cursor belongs to, and the network's own behind it. */
function partsOf(cursor: string | undefined): { readonly index: number; readonly after: string | undefined } {
  const [, index, after] = /^(\d{1,3}):(.*)$/s.exec(cursor ?? "") ?? [];
  return { index: Number(index ?? 0), after: after === "" ? undefined : after };
}

function find(task: ThreadsTask, query: SearchQuery): Paged<Post> {
  const text = (query.text ?? "").trim();
  const tags = bare(query.hashtags, /^[#＃]/u);
  const handles = bare(query.handles, /^@/);
  const queries = asked(text, tags, handles);
  if (queries.length === 0) return task.refuse("invalid-request", "give `text`, `hashtags` or `handles`.");
  const { since, until } = query;
  const from = since === undefined ? undefined : Date.parse(since);
  const to = until === undefined ? undefined : Date.parse(until);
  const seconds = (ms: number | undefined, round: (value: number) => number): number | undefined =>
    ms === undefined || Number.isNaN(ms) ? undefined : Math.max(earliest, round(ms / 1000));
  const isWanted = (post: Post, topic: string | undefined): boolean => {
    const at = Date.parse(post.createdAt);
    if ((from !== undefined && at < from) || (to !== undefined && at >= to)) return false;
    const holds = (type: "hashtag" | "mention", one: string): boolean =>
      post.entities.some((entity) => entity.type === type && sameName(entity.value, one));
    return (
      (tags.length === 0 || tags.some((tag) => sameName(topic, tag) || holds("hashtag", tag))) &&
      (handles.length === 0 || handles.some((handle) => holds("mention", handle)))
    );
  };
  return task.list(async (cursor, size) => {
    const { index, after } = partsOf(cursor);
    const one = queries[index];
    if (one === undefined) return task.refuse("invalid-request", "`after` is no cursor of this list; give the `next` of one of its pages.");
    const time = { since: seconds(from, Math.floor), until: seconds(to, Math.ceil) };
    const page = await task.page(
      "/keyword_search",
      { fields: searchFields, query: { ...one, ...time, search_type: "RECENT" } },
      { cursor: after, size },
      (wire, place, viewer) => {
        if (isRepost(wire)) return undefined;
        const post = toPost(viewer, wire, place);
        return isWanted(post, textOf(wire["topic_tag"])) ? post : undefined;
      },
    );
    if (page.next !== undefined) return { ...page, next: `${index}:${page.next}` };
    return { ...page, next: index + 1 < queries.length ? `${index + 1}:` : undefined };
  }, query);
}
