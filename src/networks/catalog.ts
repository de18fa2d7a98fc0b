/**
 * The networks as data: names, operations, limits, links. No code of a network is loaded by it.
 * @module catalog
 */
import type { MessageKind } from "../model/message.js";
import type { Network } from "../model/keys.js";
import type { OperationName } from "../adapter/operations.js";

/** One network as data. */
export interface CatalogEntry {
  /** The network's word, as in keys. */
  readonly id: Network;
  /** Its name as people write it. */
  readonly name: string;
  /** The package's entry that holds its adapter. */
  readonly entry: string;
  /** What its adapter offers. */
  readonly operations: readonly OperationName[];
  /** Ids of its rate limits, as in `adapter.limits` and `inbox.budgets()`. */
  readonly limits: readonly string[];
  /**
   * The scopes or permissions that all operations together need, in the network's words and alphabetical order; empty where any login
   * will do. A few operations need fewer, see `requiredScopes`. What a draft needs beside (attachments) is in the network's guide.
   */
  readonly scopes: readonly string[];
  /** How news can arrive: asked for, pushed over a connection that we hold (`stream()`), or sent to an address of ours. */
  readonly delivery: readonly ("poll" | "stream" | "webhook")[];
  /** What kinds of messages it has. */
  readonly kinds: readonly MessageKind[];
  /** The network's own words for places of messages, as in `Message.surface`. */
  readonly surfaces: readonly string[];
  /** Where to read on. */
  readonly links: {
    /** The network's site. */
    readonly home: string;
    /** Documentation of its API. */
    readonly api: string;
    /** Our guide, from the repository's root. */
    readonly guide: string;
  };
}

/** The networks that ship with the package by their word, to the letter: `networks.bluesky.operations` is typed as what it holds. */
export const networks = {
  bluesky: {
    id: "bluesky",
    name: "Bluesky",
    entry: "folkmoot/bluesky",
    operations: [
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
    ],
    limits: ["bs.ip", "bs.writes.hour", "bs.writes.day", "bs.session", "bs.session.day", "bs.blob", "bs.chat"],
    scopes: ["com.atproto.appPassPrivileged"],
    delivery: ["poll"],
    kinds: ["comment", "mention", "quote", "direct"],
    surfaces: [],
    links: { home: "https://bsky.app", api: "https://docs.bsky.app", guide: "docs/networks/bluesky.md" },
  },
  mastodon: {
    id: "mastodon",
    name: "Mastodon",
    entry: "folkmoot/mastodon",
    operations: [
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
    ],
    limits: ["ma.token", "ma.paging", "ma.post", "ma.media", "ma.delete", "ma.user"],
    scopes: [
      "read:accounts",
      "read:notifications",
      "read:search",
      "read:statuses",
      "write:accounts",
      "write:blocks",
      "write:conversations",
      "write:favourites",
      "write:mutes",
      "write:statuses",
    ],
    delivery: ["poll", "stream"],
    kinds: ["comment", "mention", "quote", "direct"],
    surfaces: [],
    links: { home: "https://joinmastodon.org", api: "https://docs.joinmastodon.org/client/intro/", guide: "docs/networks/mastodon.md" },
  },
  discord: {
    id: "discord",
    name: "Discord",
    entry: "folkmoot/discord",
    operations: [
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
    ],
    limits: ["dc.bucket", "dc.global", "dc.invalid"],
    scopes: [
      "ADD_REACTIONS",
      "ATTACH_FILES",
      "BAN_MEMBERS",
      "MANAGE_MESSAGES",
      "MANAGE_THREADS",
      "MODERATE_MEMBERS",
      "PIN_MESSAGES",
      "READ_MESSAGE_HISTORY",
      "SEND_MESSAGES",
      "SEND_MESSAGES_IN_THREADS",
      "VIEW_CHANNEL",
      "intent:MESSAGE_CONTENT",
    ],
    delivery: ["poll", "stream", "webhook"],
    kinds: ["comment", "chat", "direct"],
    surfaces: ["announcement", "dm", "forum", "stage", "text", "thread", "voice"],
    links: { home: "https://discord.com", api: "https://docs.discord.com/developers/intro", guide: "docs/networks/discord.md" },
  },
} as const;

/** Lists the networks that ship with the package. */
export const catalog: readonly CatalogEntry[] = Object.values(networks);
