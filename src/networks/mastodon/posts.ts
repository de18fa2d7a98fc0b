/**
 * Posts: the account's own, single ones, searches; publishing, editing, deleting, liking, pinning; and posts that wait for their time.
 * @module
 */
import { anything } from "../../adapter/compiled.js";
import { scheduledAnswer, searchAnswer, statusAnswer, wireStatus, type WireStatus } from "./wire.js";
import { asSent } from "../../adapter/as-sent.js";
import { isDirect, toPost } from "./normalize.js";
import { checkSayable, publish, publishAs } from "./draft.js";
import { edit, refuseOthers } from "./edit.js";
import { inPath } from "./ids.js";
import { isFolkmootError } from "../../errors.js";
import { mostOfPage } from "./limits.js";
import { readItems } from "../../adapter/read-items.js";
import { statusOrNone } from "./comments.js";
import type { BeginMastodon, MastodonTask } from "./task.js";
import type { CallOptions } from "../../http/request.js";
import type { Draft } from "../../model/draft.js";
import type { Operations, Receipt, SearchQuery, WriteOptions } from "../../adapter/operations.js";
import type { Paged } from "../../model/page.js";
import type { Post } from "../../model/post.js";
import type { Target } from "../../model/target.js";
import type { Timestamp } from "../../model/ref.js";

type Names = "listPosts" | "getPost" | "publishPost" | "searchPosts" | "edit" | "delete" | "like" | "unlike" | "pin" | "unpin";

const timeOf = ({ createdAt }: Post): string => createdAt;
const isReply = ({ in_reply_to_id: parent }: WireStatus): boolean => (parent ?? "") !== "";

/** Lists, finds, publishes, changes, deletes, likes and pins posts. */
export function posts(begin: BeginMastodon): Pick<Operations, Names> {
  return {
    listPosts: (query) => {
      const task = begin("listPosts", query);
      const path = `/api/v1/accounts/${inPath(task.us.id)}/statuses`;
      return task.list(
        async (cursor, size) => {
          const only = { exclude_replies: true, exclude_reblogs: true };
          const { items, next } = await task.page(path, only, cursor, size, mostOfPage.statuses);
          // Answers to ourselves count as no reply there, direct messages as posts, and some software passes boosts all the same.
          const read = readItems("statuses", items, wireStatus, (wire) =>
            isReply(wire) || isDirect(wire) || isBoost(wire) ? undefined : toPost(task.us, wire),
          );
          return { ...read, next };
        },
        query,
        timeOf,
      );
    },
    getPost: async (target, options) => {
      const task = begin("getPost", options);
      return toPost(task.us, await task.status(task.target(target, ["post"]).id));
    },
    searchPosts: (query) => search(begin("searchPosts", query), query),
    publishPost: async (draft, options) => {
      const task = begin("publishPost", options);
      checkSayable(task, draft);
      const post = asSent(toPost(task.us, await publish(task, draft, {}, options)));
      return { post, visibility: post.visibility, refs: post.refs ?? {} };
    },
    edit: (target, draft, options) => edit(begin("edit", options), target, draft),
    delete: (target, options) => remove(begin("delete", options), target),
    like: (target, options) => turn(begin("like", options), target, "favourite"),
    unlike: (target, options) => turn(begin("unlike", options), target, "unfavourite"),
    pin: (target, options) => turnPin(begin("pin", options), target, true),
    unpin: (target, options) => turnPin(begin("unpin", options), target, false),
  };
}

function isBoost({ reblog }: WireStatus): boolean {
  return typeof reblog === "object" && reblog !== null;
}

async function turn(task: MastodonTask, target: Target, verb: "favourite" | "unfavourite"): Promise<Receipt> {
  const { id } = task.target(target, ["message", "post"]);
  // The network counts one favourite of one account, however often it is asked for (API documentation, read 2026-11).
  const { favourited } = await task.write("POST", `/api/v1/statuses/${inPath(id)}/${verb}`, statusAnswer, { safeToRepeat: true });
  task.confirm(favourited, verb === "favourite");
  return {};
}

async function remove(task: MastodonTask, target: Target): Promise<Receipt> {
  const { id } = task.target(target, ["message", "post"]);
  refuseOthers(task, target);
  try {
    await task.write("DELETE", `/api/v1/statuses/${inPath(id)}`, anything, { safeToRepeat: true });
  } catch (error) {
    if (!isFolkmootError(error, "not-found")) throw error;
    // "Not there" is also what the server says of other people's statuses.
    if ((await statusOrNone(task, id)) !== undefined)
      return task.refuse("forbidden", "only the account's own statuses can be deleted; mute or ban the author instead.");
  }
  return {};
}

async function turnPin(task: MastodonTask, target: Target, pinned: boolean): Promise<Receipt> {
  const { id } = task.target(target, ["message", "post"]);
  refuseOthers(task, target);
  try {
    await task.write("POST", `/api/v1/statuses/${inPath(id)}/${pinned ? "pin" : "unpin"}`, statusAnswer, { safeToRepeat: true });
  } catch (error) {
    // Pinning twice is an error there, and here it is done.
    if (!isFolkmootError(error, "invalid-request") || (await task.status(id))["pinned"] !== pinned) throw error;
  }
  return {};
}

const bare = (words: readonly string[], sign: RegExp): readonly string[] =>
  words.map((word) => word.trim().replace(sign, "")).filter((word) => word !== "");

/** Hashtags alone are found on their timelines, which every server has; words need a server that searches, and authors who let themselves be found. */
function search(task: MastodonTask, query: SearchQuery): Paged<Post> {
  const { since, until, text = "" } = query;
  const tags = bare(query.hashtags ?? [], /^[#＃]/u);
  const handles = bare(query.handles ?? [], /^@/);
  const words = [text.trim(), ...handles.map((handle) => `@${handle}`)].filter((word) => word !== "");
  const [tag, ...more] = tags;
  if (words.length === 0 && tag === undefined) return task.refuse("invalid-request", "give `text`, `hashtags` or `handles`.");
  const read = (list: readonly unknown[], wanted: (post: Post) => boolean): ReturnType<typeof readItems<WireStatus, Post>> =>
    readItems("statuses", list, wireStatus, (wire) => {
      const post = toPost(task.us, wire);
      return isDirect(wire) || !wanted(post) ? undefined : post;
    });
  if (words.length === 0 && tag !== undefined) {
    const path = `/api/v1/timelines/tag/${inPath(tag)}`;
    return task.list(
      async (cursor, size) => {
        const { items, next } = await task.page(path, more.length > 0 ? { "any[]": more } : {}, cursor, size, mostOfPage.statuses);
        return { ...read(items, () => true), next };
      },
      query,
      timeOf,
    );
  }
  const inTime = ({ createdAt }: Post): boolean =>
    (since === undefined || createdAt >= since) && (until === undefined || createdAt < until);
  const isTagged = ({ entities }: Post): boolean =>
    tags.length === 0 ||
    entities.some(({ type, value }) => type === "hashtag" && tags.some((one) => one.toLowerCase() === value.toLowerCase()));
  const q = [...words, ...(tags.length === 1 ? [`#${tags[0] ?? ""}`] : [])].join(" ");
  // The search has no order that could be relied on and no links: its pages are counted.
  return task.list(async (cursor, size = mostOfPage.search) => {
    const offset = Number(cursor ?? 0);
    if (!Number.isSafeInteger(offset) || offset < 0)
      return task.refuse("invalid-request", "`after` is no cursor of this list; give the `next` of one of its pages.");
    const limit = Math.min(size, mostOfPage.search);
    const { statuses } = await task.get("/api/v2/search", searchAnswer, { q, type: "statuses", limit, ...(offset > 0 && { offset }) });
    const found = read(statuses, (post) => inTime(post) && isTagged(post));
    return { ...found, ...(statuses.length >= limit && { next: String(offset + statuses.length) }) };
  }, query);
}

/** What `schedulePost` takes. */
export interface ScheduleOptions extends WriteOptions {
  /** When it is to be published: ISO 8601 in UTC, at least five minutes ahead. */
  readonly at: Timestamp;
}

/** A post that waits for its time. */
export interface ScheduledPost {
  /** The server's id of it, for `cancelScheduled`; the post will have another. */
  readonly id: string;
  /** When it is published. */
  readonly at: Timestamp;
}

/** What the server wants between now and the time of a post (source, app/models/scheduled_status.rb, read 2026-11). Milliseconds. */
const aheadMs = 5 * 60_000;

/** Posts that wait for their time. */
export interface Schedules {
  /** Hands a post to the server, which publishes it at its time. */
  schedulePost(draft: Draft, options: ScheduleOptions): Promise<ScheduledPost>;
  /** Takes a waiting post back. One that is out, or was never there, counts as done. */
  cancelScheduled(id: string, options?: CallOptions): Promise<void>;
}

/** Schedules posts, and takes them back. */
export function schedules(begin: BeginMastodon): Schedules {
  return {
    schedulePost: async (draft, options) => {
      const task = begin("schedulePost", options);
      const at = Date.parse(options.at);
      if (Number.isNaN(at) || at < task.runtime.clock.now() + aheadMs)
        return task.refuse(
          "invalid-request",
          "`at` must be a time in ISO 8601, at least five minutes ahead; publish it now instead (`publishPost`).",
        );
      checkSayable(task, draft);
      const wire = await publishAs(task, scheduledAnswer, draft, { at: new Date(at).toISOString() }, options);
      return { id: wire.id, at: new Date(wire.scheduled_at).toISOString() };
    },
    cancelScheduled: async (id, options) => {
      const task = begin("cancelScheduled", options);
      if (id === "") return task.refuse("invalid-request", "`id` is empty; give that of what `schedulePost` returned.");
      try {
        await task.write("DELETE", `/api/v1/scheduled_statuses/${inPath(id)}`, anything, { safeToRepeat: true });
      } catch (error) {
        if (!isFolkmootError(error, "not-found")) throw error;
      }
    },
  };
}
