/**
 * What the adapter of each network offers, by name.
 * @module
 */

/** Names the operations of Bluesky. */
export const blueskyOperations = [
  "getAccount",
  "listPosts",
  "getPost",
  "publishPost",
  "listComments",
  "listMentions",
  "listConversations",
  "listMessages",
  "getMessages",
  "searchPosts",
  "reply",
  "replyPrivately",
  "sendMessage",
  "delete",
  "like",
  "unlike",
  "react",
  "unreact",
  "hide",
  "unhide",
  "ban",
  "unban",
  "mute",
  "unmute",
  "markRead",
  "findOwn",
] as const;

/** The operations of Bluesky, as `folkmoot/bluesky` has them. @useDeclaredType */
export type BlueskyOperation = (typeof blueskyOperations)[number];

/** Names the operations of Mastodon. */
export const mastodonOperations = [
  "getAccount",
  "listPosts",
  "getPost",
  "publishPost",
  "listComments",
  "listMentions",
  "listConversations",
  "listMessages",
  "getMessages",
  "searchPosts",
  "stream",
  "reply",
  "replyPrivately",
  "sendMessage",
  "edit",
  "delete",
  "like",
  "unlike",
  "pin",
  "unpin",
  "ban",
  "unban",
  "mute",
  "unmute",
  "markRead",
  "findOwn",
] as const;

/** The operations of Mastodon, as `folkmoot/mastodon` has them. @useDeclaredType */
export type MastodonOperation = (typeof mastodonOperations)[number];

/** Names the operations of Discord. */
export const discordOperations = [
  "getAccount",
  "listPosts",
  "getPost",
  "publishPost",
  "listComments",
  "listMentions",
  "listConversations",
  "listMessages",
  "getMessages",
  "searchPosts",
  "stream",
  "reply",
  "replyPrivately",
  "sendMessage",
  "edit",
  "delete",
  "like",
  "unlike",
  "react",
  "unreact",
  "pin",
  "unpin",
  "ban",
  "unban",
  "findOwn",
] as const;

/** The operations of Discord, as `folkmoot/discord` has them. @useDeclaredType */
export type DiscordOperation = (typeof discordOperations)[number];

/** Names the operations of Facebook. */
export const facebookOperations = [
  "getAccount",
  "listPosts",
  "getPost",
  "publishPost",
  "listComments",
  "listMentions",
  "listReviews",
  "listConversations",
  "listMessages",
  "getMessages",
  "reply",
  "replyPrivately",
  "sendMessage",
  "edit",
  "delete",
  "like",
  "unlike",
  "hide",
  "unhide",
  "ban",
  "unban",
  "markRead",
  "getPostInsights",
  "getAccountInsights",
  "findOwn",
  "subscribe",
  "listSubscriptions",
  "unsubscribe",
] as const;

/** The operations of Facebook, as `folkmoot/facebook` has them. @useDeclaredType */
export type FacebookOperation = (typeof facebookOperations)[number];

/** Names the operations of Instagram, with either log-in. */
export const instagramOperations = [
  "getAccount",
  "listPosts",
  "getPost",
  "publishPost",
  "listComments",
  "listMentions",
  "listConversations",
  "listMessages",
  "getMessages",
  "reply",
  "replyPrivately",
  "sendMessage",
  "react",
  "unreact",
  "markRead",
  "delete",
  "hide",
  "unhide",
  "getPostInsights",
  "getAccountInsights",
  "findOwn",
  "subscribe",
  "listSubscriptions",
  "unsubscribe",
] as const;

/** Names what the Facebook log-in can do besides. */
export const instagramFacebookOnly = ["like", "unlike", "ban", "unban", "searchPosts"] as const;

/** The operations of both log-ins of Instagram, as `folkmoot/instagram` has them. @useDeclaredType */
export type InstagramOperation = (typeof instagramOperations)[number];

/** The operations of Instagram with the Facebook log-in, as `folkmoot/instagram` has them. @useDeclaredType */
export type InstagramFacebookOperation = InstagramOperation | (typeof instagramFacebookOnly)[number];

/** Names the operations of Threads. */
export const threadsOperations = [
  "getAccount",
  "listPosts",
  "getPost",
  "publishPost",
  "listComments",
  "listMentions",
  "getMessages",
  "searchPosts",
  "listHeld",
  "approve",
  "deny",
  "hide",
  "unhide",
  "reply",
  "delete",
  "getPostInsights",
  "getAccountInsights",
  "findOwn",
] as const;

/** The operations of Threads, as `folkmoot/threads` has them. @useDeclaredType */
export type ThreadsOperation = (typeof threadsOperations)[number];
