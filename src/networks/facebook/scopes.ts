/**
 * What each operation wants the token to be allowed, in Facebook's words.
 * @module
 */
import type { FacebookOperation } from "./adapter.js";
import type { ScopesOf } from "../../adapter/adapter.js";

const engagement = "pages_read_engagement";
const content = "pages_read_user_content";
const messaging = "pages_messaging";
const metadata = "pages_manage_metadata";
const moderation = "pages_manage_engagement";
const posting = "pages_manage_posts";

/** What people say, and the counts beside posts, which are told to nobody without it (live probe reported 2026-09). */
const public_ = [engagement, content] as const;
const direct = [messaging, metadata] as const;
const moderate = [engagement, content, moderation] as const;
const subscriptions = [metadata] as const;

/**
 * Permissions by operation (permissions reference, read 2026-09). Editing and deleting posts wants `pages_manage_posts`, and reading direct
 * messages again `pages_messaging`, beside what stands here.
 */
export const facebookScopes: Required<ScopesOf<FacebookOperation>> = {
  getAccount: [engagement],
  listPosts: public_,
  getPost: public_,
  publishPost: [engagement, posting],
  listComments: public_,
  listMentions: public_,
  listReviews: public_,
  listConversations: direct,
  listMessages: direct,
  getMessages: public_,
  reply: moderate,
  replyPrivately: [messaging],
  sendMessage: [messaging],
  edit: [engagement, moderation],
  delete: moderate,
  like: [engagement, moderation],
  unlike: [engagement, moderation],
  hide: moderate,
  unhide: moderate,
  ban: [engagement, moderation],
  unban: [engagement, moderation],
  markRead: [messaging],
  getPostInsights: [engagement, "read_insights"],
  getAccountInsights: [engagement, "read_insights"],
  findOwn: public_,
  subscribe: subscriptions,
  listSubscriptions: subscriptions,
  unsubscribe: subscriptions,
};
