/**
 * The networks as data: names, operations, limits, prices, links. No code of a network is loaded by it.
 * @module catalog
 */
import {
  blueskyOperations,
  mastodonOperations,
  discordOperations,
  facebookOperations,
  instagramFacebookOnly,
  instagramOperations,
  threadsOperations,
} from "./catalog-operations.js";
import type {
  BlueskyOperation,
  MastodonOperation,
  DiscordOperation,
  FacebookOperation,
  InstagramFacebookOperation,
  ThreadsOperation,
} from "./catalog-operations.js";
import { blueskyLimits, blueskyPoints } from "./bluesky/limits.js";
import { discordGatewayLimits, discordLimits } from "./discord/limits.js";
import { facebookLimits } from "./facebook/limits.js";
import { instagramLimits } from "./instagram/limits.js";
import { linkedinLimits } from "./linkedin/limits.js";
import { mastodonLimits } from "./mastodon/limits.js";
import { redditLimits } from "./reddit/limits.js";
import { threadsLimits } from "./threads/limits.js";
import { tiktokLimits } from "./tiktok/limits.js";
import { twitchLimits } from "./twitch/limits.js";
import { xCapacities, xLimits, xPrices } from "./x/limits.js";
import { youtubeLimits, youtubePrices } from "./youtube/limits.js";
import type { CapacityList, PriceList } from "../limits/rules.js";
import type { MessageKind } from "../model/message.js";
import type { KnownNetwork, Network } from "../model/keys.js";
import type { LimitRule } from "../model/limit.js";
import type { OperationName } from "../adapter/operations.js";

export type {
  BlueskyOperation,
  MastodonOperation,
  DiscordOperation,
  FacebookOperation,
  InstagramFacebookOperation,
  InstagramOperation,
  ThreadsOperation,
} from "./catalog-operations.js";
export type { CapacityList, PriceList } from "../limits/rules.js";

/** One network as data. */
export interface CatalogEntry<Id extends Network = Network, Operation extends OperationName = OperationName> {
  /** The network's word, as in keys. */
  readonly id: Id;
  /** Its name as people write it. */
  readonly name: string;
  /** The package's entry that holds its adapter. */
  readonly entry: string;
  /** What its adapter offers. */
  readonly operations: readonly Operation[];
  /** Ids of its rate limits, as in `adapter.limits` and `inbox.budgets()`; {@link limitRules} has the rules themselves. */
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

/** The networks that ship with the package, by their word. */
export interface Networks {
  /** Bluesky. */
  readonly bluesky: CatalogEntry<"bluesky", BlueskyOperation>;
  /** Mastodon, and what speaks its API. */
  readonly mastodon: CatalogEntry<"mastodon", MastodonOperation>;
  /** Discord. */
  readonly discord: CatalogEntry<"discord", DiscordOperation>;
  /** Facebook Pages and their Messenger. */
  readonly facebook: CatalogEntry<"facebook", FacebookOperation>;
  /** Instagram professional accounts. Operations and scopes are those of the Facebook log-in, which can do more. */
  readonly instagram: CatalogEntry<"instagram", InstagramFacebookOperation>;
  /** Threads. */
  readonly threads: CatalogEntry<"threads", ThreadsOperation>;
}

/** The networks that ship with the package by their word: `networks.bluesky.operations` is typed as what it holds. */
export const networks: Networks = {
  bluesky: {
    id: "bluesky",
    name: "Bluesky",
    entry: "folkmoot/bluesky",
    operations: blueskyOperations,
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
    operations: mastodonOperations,
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
    operations: discordOperations,
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
  facebook: {
    id: "facebook",
    name: "Facebook",
    entry: "folkmoot/facebook",
    operations: facebookOperations,
    limits: ["graph.app", "fb.pages", "fb.messenger", "fb.reels"],
    scopes: [
      "pages_manage_engagement",
      "pages_manage_metadata",
      "pages_manage_posts",
      "pages_messaging",
      "pages_read_engagement",
      "pages_read_user_content",
      "read_insights",
    ],
    delivery: ["poll", "webhook"],
    kinds: ["comment", "mention", "review", "direct"],
    surfaces: ["postback", "story-mention", "story-reply", "visitor-post"],
    links: { home: "https://www.facebook.com", api: "https://developers.facebook.com/docs/pages-api", guide: "docs/networks/facebook.md" },
  },
  instagram: {
    id: "instagram",
    name: "Instagram",
    entry: "folkmoot/instagram",
    operations: [...instagramOperations, ...instagramFacebookOnly],
    limits: [
      "graph.app",
      "ig.buc",
      "ig.conversations",
      "ig.send.text",
      "ig.send.av",
      "ig.privateReply",
      "ig.privateReply.live",
      "ig.likes",
      "ig.publish",
      "ig.containers",
      "ig.hashtags",
    ],
    scopes: [
      "instagram_basic",
      "instagram_content_publish",
      "instagram_manage_comments",
      "instagram_manage_engagement",
      "instagram_manage_insights",
      "instagram_manage_messages",
      "pages_manage_metadata",
    ],
    delivery: ["poll", "webhook"],
    kinds: ["comment", "mention", "direct"],
    surfaces: ["live", "photo-tag", "postback", "story-mention", "story-reply"],
    links: {
      home: "https://www.instagram.com",
      api: "https://developers.facebook.com/docs/instagram-platform",
      guide: "docs/networks/instagram.md",
    },
  },
  threads: {
    id: "threads",
    name: "Threads",
    entry: "folkmoot/threads",
    operations: threadsOperations,
    limits: ["th.calls", "th.posts", "th.replies", "th.deletes", "th.search"],
    scopes: [
      "threads_basic",
      "threads_content_publish",
      "threads_delete",
      "threads_keyword_search",
      "threads_manage_insights",
      "threads_manage_mentions",
      "threads_manage_replies",
      "threads_read_replies",
    ],
    delivery: ["poll", "webhook"],
    kinds: ["comment", "mention", "quote"],
    surfaces: [],
    links: { home: "https://www.threads.com", api: "https://developers.facebook.com/docs/threads", guide: "docs/networks/threads.md" },
  },
};

/** Lists the networks that ship with the package. */
export const catalog: readonly CatalogEntry[] = Object.values(networks);

/**
 * The rate limits of all twelve networks, those included whose adapter does not ship yet: what is counted, for whom, how much, how it comes
 * back, and where that was read. An adapter's `limits` are the same objects. What keeps its own count, as a gateway, has its rules here too.
 *
 * @example
 * for (const { id, capacity, source } of limitRules.youtube) console.log(id, capacity ?? "told by the network", source);
 */
export const limitRules: Readonly<Record<KnownNetwork, readonly LimitRule[]>> = {
  facebook: facebookLimits,
  instagram: instagramLimits,
  threads: threadsLimits,
  x: xLimits,
  linkedin: linkedinLimits,
  tiktok: tiktokLimits,
  youtube: youtubeLimits,
  twitch: twitchLimits,
  discord: [...discordLimits, ...discordGatewayLimits],
  bluesky: blueskyLimits,
  mastodon: mastodonLimits,
  reddit: redditLimits,
};

/** What calls cost where that is not 1 for each: points of Bluesky, dollars of X, units of YouTube. */
export const limitPrices: Readonly<Record<"bluesky" | "x" | "youtube", readonly PriceList[]>> = {
  bluesky: [blueskyPoints],
  x: [xPrices],
  youtube: youtubePrices,
};

/** How much each route holds, where a rule is kept by route and the network documents it. */
export const routeCapacities: Readonly<Record<"x", readonly CapacityList[]>> = { x: xCapacities };
