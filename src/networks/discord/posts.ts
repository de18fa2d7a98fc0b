/**
 * Posts: forum posts and threads, announcements; listing, reading, searching, publishing.
 * @module
 */
import { messageAnswer, newThreadAnswer, type WireMessage } from "./wire.js";
import { checkSayable, toBody } from "./draft.js";
import { checkSearch, searchPage } from "./search.js";
import { channelOf, idOf, readMessage, threadOf } from "./reading.js";
import { errorName, FolkmootError, isFolkmootError } from "../../errors.js";
import { isSnowflake } from "./ids.js";
import { maxTitle } from "./limits.js";
import { postLister } from "./list-posts.js";
import { sendTo, withRefs } from "./send.js";
import { toPlace, type Place } from "./places.js";
import { toPost } from "./normalize.js";
import type { BeginDiscord, DiscordTask } from "./task.js";
import type { Draft } from "../../model/draft.js";
import type { Operations, Receipt, SearchQuery, WriteOptions } from "../../adapter/operations.js";
import type { Paged } from "../../model/page.js";
import type { Post } from "../../model/post.js";

/** Lists, reads, finds and publishes posts. */
export function posts(begin: BeginDiscord): Pick<Operations, "listPosts" | "getPost" | "publishPost" | "searchPosts"> {
  const list = postLister();
  return {
    listPosts: (query) => list(begin("listPosts", query), query),
    getPost: async (target, options) => {
      const task = begin("getPost", options);
      const { id } = idOf(task, target, ["post"]);
      const thread = await threadOf(task, target, id, true);
      const channel = thread === undefined ? channelOf(task, target) : thread.surface === "forum" ? id : (thread.parentId ?? id);
      const wire = await readMessage(task, { channel, message: id });
      const us = await task.us();
      if (thread !== undefined) return toPost(us, thread, wire);
      if (wire === undefined) return task.refuse("not-found", "the post is gone, or there never was such a message in the channel.");
      return toPost(us, await task.channels.find(task, channel), wire);
    },
    searchPosts: (query) => search(begin("searchPosts", query), query),
    publishPost: async (draft, options) => {
      const task = begin("publishPost", options);
      checkSayable(task, draft);
      const { publishTo } = task.set;
      if (publishTo === undefined)
        return task.refuse(
          "invalid-request",
          "the adapter has no place for posts; give it `publishTo`, the id of a forum, announcement or text channel.",
        );
      const place = await task.channels.find(task, publishTo);
      if (place.kind === "posts") return publishThread(task, place, draft);
      if (place.kind !== "announcement" && place.kind !== "chat")
        return task.refuse("invalid-request", "`publishTo` is no forum, announcement channel or text channel; give the id of one.");
      if (draft.title !== undefined)
        return task.refuse("invalid-request", "`title` exists in forums only; leave it out, or write it into the text.");
      return publishMessage(task, place, draft, options);
    },
  };
}

/** Finds messages of the guild; the first one of a thread is given with its thread, everything else as a post of its own. */
function search(task: DiscordTask, query: SearchQuery): Paged<Post> {
  const { text = "", hashtags = [], handles = [] } = query;
  const tags = hashtags.map((tag) => `#${tag.replace(/^[#＃]/u, "")}`).filter((tag) => tag !== "#");
  const content = [text.trim(), ...tags].filter((word) => word !== "").join(" ");
  if (handles.some((handle) => !isSnowflake(handle)))
    return task.refuse("invalid-request", "`handles` must hold ids of users: messages of this network name people by id.");
  if (content === "" && handles.length === 0) return task.refuse("invalid-request", "give `text`, `hashtags` or `handles`.");
  if (content.length > 1024)
    return task.refuse("invalid-request", "the words are longer than the 1,024 that Discord searches for; give fewer.");
  return task.list<Post>(
    async (cursor, size) => {
      checkSearch(task);
      const us = await task.us();
      const words = { content: content === "" ? undefined : content, mentions: handles.length === 0 ? undefined : handles };
      // The search tells no reactions, and none is not zero.
      return searchPage(task, words, query, cursor, size, (wire, place) => toPost(us, asPosted(wire, place), wire, { reactions: false }));
    },
    query,
    ({ createdAt }) => createdAt,
  );
}

/** A message in a thread is a post of its own here: only the first is the thread. */
function asPosted(wire: WireMessage, place: Place): Place {
  return place.kind === "thread" && wire.id !== place.id ? { ...place, kind: "chat" } : place;
}

/** Discord removes no duplicates of threads, so this is sent once. */
async function publishThread(task: DiscordTask, forum: Place, draft: Draft): Promise<Receipt> {
  const { publishTags } = task.set;
  const name = draft.title ?? titleOf(draft.text);
  if (name === "")
    return task.refuse("invalid-request", "a forum post needs a title; give `title`, or a text whose first line can be one.");
  const body = await toBody(task, draft, {}, (message) => ({
    name,
    message,
    ...(publishTags.length > 0 && { applied_tags: publishTags }),
  }));
  // Asking who we are may fail, so it is asked before anything is out.
  const us = await task.us();
  const made = await withRefs(task.send("POST", `/channels/${forum.id}/threads`, newThreadAnswer, { body }), { channelId: forum.id });
  const { message, ...thread } = made;
  const post = toPost(us, toPlace(thread, forum.wire), message);
  return { post, visibility: post.visibility, refs: post.refs ?? {} };
}

async function publishMessage(task: DiscordTask, place: Place, draft: Draft, options: WriteOptions | undefined): Promise<Receipt> {
  const wire = await sendTo(task, place.id, draft, options?.idempotencyKey);
  const post = toPost(await task.us(), place, wire);
  const handedOn = place.kind === "announcement" && task.set.crosspost ? { crossposted: String(await crosspost(task, place, wire)) } : {};
  return { post, visibility: post.visibility, refs: { ...post.refs, ...handedOn } };
}

/** Hands an announcement on. It is out already, so a failure here is told and does not undo that. */
async function crosspost(task: DiscordTask, place: Place, { id }: WireMessage): Promise<boolean> {
  try {
    await task.send("POST", `/channels/${place.id}/messages/${id}/crosspost`, messageAnswer);
    return true;
  } catch (error) {
    if (isFolkmootError(error, "duplicate")) return true;
    const why = error instanceof FolkmootError ? error.code : errorName(error);
    task.runtime.logger.warn?.("An announcement is out, and was not handed on to the servers that follow the channel.", {
      account: task.account,
      why,
    });
    return false;
  }
}

/** The first line, cut between words where it has to be. */
function titleOf(text: string): string {
  const line = text.trim().split("\n", 1)[0]?.trim() ?? "";
  if (line.length <= maxTitle) return line;
  const cut = line.slice(0, maxTitle - 1);
  const words = cut.slice(0, Math.max(cut.lastIndexOf(" "), 0));
  // Half of a surrogate pair at the end would be refused.
  return `${(words === "" ? cut : words).replace(/[\ud800-\udbff]$/, "").trimEnd()}…`;
}
