/**
 * What Bluesky wants a session to be allowed.
 * @module
 */
import type { BlueskyOperation } from "./adapter.js";
import type { ScopesOf } from "../../adapter/adapter.js";

/** The scope that the token of an app password with direct message access carries (seen in answers of a server, 2026-11). */
const directMessages = ["com.atproto.appPassPrivileged"] as const;

/**
 * Direct messages need a privilege; everything else any session may do. The main password may do all.
 * `delete`, `markRead` and `getMessages` need it for direct messages only, so it is not named there: `can` tells by the target.
 */
export const blueskyScopes: ScopesOf<BlueskyOperation> = {
  listConversations: directMessages,
  listMessages: directMessages,
  replyPrivately: directMessages,
  sendMessage: directMessages,
  react: directMessages,
  unreact: directMessages,
};
