/**
 * The network's own JSON, as thin as what we read of it: a field is checked only where nothing could be made of an item without it.
 * Everything else is open by the network's own rules, and read field by field. Compiled on first use.
 * @module
 */
import { answerSchema, anything, itemCheck, once } from "../../adapter/compiled.js";
import { array, looseObject, object, optional, string, unknown } from "zod/mini";
import type { ItemCheck } from "../../adapter/read-items.js";
import type { Schema } from "../../http/request.js";

/** Who wrote something (`profileViewBasic`, `profileView`). */
export interface WireAuthor extends Readonly<Record<string, unknown>> {
  /** Stays with the person for good. */
  readonly did: string;
  /** Changes; `handle.invalid` when it leads nowhere. */
  readonly handle: string;
}

/** A record of `app.bsky.feed.post`. */
export interface WireRecord extends Readonly<Record<string, unknown>> {
  /** What was written. May be empty beside an embed. */
  readonly text: string;
}

/** A post with its author and counts (`postView`); a notification carries the same, without counts. */
export interface WirePost extends Readonly<Record<string, unknown>> {
  /** AT-URI. */
  readonly uri: string;
  /** Hash of this version. */
  readonly cid: string;
  /** Who wrote it. */
  readonly author: WireAuthor;
  /** What was written, as it lies in the repository. */
  readonly record: WireRecord;
  /** When the index saw it. */
  readonly indexedAt: string;
}

/** What happened to the account, caused by a post. */
export interface WireNotification extends WirePost {
  /** `reply`, `mention`, `quote`, and many that say nothing. */
  readonly reason: string;
}

/** A direct message. */
export interface WireDirect extends Readonly<Record<string, unknown>> {
  /** Unique in its conversation. */
  readonly id: string;
  /** What was written. */
  readonly text: string;
  /** Who wrote it: no more than a DID. */
  readonly sender: { readonly did: string };
  /** When it was sent. */
  readonly sentAt: string;
}

/** A direct conversation. */
export interface WireConvo extends Readonly<Record<string, unknown>> {
  /** Opaque. */
  readonly id: string;
  /** Profiles. */
  readonly members: readonly unknown[];
}

const author = once(() => object({ did: string(), handle: string() }));
const post = once(() =>
  object({ uri: string(), cid: string(), author: author(), record: object({ text: string() }), indexedAt: string() }),
);
const direct = once(() => object({ id: string(), text: string(), sender: object({ did: string() }), sentAt: string() }));
const convo = once(() => object({ id: string(), members: list() }));
/** A list whose items are checked one by one. */
const list = once(() => array(unknown()));
const cursor = once(() => optional(string()));

/** A post view. */
export const wirePost: ItemCheck<WirePost> = itemCheck(post);
/** A notification. */
export const wireNotification: ItemCheck<WireNotification> = itemCheck(() =>
  object({ uri: string(), cid: string(), author: author(), reason: string(), record: object({ text: string() }), indexedAt: string() }),
);
/** An item of an author feed: the post, and why it is there when it is not for itself. */
export const wireFeedPost: ItemCheck<{ readonly post: WirePost; readonly reason?: unknown }> = itemCheck(() => object({ post: post() }));
/** A direct message. */
export const wireDirect: ItemCheck<WireDirect> = itemCheck(direct);
/** A conversation. */
export const wireConvo: ItemCheck<WireConvo> = itemCheck(convo);

/** One page of a list. */
type Page<Name extends string> = Readonly<Record<Name, readonly unknown[]>> & { readonly cursor?: string };
type Fields = Readonly<Record<string, unknown>>;
/** The replies below a post. `threadgate` and `hasOtherReplies` are read loosely. */
type Thread = Fields & { readonly thread: readonly unknown[] };

/** What is read of each method's answer. Every method that is called with a session stands here. */
export interface Answers {
  "app.bsky.actor.getProfile": WireAuthor;
  "app.bsky.feed.getAuthorFeed": Page<"feed">;
  "app.bsky.feed.getPosts": Page<"posts">;
  "app.bsky.feed.getPostThread": Fields & { readonly thread: Fields };
  "app.bsky.feed.searchPosts": Page<"posts">;
  "app.bsky.graph.muteActor": unknown;
  "app.bsky.graph.unmuteActor": unknown;
  "app.bsky.notification.listNotifications": Page<"notifications">;
  "app.bsky.notification.updateSeen": unknown;
  "app.bsky.unspecced.getPostThreadOtherV2": Thread;
  "app.bsky.unspecced.getPostThreadV2": Thread;
  "chat.bsky.convo.addReaction": unknown;
  "chat.bsky.convo.deleteMessageForSelf": unknown;
  "chat.bsky.convo.getConvoForMembers": { readonly convo: WireConvo };
  "chat.bsky.convo.getMessages": Page<"messages"> & { readonly relatedProfiles?: unknown };
  "chat.bsky.convo.listConvos": Page<"convos">;
  "chat.bsky.convo.removeReaction": unknown;
  "chat.bsky.convo.sendMessage": WireDirect;
  "chat.bsky.convo.updateRead": unknown;
  "com.atproto.identity.resolveHandle": { readonly did: string };
  "com.atproto.repo.deleteRecord": unknown;
  "com.atproto.repo.getRecord": { readonly uri: string; readonly cid?: string; readonly value: Fields };
  "com.atproto.repo.putRecord": { readonly uri: string; readonly cid: string };
  "com.atproto.repo.uploadBlob": { readonly blob: Fields };
}

const thread: Schema<Thread> = answerSchema(() => object({ thread: list() }));
const posts: Schema<Page<"posts">> = answerSchema(() => object({ posts: list(), cursor: cursor() }));

/** Checks the answers, by method. */
export const answers: { readonly [M in keyof Answers]: Schema<Answers[M]> } = {
  "app.bsky.actor.getProfile": answerSchema(author),
  "app.bsky.feed.getAuthorFeed": answerSchema(() => object({ feed: list(), cursor: cursor() })),
  "app.bsky.feed.getPosts": posts,
  "app.bsky.feed.getPostThread": answerSchema(() => object({ thread: looseObject({}) })),
  "app.bsky.feed.searchPosts": posts,
  "app.bsky.graph.muteActor": anything,
  "app.bsky.graph.unmuteActor": anything,
  "app.bsky.notification.listNotifications": answerSchema(() => object({ notifications: list(), cursor: cursor() })),
  "app.bsky.notification.updateSeen": anything,
  "app.bsky.unspecced.getPostThreadOtherV2": thread,
  "app.bsky.unspecced.getPostThreadV2": thread,
  "chat.bsky.convo.addReaction": anything,
  "chat.bsky.convo.deleteMessageForSelf": anything,
  "chat.bsky.convo.getConvoForMembers": answerSchema(() => object({ convo: convo() })),
  "chat.bsky.convo.getMessages": answerSchema(() => object({ messages: list(), cursor: cursor() })),
  "chat.bsky.convo.listConvos": answerSchema(() => object({ convos: list(), cursor: cursor() })),
  "chat.bsky.convo.removeReaction": anything,
  "chat.bsky.convo.sendMessage": answerSchema(direct),
  "chat.bsky.convo.updateRead": anything,
  "com.atproto.identity.resolveHandle": answerSchema(() => object({ did: string() })),
  "com.atproto.repo.deleteRecord": anything,
  "com.atproto.repo.getRecord": answerSchema(() => object({ uri: string(), cid: optional(string()), value: looseObject({}) })),
  "com.atproto.repo.putRecord": answerSchema(() => object({ uri: string(), cid: string() })),
  "com.atproto.repo.uploadBlob": answerSchema(() => object({ blob: looseObject({}) })),
};

/** What logging in and renewing answer. */
export const sessionAnswer: Schema<
  { readonly accessJwt: string; readonly refreshJwt: string; readonly did: string } & Readonly<Record<string, unknown>>
> = answerSchema(() => object({ accessJwt: string(), refreshJwt: string(), did: string() }));
