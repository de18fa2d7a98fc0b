/**
 * What each operation wants the token to be allowed, in Meta's words.
 * @module
 */
import type { ScopesOf } from "../../adapter/adapter.js";
import type { ThreadsOperation } from "./adapter.js";

const basic = "threads_basic";
const read = [basic, "threads_read_replies"] as const;
const manage = [basic, "threads_manage_replies"] as const;

/** Permissions by operation (Threads API, permissions; read 2026-11). */
export const threadsScopes: Required<ScopesOf<ThreadsOperation>> = {
  getAccount: [basic],
  listPosts: [basic],
  getPost: [basic],
  publishPost: [basic, "threads_content_publish"],
  listComments: read,
  listMentions: [basic, "threads_manage_mentions"],
  getMessages: [basic],
  searchPosts: [basic, "threads_keyword_search"],
  listHeld: read,
  approve: manage,
  deny: manage,
  hide: manage,
  unhide: manage,
  // Replies are published like posts, and want both (reply management; read 2026-04).
  reply: [basic, "threads_content_publish", "threads_manage_replies"],
  delete: [basic, "threads_delete"],
  getPostInsights: [basic, "threads_manage_insights"],
  getAccountInsights: [basic, "threads_manage_insights"],
  findOwn: read,
};
