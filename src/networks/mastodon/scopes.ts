/**
 * What each operation wants the token to be allowed, in Mastodon's granular words.
 * @module
 */
import type { MastodonOperation } from "./adapter.js";
import type { ScopesOf } from "../../adapter/adapter.js";

const statuses = ["read:statuses"] as const;
const say = ["write:statuses"] as const;

/** Scopes by operation (API documentation, read 2026-11). Attachments want `write:media` beside. */
export const mastodonScopes: Required<ScopesOf<MastodonOperation>> = {
  getAccount: ["read:accounts"],
  listPosts: statuses,
  getPost: statuses,
  publishPost: say,
  listComments: ["read:notifications", "read:statuses"],
  listMentions: ["read:notifications", "read:statuses"],
  listConversations: statuses,
  listMessages: statuses,
  getMessages: statuses,
  searchPosts: ["read:search", "read:statuses"],
  stream: ["read:notifications", "read:statuses"],
  reply: say,
  replyPrivately: say,
  sendMessage: ["read:statuses", "write:statuses"],
  edit: ["read:statuses", "write:statuses"],
  delete: say,
  like: ["write:favourites"],
  unlike: ["write:favourites"],
  pin: ["write:accounts"],
  unpin: ["write:accounts"],
  ban: ["write:blocks"],
  unban: ["write:blocks"],
  mute: ["write:mutes"],
  unmute: ["write:mutes"],
  markRead: ["read:statuses", "write:conversations", "write:statuses"],
  findOwn: statuses,
};

/** Names the first scope that is missing among those granted. `read` and `write` hold all below them. */
export function missingScope(granted: readonly string[], wanted: readonly string[]): string | undefined {
  return wanted.find((scope) => !granted.includes(scope) && !granted.includes(scope.split(":")[0] ?? scope));
}
