/**
 * The operations by name, for code that meets them as data.
 * @module
 */
import type { OperationName } from "./operations.js";

const names: Readonly<Record<OperationName, true>> = {
  getAccount: true,
  listPosts: true,
  getPost: true,
  listComments: true,
  listMentions: true,
  listConversations: true,
  listMessages: true,
  getMessages: true,
  listReviews: true,
  listHeld: true,
  searchPosts: true,
  stream: true,
  getPostInsights: true,
  getAccountInsights: true,
  findOwn: true,
  publishPost: true,
  reply: true,
  replyPrivately: true,
  sendMessage: true,
  edit: true,
  delete: true,
  like: true,
  unlike: true,
  react: true,
  unreact: true,
  hide: true,
  unhide: true,
  approve: true,
  deny: true,
  pin: true,
  unpin: true,
  ban: true,
  unban: true,
  mute: true,
  unmute: true,
  markRead: true,
  subscribe: true,
  listSubscriptions: true,
  unsubscribe: true,
};

/** Lists everything that an adapter can offer. The types hold it complete. */
export const operationNames = (): readonly OperationName[] => Object.keys(names) as OperationName[];
