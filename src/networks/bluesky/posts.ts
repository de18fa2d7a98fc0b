/**
 * Posts: the account's own, single ones, searches; publishing, deleting, liking.
 * @module
 */
import { checkSayable, toRecord } from "./draft.js";
import { asSent } from "../../adapter/as-sent.js";
import { toPost } from "./normalize.js";
import { deleteRecord, getRecord, placeFor, publish, putOnce } from "./records.js";
import { fieldsOf, textOf } from "../../adapter/fields.js";
import { pageSize } from "./limits.js";
import { parseAtUri, postCollection } from "./ids.js";
import { readItems, type ReadItems } from "../../adapter/read-items.js";
import { removeDirect } from "./messages.js";
import { wireFeedPost, wirePost, type WirePost } from "./wire.js";
import type { BeginBluesky, BlueskyTask } from "./task.js";
import type { Content } from "../../model/content.js";
import type { Operations, Receipt, SearchQuery } from "../../adapter/operations.js";
import type { Paged } from "../../model/page.js";
import type { Post } from "../../model/post.js";
import type { Refs } from "../../model/ref.js";
import type { Target } from "../../model/target.js";

type Names = "listPosts" | "getPost" | "publishPost" | "searchPosts" | "delete" | "like" | "unlike";

const likeCollection = "app.bsky.feed.like";

/** Most posts of one request (lexicon app.bsky.feed.getPosts, read 2026-08). */
export const postsAtOnce = 25;

/** Lists, finds, publishes, deletes and likes posts. */
export function posts(begin: BeginBluesky): Pick<Operations, Names> {
  return {
    listPosts: (query) => {
      const task = begin("listPosts", query);
      return task.list(
        async (cursor, size) => {
          const page = { actor: task.us.did, filter: "posts_no_replies", limit: pageSize(size), cursor };
          const answer = await task.get("app.bsky.feed.getAuthorFeed", page);
          // What the account passed on is not its own.
          const read = readItems("feed", answer.feed, wireFeedPost, ({ post, reason }) =>
            fieldsOf(reason)["$type"] === "app.bsky.feed.defs#reasonRepost" ? undefined : toPost(task.us, post),
          );
          return { ...read, next: answer.cursor };
        },
        query,
        timeOf,
      );
    },
    getPost: async (target, options) => {
      const task = begin("getPost", options);
      return toPost(task.us, await fetchPost(task, postId(task, target, ["post"])));
    },
    searchPosts: (query) => search(begin("searchPosts", query), query),
    publishPost: async (draft, options) => {
      const task = begin("publishPost", options);
      checkSayable(task, draft, "publishPost");
      const post = asSent(toPost(task.us, await publish(task, await toRecord(task, draft), options?.idempotencyKey)));
      return { post, refs: post.refs ?? {} };
    },
    delete: async (target, options) => {
      const task = begin("delete", options);
      const { id } = task.target(target, ["message", "post"]);
      const parts = parseAtUri(id);
      if (parts === undefined) return removeDirect(task, id, target);
      if (parts.repo !== task.us.did)
        return task.refuse("forbidden", "only the account's own posts can be deleted; hide the reply, or ban its author.");
      await deleteRecord(task, parts);
      return {};
    },
    like: async (target, options) => {
      const task = begin("like", options);
      const id = postId(task, target);
      const liked = likedBy(target);
      if (liked === true) return likeReceipt(target.refs?.["likeUri"]);
      let cid = target.refs?.["cid"];
      if (cid === undefined || liked === undefined) {
        // A like made in the app has a key of its own; a second one would count twice.
        const view = await fetchPost(task, id);
        const standing = likeIn(view);
        if (standing !== undefined) return likeReceipt(standing);
        cid = view.cid;
      }
      const record = { $type: likeCollection, subject: { uri: id, cid }, createdAt: task.now() };
      // One key for one post: however often we like it, one like stands.
      const { uri } = await putOnce(task, placeFor(task, likeCollection, id), record, ({ subject }) => fieldsOf(subject)["uri"] === id);
      return likeReceipt(uri);
    },
    unlike: async (target, options) => {
      const task = begin("unlike", options);
      const id = postId(task, target);
      const standing = target.refs?.["likeUri"] ?? likeIn(await fetchPost(task, id));
      const parts = standing === undefined ? undefined : parseAtUri(standing);
      const ours = parts?.repo === task.us.did && parts.collection === likeCollection;
      // Our own key is tried where the index has not seen the like yet; deleting what is not there changes nothing.
      await deleteRecord(task, ours ? parts : placeFor(task, likeCollection, id));
      return {};
    },
  };
}

const timeOf = ({ createdAt }: Post): string => createdAt;

/** Our like of a post, as the network shows it. */
const likeIn = (view: WirePost): string | undefined => textOf(fieldsOf(view["viewer"])["like"]);

const likeReceipt = (likeUri: string | undefined): Receipt => (likeUri === undefined ? {} : { refs: { likeUri } });

/** What a whole object says about our like; a bare reference says nothing. */
const likedBy = ({ ownReactions }: Target & Partial<Pick<Content, "ownReactions">>): boolean | undefined => ownReactions?.includes("like");

/** Asks with every word: `text` and the handles have to be in a post, and each hashtag on it. */
function search(task: BlueskyTask, query: SearchQuery): Paged<Post> {
  const { since, until, text = "", hashtags = [], handles = [] } = query;
  const tag = hashtags.map((one) => one.replace(/^[#＃]/u, "")).filter((one) => one !== "");
  const names = handles.map((handle) => `@${handle.replace(/^@/, "")}`);
  // The network wants words in any case; a tag stands for itself.
  const q = [text.trim(), ...names].filter((word) => word !== "").join(" ") || tag.map((one) => `#${one}`).join(" ");
  if (q === "") return task.refuse("invalid-request", "give `text`, `hashtags` or `handles`.");
  return task.list(
    async (cursor, size) => {
      const answer = await task.get("app.bsky.feed.searchPosts", { q, sort: "latest", limit: pageSize(size), tag, since, until, cursor });
      return { ...readItems("posts", answer.posts, wirePost, (post) => toPost(task.us, post)), next: answer.cursor };
    },
    query,
    timeOf,
  );
}

/** Reads post views, 25 at most; those that are gone are absent. */
export async function fetchPosts(task: BlueskyTask, uris: readonly string[]): Promise<ReadItems<WirePost>> {
  return readItems("posts", (await task.get("app.bsky.feed.getPosts", { uris })).posts, wirePost, (post) => post);
}

/** Reads one post view. Throws `not-found` when there is none. */
async function fetchPost(task: BlueskyTask, uri: string): Promise<WirePost> {
  const { items, quarantined } = await fetchPosts(task, [uri]);
  const [broken] = quarantined;
  const why = broken === undefined ? "is gone, or there never was such a post." : `cannot be read (${broken.reason}).`;
  return items[0] ?? task.refuse("not-found", `the post ${why}`);
}

/** Gives the AT-URI of a post, reply, quote or mention. Throws `invalid-request` for a direct message, and a record of another kind. */
export function postId(task: BlueskyTask, target: Target, kinds: readonly ("message" | "post")[] = ["message", "post"]): string {
  const { id } = task.target(target, kinds);
  if (parseAtUri(id)?.collection === postCollection) return id;
  return task.refuse(
    "invalid-request",
    id.startsWith("at://")
      ? "the target is no post of this network; give one whose id is at://did:…/app.bsky.feed.post/…"
      : "the target is a direct message; give a post, reply, quote or mention.",
  );
}

/** A post with its version: what the network calls a strong reference. */
interface StrongRef {
  readonly uri: string;
  readonly cid: string;
}

/** What a reply has to name. */
export interface ReplyRefs {
  /** The first post of the thread. */
  readonly root: StrongRef;
  /** What is answered. */
  readonly parent: StrongRef;
}

/** Reads root and parent off the refs of a target, else asks. Throws `not-found` when the target is gone or never was. */
export async function threadRefs(task: BlueskyTask, uri: string, refs: Refs = {}): Promise<ReplyRefs & { readonly isClosed?: true }> {
  const { cid, rootUri, rootCid } = refs;
  if (cid !== undefined && rootUri !== undefined && rootCid !== undefined)
    return { root: { uri: rootUri, cid: rootCid }, parent: { uri, cid } };
  const [view] = (await fetchPosts(task, [uri])).items;
  const parts = parseAtUri(uri);
  // What was written a moment ago is on its server, and not yet in the index.
  const found = view ?? (parts === undefined ? undefined : await getRecord(task, parts));
  if (found === undefined || found.cid === "") return task.refuse("not-found", "the target is gone, or there never was such a post.");
  const { root } = fieldsOf(fieldsOf("record" in found ? found.record : found.value)["reply"]);
  const parent = { uri, cid: found.cid };
  const { uri: itsRoot, cid: itsRootCid } = fieldsOf(root);
  return {
    parent,
    root: typeof itsRoot === "string" && typeof itsRootCid === "string" ? { uri: itsRoot, cid: itsRootCid } : parent,
    ...(fieldsOf(view?.["viewer"])["replyDisabled"] === true && { isClosed: true }),
  };
}

/**
 * Gives what a reply has to name.
 * @throws FolkmootError `not-found` when the target is gone or never was; `forbidden` where it is known that the account may not answer: the
 * server would store the reply, and the application view show it to nobody.
 */
export async function replyRefs(
  task: BlueskyTask,
  uri: string,
  { refs, allows }: Target & Partial<Pick<Content, "allows">>,
): Promise<ReplyRefs> {
  const closed = "the thread is closed to the account by its author, or by a block, so that nobody would be shown the reply.";
  if (allows?.["reply"] === false) return task.refuse("forbidden", closed);
  const { root, parent, isClosed } = await threadRefs(task, uri, refs);
  return isClosed === true ? task.refuse("forbidden", closed) : { root, parent };
}
