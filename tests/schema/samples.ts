import { accountKey, makeKey, type Author, type Change, type Message, type Post } from "../../src/model/index.js";

const when = "2026-01-02T03:04:05.678Z";
const later = "2026-07-02T03:04:05.678Z";

interface Place {
  readonly network: string;
  readonly accountId: string;
}

function author({ network, accountId }: Place, over: Partial<Author> = {}): Author {
  return { key: makeKey(accountKey(network, accountId), "author", over.id ?? `@${over.handle ?? "ada"}`), isOwn: false, ...over };
}

function message(place: Place, id: string, over: Partial<Message> = {}): Message {
  const account = accountKey(place.network, place.accountId);
  return {
    ...place,
    key: makeKey(account, "message", id),
    id,
    text: "Are the boots waterproof? 👩‍👩‍👧",
    entities: [],
    attachments: [],
    counts: {},
    createdAt: when,
    visibility: "public",
    kind: "comment",
    direction: "inbound",
    conversation: makeKey(account, "conversation", "c"),
    via: "poll",
    ...over,
  };
}

const places = {
  facebook: { network: "facebook", accountId: "104200000000001" },
  instagram: { network: "instagram", accountId: "17841400000000001" },
  threads: { network: "threads", accountId: "25000000001" },
  x: { network: "x", accountId: "44196300" },
  linkedin: { network: "linkedin", accountId: "urn:li:organization:7" },
  tiktok: { network: "tiktok", accountId: "_000abc" },
  youtube: { network: "youtube", accountId: "UCabc_def" },
  twitch: { network: "twitch", accountId: "12826" },
  discord: { network: "discord", accountId: "41771983423143937" },
  bluesky: { network: "bluesky", accountId: "did:plc:abc" },
  mastodon: { network: "mastodon", accountId: "mastodon.example/109" },
  reddit: { network: "reddit", accountId: "t5_2abcd" },
} as const;

/** What each network needs of a message: one with everything that is special to it. Invented people. */
export const needs: Readonly<Record<keyof typeof places, Message>> = {
  facebook: message(places.facebook, "104200000000001_58", {
    allows: { hide: true, replyPrivately: false },
    counts: { likes: 3, reactions: { LOVE: 2, WOW: 1 } },
    kind: "review",
    rating: 5,
    isAd: true,
    refs: { privateReplyConversation: "t_9" },
  }),
  instagram: message(places.instagram, "17900000000000002", {
    kind: "direct",
    surface: "story-reply",
    author: author(places.instagram, { handle: "ada.example" }),
    attachments: [{ type: "share", url: "https://cdn.example/1", previewUrl: "https://cdn.example/1s", expiresAt: later }],
    expiresAt: later,
    via: "webhook",
  }),
  threads: message(places.threads, "18000000000000003", {
    kind: "quote",
    quoted: "threads:25000000001:post:1",
    author: author(places.threads, { handle: "ben" }),
    sensitive: true,
    visibility: "hidden",
  }),
  x: message(places.x, "1800000000000000001", {
    entities: [
      { type: "cashtag", start: 0, end: 4, value: "ABC" },
      { type: "mention", start: 5, end: 9, value: "ada", targetId: "7" },
    ],
    counts: { likes: 0, views: 10, quotes: 1, saves: 2, shares: 3, replies: 4 },
    mentionsUs: true,
    root: "x:44196300:message:1",
    parent: "x:44196300:message:2",
  }),
  linkedin: message(places.linkedin, "urn:li:comment:(urn:li:activity:70000,71000)", {
    refs: { objectUrn: "urn:li:activity:70000" },
    ownReactions: ["PRAISE"],
    retainUntil: later,
    author: author(places.linkedin, { id: "urn:li:person:aB_c", retainUntil: later }),
  }),
  tiktok: message(places.tiktok, "7300000000000000001", {
    refs: { videoId: "730" },
    attachments: [{ type: "sticker", alt: "a boot" }],
    post: "tiktok:_000abc:post:730",
  }),
  youtube: message(places.youtube, "UgzAbc.9xYz", {
    kind: "chat",
    surface: "superchat",
    tip: { amountMicros: 5_000_000, currency: "DKK" },
    visibility: "held",
    author: author(places.youtube, { id: "UCxyz", roles: ["member", "moderator"], isVerified: true }),
  }),
  twitch: message(places.twitch, "885196de-cb67-427a-baa8-82f9b0fcd05f", {
    kind: "chat",
    tip: { amountMicros: 100_000_000, currency: "bits" },
    entities: [{ type: "emoji", start: 0, end: 5, value: "Kappa" }],
    via: "stream",
  }),
  discord: message(places.discord, "175928847299117063", {
    surface: "forum",
    ownReactions: ["party:41771983429993937"],
    commentsOpen: false,
    author: author(places.discord, { id: "80351110224678912", isBot: true }),
  }),
  bluesky: message(places.bluesky, "at://did:plc:abc/app.bsky.feed.post/3kabc", {
    refs: { cid: "bafyreiabc", rootCid: "bafyreidef" },
    language: "da",
    author: author(places.bluesky, { id: "did:web:localhost%3A3000", followsUs: true, weFollow: false, followers: 12 }),
    annotations: {
      language: { label: "da", score: 0.99, by: "cld3@1", at: when },
      sentiment: { label: "good", score: 0.7, value: 0.4, by: "ada", at: when },
    },
    raw: { $type: "app.bsky.feed.post", deep: [{ nothing: null }] },
  }),
  mastodon: message(places.mastodon, "2026-11-22T10:00:00.000Z/mention/0190b5c8", {
    audience: "unlisted",
    contentWarning: "boots",
    sensitive: true,
    editedAt: later,
    url: "https://mastodon.example/@ada/109",
  }),
  reddit: message(places.reddit, "modmail:1a", {
    kind: "direct",
    surface: "modmail",
    subject: "Boots",
    visibility: "internal",
    counts: { likes: -3, dislikes: 5 },
    deletedAt: later,
  }),
};

/** A post with its title. */
export const post: Post = {
  ...places.reddit,
  key: "reddit:t5_2abcd:post:t3_1abc",
  id: "t3_1abc",
  text: "",
  entities: [],
  attachments: [{ type: "video", width: 1080, height: 1920, durationMs: 9500, mimeType: "video/mp4" }],
  counts: {},
  createdAt: when,
  visibility: "public",
  title: "Boots",
  isOwn: true,
};

const base = { id: "c1", origin: "live", at: when, account: "x:44196300", conversation: "x:44196300:conversation:1" } as const;
const ada = author(places.x, { id: "7" });

/** One change of each type. */
export const changes: { readonly [T in Change["type"]]: Extract<Change, { type: T }> } = {
  "message.created": { ...base, type: "message.created", message: needs.x },
  "message.updated": { ...base, type: "message.updated", message: needs.x, changed: ["counts"], origin: "backfill" },
  "message.deleted": { ...base, type: "message.deleted", message: needs.x.key },
  "reaction.added": { ...base, type: "reaction.added", target: needs.x.key, reaction: "like", author: ada },
  "reaction.removed": { ...base, type: "reaction.removed", target: post.key, reaction: "🎉" },
  "post.created": { ...base, type: "post.created", post },
  "post.updated": { ...base, type: "post.updated", post, changed: ["title"] },
  "post.deleted": { ...base, type: "post.deleted", post: post.key },
  "conversation.read": { ...base, type: "conversation.read", upTo: when },
  "author.banned": { ...base, type: "author.banned", author: ada, until: later },
  "messages.cleared": { ...base, type: "messages.cleared", messages: [needs.x.key], author: ada },
  "subscription.revoked": { ...base, type: "subscription.revoked", subscription: "s1", reason: "authorization_revoked" },
  "network.event": { ...base, type: "network.event", name: "raid", author: ada, raw: { viewers: 9 } },
};
