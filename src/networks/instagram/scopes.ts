/**
 * What each operation wants the token to be allowed, in Meta's words; they differ by log-in.
 * @module
 */
import type { InstagramLogin } from "./fields.js";
import type { InstagramFacebookOperation } from "./adapter.js";
import type { ScopesOf } from "../../adapter/adapter.js";

type Right = "basic" | "comments" | "messages" | "publish" | "insights" | "engagement" | "contents" | "subscribe";

/** Permissions by log-in (permissions reference, read 2026-11). What a log-in has no word for it cannot do. */
const words: Readonly<Record<InstagramLogin, Readonly<Record<Right, readonly string[]>>>> = {
  facebook: {
    basic: ["instagram_basic"],
    comments: ["instagram_basic", "instagram_manage_comments"],
    messages: ["instagram_basic", "instagram_manage_messages", "pages_manage_metadata"],
    publish: ["instagram_basic", "instagram_content_publish"],
    insights: ["instagram_basic", "instagram_manage_insights"],
    engagement: ["instagram_basic", "instagram_manage_engagement"],
    contents: ["instagram_basic", "instagram_manage_comments"],
    subscribe: ["pages_manage_metadata"],
  },
  instagram: {
    basic: ["instagram_business_basic"],
    comments: ["instagram_business_basic", "instagram_business_manage_comments"],
    messages: ["instagram_business_basic", "instagram_business_manage_messages"],
    publish: ["instagram_business_basic", "instagram_business_content_publish"],
    insights: ["instagram_business_basic", "instagram_business_manage_insights"],
    engagement: ["instagram_business_basic"],
    contents: ["instagram_business_basic", "instagram_business_manage_comments"],
    subscribe: ["instagram_business_basic"],
  },
};

const rights: Readonly<Record<InstagramFacebookOperation, Right>> = {
  getAccount: "basic",
  listPosts: "basic",
  getPost: "basic",
  publishPost: "publish",
  listComments: "comments",
  listMentions: "comments",
  getMessages: "comments",
  listConversations: "messages",
  listMessages: "messages",
  searchPosts: "basic",
  reply: "comments",
  replyPrivately: "messages",
  sendMessage: "messages",
  react: "messages",
  unreact: "messages",
  markRead: "messages",
  delete: "contents",
  hide: "comments",
  unhide: "comments",
  like: "engagement",
  unlike: "engagement",
  ban: "messages",
  unban: "messages",
  getPostInsights: "insights",
  getAccountInsights: "insights",
  findOwn: "comments",
  subscribe: "subscribe",
  listSubscriptions: "subscribe",
  unsubscribe: "subscribe",
};

/** Scopes by operation, for one log-in. */
export function instagramScopes(login: InstagramLogin): Required<ScopesOf<InstagramFacebookOperation>> {
  const of = words[login];
  return Object.fromEntries(Object.entries(rights).map(([operation, right]) => [operation, of[right]])) as Required<
    ScopesOf<InstagramFacebookOperation>
  >;
}
