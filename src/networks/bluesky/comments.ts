/**
 * Comments: replies below a post or below another reply, and answering them.
 * A thread comes in three forms: flat, its hidden part, and the older nested one.
 * @module
 */
import { asSent } from "../../adapter/as-sent.js";
import { toMessage } from "./normalize.js";
import { checkSayable, toRecord } from "./draft.js";
import { fetchPosts, postId, postsAtOnce, replyRefs } from "./posts.js";
import { fieldsOf, listOf, present, wholeOf } from "../../adapter/fields.js";
import { isFolkmootError } from "../../errors.js";
import { listNotified } from "./mentions.js";
import { onePage, type PageRead } from "../../adapter/paged.js";
import { parseAtUri, repoOf } from "./ids.js";
import { publish } from "./records.js";
import { readItems, type ReadItems } from "../../adapter/read-items.js";
import { rereadDirect } from "./messages.js";
import { wirePost, type WirePost } from "./wire.js";
import type { BeginBluesky, BlueskyTask } from "./task.js";
import type { ListQuery, Operations } from "../../adapter/operations.js";
import type { Message } from "../../model/message.js";
import type { MessageTarget, Target } from "../../model/target.js";
import type { Paged } from "../../model/page.js";

/** Lists and writes comments; reads messages again. */
export function comments(begin: BeginBluesky): Pick<Operations, "listComments" | "getMessages" | "reply"> {
  return {
    listComments: (under, query) =>
      under === null
        ? listNotified(begin, "listComments", ["reply", "mention", "quote"], ({ kind }) => kind === "comment", query)
        : listThread(begin("listComments", query), under, query),
    getMessages: (messages, options) => reread(begin("getMessages", options), messages),
    reply: async (target, draft, options) => {
      const task = begin("reply", options);
      const id = postId(task, target);
      checkSayable(task, draft, "reply");
      const record = await toRecord(task, draft, await replyRefs(task, id, target));
      const message = asSent(toMessage(task.us, await publish(task, record, options?.idempotencyKey), { via: "send" }));
      return { message, refs: message.refs ?? {} };
    },
  };
}

/** Branch by branch, each reply before what answers it. A reply is given once, although reads overlap. */
function listThread(task: BlueskyTask, under: Target, query: ListQuery = {}): Paged<Message> {
  const id = postId(task, under);
  const { since, until } = query;
  let given = new Set<string>();
  const wanted = ({ id: one, createdAt }: Message): boolean =>
    !given.has(one) && (since === undefined || createdAt >= since) && (until === undefined || createdAt < until);
  return task.list(async (cursor) => {
    if (cursor === undefined) given = new Set();
    // The cursor names the posts that have more replies. They hold no space.
    const [anchor = id, ...waiting] = cursor?.split(" ") ?? [];
    const { items, unfinished, quarantined } = await readThread(task, anchor);
    const fresh = items.filter(wanted);
    for (const message of items) given.add(message.id);
    return { items: fresh, quarantined, next: [...waiting, ...unfinished].join(" ") };
  }, query);
}

/** One read of a thread: replies, each before what answers it, and the posts that have more than this read gave. */
type ThreadRead = ReadItems<Message> & { readonly unfinished: readonly string[] };

/** A post found in a thread, and what the thread says of it. */
interface Found {
  readonly post: unknown;
  readonly hidden: boolean;
  readonly topUri?: string | undefined;
}

/** Reads the replies below a post, hidden ones too. Throws `not-found` when the post is gone. */
async function readThread(task: BlueskyTask, anchor: string): Promise<ThreadRead> {
  try {
    return await readFlat(task, anchor);
  } catch (error) {
    // The flat form is not promised by the network; a server without it still has the nested one.
    if (isFolkmootError(error, "unsupported")) return readNested(task, anchor);
    throw error;
  }
}

/** Levels and replies a level of one read: the most that the network gives (lexicon getPostThreadV2, read 2026-08). */
const most = { below: 20, branchingFactor: 100 };

async function readFlat(task: BlueskyTask, anchor: string): Promise<ThreadRead> {
  const answer = await task.get("app.bsky.unspecced.getPostThreadV2", { anchor, above: false, ...most, sort: "newest" });
  const found: Found[] = [];
  const unfinished: string[] = [];
  let topUri: string | undefined;
  let fromRoot = false;
  for (const item of answer.thread) {
    const { uri, depth, value } = fieldsOf(item);
    const { post, hiddenByThreadgate, moreReplies } = fieldsOf(value);
    if (depth === 0) fromRoot = isRoot(task, post);
    // Posts that are gone, or hidden by a block, have no content. What answers them may.
    if (typeof depth !== "number" || depth < 1 || post === undefined) continue;
    // The list is a tree written down branch by branch, so the last reply of the first level is the top of this one.
    if (depth === 1 && typeof uri === "string") topUri = uri;
    if (typeof uri === "string" && (wholeOf(moreReplies) ?? 0) > 0) unfinished.push(uri);
    found.push({ post, hidden: hiddenByThreadgate === true, topUri: fromRoot ? topUri : undefined });
  }
  if (answer["hasOtherReplies"] === true) found.push(...(await readOthers(task, anchor)));
  return { ...toMessages(task, found, answer["threadgate"]), unfinished };
}

/** Reads replies that the thread leaves out: hidden by its author, or by somebody whom we muted. */
async function readOthers(task: BlueskyTask, anchor: string): Promise<readonly Found[]> {
  const { thread } = await task.get("app.bsky.unspecced.getPostThreadOtherV2", { anchor });
  return thread.flatMap((item) => {
    const { depth, value } = fieldsOf(item);
    const { post, hiddenByThreadgate } = fieldsOf(value);
    return post === undefined || depth === 0 ? [] : [{ post, hidden: hiddenByThreadgate === true }];
  });
}

async function readNested(task: BlueskyTask, anchor: string): Promise<ThreadRead> {
  const answer = await task.get("app.bsky.feed.getPostThread", { uri: anchor, depth: 1000, parentHeight: 0 });
  const fromRoot = isRoot(task, answer.thread["post"]);
  const found: Found[] = [];
  // A list of our own instead of recursion: the other side decides how deep it is.
  const open: { readonly node: unknown; readonly topUri: string | undefined }[] = [];
  const push = (node: unknown, topUri: string | undefined): void => {
    for (const reply of [...listOf(fieldsOf(node)["replies"])].reverse()) open.push({ node: reply, topUri });
  };
  push(answer.thread, undefined);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { post } = fieldsOf(next.node);
    const { uri } = fieldsOf(post);
    const topUri = next.topUri ?? (typeof uri === "string" ? uri : undefined);
    if (post !== undefined) found.push({ post, hidden: false, topUri: fromRoot ? topUri : undefined });
    push(next.node, topUri);
  }
  return { ...toMessages(task, found, answer["threadgate"]), unfinished: [] };
}

/** True when the post that a thread was read from is its first: only then is the top of each branch known. */
function isRoot(task: BlueskyTask, post: unknown): boolean {
  if (post === undefined) return task.refuse("not-found", "the post is gone, or a block hides it.");
  return fieldsOf(fieldsOf(post)["record"])["reply"] === undefined;
}

function toMessages(task: BlueskyTask, found: readonly Found[], threadgate: unknown): ReadItems<Message> {
  const hidden = new Set(hiddenIn(threadgate));
  const facts = new Map(found.map((one) => [one.post, one]));
  return readItems("thread", [...found.map(({ post }) => post)], wirePost, (wire) => {
    const { hidden: told, topUri } = facts.get(wire) ?? {};
    return toMessage(task.us, wire, present({ hidden: told === true || hidden.has(wire.uri), topUri }));
  });
}

/** The replies that a thread's author hid, off the gate as it is shown with the thread or its first post. */
function hiddenIn(threadgate: unknown): readonly unknown[] {
  return listOf(fieldsOf(fieldsOf(threadgate)["record"])["hiddenReplies"]);
}

/** Posts 25 at a time, then direct messages one conversation at a time. Those that are gone are absent. */
function reread(task: BlueskyTask, messages: readonly MessageTarget[]): Paged<Message> {
  const ids = messages.map((message) => task.target(message, ["message"]).id);
  const posts = ids.filter((id) => parseAtUri(id) !== undefined);
  const directs = messages.filter((_, index) => parseAtUri(ids[index] ?? "") === undefined);
  if (ids.length === 0) return onePage<Message>([], task.options);
  return task.list(async (cursor): Promise<PageRead<Message>> => {
    const from = Number(cursor ?? 0);
    if (from >= posts.length) return rereadDirect(task, directs);
    const next = from + postsAtOnce;
    const more = next < posts.length || directs.length > 0;
    return { ...(await rereadPosts(task, posts.slice(from, next))), ...(more && { next: String(next) }) };
  }, task.options);
}

async function rereadPosts(task: BlueskyTask, uris: readonly string[]): Promise<ReadItems<Message>> {
  const { posts } = await task.get("app.bsky.feed.getPosts", { uris });
  const hidden = new Set<unknown>();
  // What is hidden is written with the first post of a thread, so those are looked at too.
  const roots = ownRoots(task, readItems("posts", posts, wirePost, (view) => view).items);
  for (let at = 0; at < roots.length; at += postsAtOnce) {
    const { items } = await fetchPosts(task, roots.slice(at, at + postsAtOnce));
    for (const root of items) for (const uri of hiddenIn(root["threadgate"])) hidden.add(uri);
  }
  return readItems("posts", posts, wirePost, (view) => toMessage(task.us, view, { hidden: hidden.has(view.uri) }));
}

/** The roots that we own among the threads of some posts: only there can we tell what is hidden. */
function ownRoots({ us }: BlueskyTask, posts: readonly WirePost[]): readonly string[] {
  const roots = posts.map(({ record }) => fieldsOf(fieldsOf(record["reply"])["root"])["uri"]);
  return [...new Set(roots.filter((uri) => typeof uri === "string"))].filter((uri) => repoOf(uri) === us.did);
}
