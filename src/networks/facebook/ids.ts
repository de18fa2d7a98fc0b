/**
 * Ids and addresses of Facebook, and the keys that are made of them.
 * @module
 */
import { keyOf } from "../_graph/names.js";
import { parseKey } from "../../model/keys.js";
import type { GraphUs } from "../_graph/task.js";
import type { Refs } from "../../model/ref.js";
import type { Target } from "../../model/target.js";

/** What stands behind an id, which does not tell: posts and comments both have the form `1_2`. Kept in `refs` as `node`. */
export type NodeType = "post" | "comment" | "review" | "direct";

const nodeTypes: readonly NodeType[] = ["post", "comment", "review", "direct"];

/** What tells what a message is: its key, and, of a whole message, its kind and post. */
export interface NodeHint {
  /** Key of the message. */
  readonly key: string;
  /** What its refs tell. */
  readonly refs?: Refs | undefined;
  /** Kind, where the whole message is at hand. */
  readonly kind?: string | undefined;
  /** Its post, likewise. */
  readonly post?: string | undefined;
  /** Its conversation, likewise. */
  readonly conversation?: string | undefined;
}

/** Tells with whom a direct message was exchanged, as far as it is at hand: its conversation is named by that person. */
export function personIdOf({ refs, kind, conversation }: NodeHint): string | undefined {
  const told = refs?.["personId"];
  if (told !== undefined || kind !== "direct" || conversation === undefined) return told;
  return parseKey(conversation)?.id;
}

/**
 * Tells what a message is at Facebook: by its refs, by itself where webhooks told of it, or as far as its id does.
 * `undefined` = a comment or a post.
 */
export function nodeOf(id: string, { key, refs, kind, post }: NodeHint): NodeType | undefined {
  const told = nodeTypes.find((one) => one === refs?.["node"]);
  if (told !== undefined) return told;
  // Whoever talks with us stands beside every direct message.
  if (kind === "direct" || (refs?.["personId"] ?? refs?.["threadId"]) !== undefined) return "direct";
  if (kind === "review") return "review";
  if (refs?.["postId"] !== undefined) return "comment";
  if (post !== undefined) return post === key.replace(":message:", ":post:") ? "post" : "comment";
  // Messages of Messenger begin with `m_` (REST and webhooks since v3.3) or `mid.` (before).
  return /^(?:m_|mid\.)/.test(id) ? "direct" : undefined;
}

/** Tells whether a post stands on the Page's own timeline: ids of posts begin with that of the timeline's owner. */
export function isOurTimeline({ id }: Pick<GraphUs, "id">, postId: string): boolean {
  return postId.startsWith(`${id}_`);
}

/**
 * Finds the post that a comment is under. Its own id begins with the second half of the post's, and the timeline's owner is missing in it;
 * `object` names a photo where the post has one. Where nobody told the post, it is taken to be the Page's own.
 */
export function postIdOf(us: GraphUs, commentId: string, under: string | undefined, object: string | undefined): string | undefined {
  if (under !== undefined) return under;
  if (object?.includes("_") === true) return object;
  const [first = "", second] = commentId.split("_");
  const own = second === undefined ? object : first;
  return own === undefined || own === "" ? undefined : `${us.id}_${own}`;
}

const hosts = /^(?:[a-z-]+\.)?facebook\.com$/;

/**
 * Reads a target off a public address, without a request. `undefined` where it cannot be told: addresses with `pfbid…` and short ones
 * (`/share/…`) hide the id, and one with a Page's name fits no key but that of its own Page, which is taken for granted.
 */
export function targetFromUrl(us: GraphUs, url: string): Target | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname, searchParams } = new URL(url);
  if (!hosts.test(hostname)) return undefined;
  const place = placeOf(us, pathname, searchParams);
  if (place === undefined) return undefined;
  const comment = searchParams.get("reply_comment_id") ?? searchParams.get("comment_id");
  const postId = `${place.owner}_${place.post}`;
  if (comment === null) return { key: keyOf(us, "post", postId) };
  if (!/^\d+(?:_\d+)?$/.test(comment)) return undefined;
  const id = comment.includes("_") ? comment : `${place.post}_${comment}`;
  return { key: keyOf(us, "message", id), refs: { node: "comment", postId } };
}

function placeOf({ id }: GraphUs, path: string, query: URLSearchParams): { readonly owner: string; readonly post: string } | undefined {
  const digits = (text: string | null | undefined): string | undefined => (/^\d+$/.test(text ?? "") ? (text ?? undefined) : undefined);
  const story = digits(query.get("story_fbid") ?? query.get("fbid"));
  if (story !== undefined) return { owner: digits(query.get("id")) ?? id, post: story };
  const both = /^\/(\d+)_(\d+)\/?$/.exec(path);
  if (both?.[1] !== undefined && both[2] !== undefined) return { owner: both[1], post: both[2] };
  const [, owner, post] = /^\/([^/]+)\/(?:posts|videos|photos)\/(?:[^/]+\/)*?(\d+)\/?$/.exec(path) ?? [];
  return post === undefined ? undefined : { owner: digits(owner) ?? id, post };
}
