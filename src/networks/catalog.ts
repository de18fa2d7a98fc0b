/**
 * The networks as data: names, operations, limits, links. No code of a network is loaded by it.
 * @module catalog
 */
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
  /** How news arrive. */
  readonly delivery: "poll" | "webhook" | "stream";
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

/** Lists the networks that ship with the package. */
export const catalog: readonly CatalogEntry[] = [
  {
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
    delivery: "poll",
    surfaces: [],
    links: { home: "https://bsky.app", api: "https://docs.bsky.app", guide: "docs/networks/bluesky.md" },
  },
];
