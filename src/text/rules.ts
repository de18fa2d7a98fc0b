/**
 * What networks accept, as data. A server's own limits, where a network tells them, go before these.
 * @module
 */
import type { TextRules } from "../model/text-rules.js";

// Lexicons app.bsky.feed.post and chat.bsky.convo.defs (messageInput), read 2026-11: both limits hold at once, links count in full.
const blueskyPost: TextRules = {
  limits: [
    { unit: "graphemes", max: 300, severity: "error" },
    { unit: "utf8-bytes", max: 3_000, severity: "error" },
  ],
  most: { attachments: 4 },
  markup: "plain",
};
const blueskyDirect: TextRules = {
  limits: [
    { unit: "graphemes", max: 1_000, severity: "error" },
    { unit: "utf8-bytes", max: 10_000, severity: "error" },
  ],
  most: { attachments: 0 },
  markup: "plain",
};
// docs.joinmastodon.org, user/posting and entities/Instance, read 2026-11: defaults, most servers say their own in `configuration.statuses`.
const mastodonStatus: TextRules = {
  limits: [{ unit: "graphemes", max: 500, severity: "error" }],
  urlWeight: 23,
  mentions: "user",
  most: { attachments: 4 },
  markup: "plain",
};
// developers.facebook.com, Threads API, overview and text attachments, read 2026-11: at most five different links from 2025-12-22, one topic tag.
const threadsPost: TextRules = {
  limits: [{ unit: "emoji-bytes", max: 500, severity: "error" }],
  most: { attachments: 20, links: 5, hashtags: 1 },
  markup: "plain",
};
// docs.x.com, counting characters, configuration v3, read 2026-11. Accounts with Premium may write 25,000.
const xPost: TextRules = {
  limits: [{ unit: "weighted", max: 280, severity: "error" }],
  urlWeight: 23,
  most: { attachments: 4 },
  markup: "plain",
};

/** The text rules of each network's places, by network and surface. */
export interface KnownTextRules {
  /** Bluesky: graphemes and UTF-8 bytes together. Lexicons, read 2026-11. */
  readonly bluesky: {
    /** A post: 300 graphemes and 3,000 bytes. */
    readonly post: TextRules;
    /** A reply: as a post. */
    readonly reply: TextRules;
    /** A direct message: 1,000 graphemes and 10,000 bytes, no media. */
    readonly direct: TextRules;
  };
  /** Discord: documentation, read 2026-11. */
  readonly discord: {
    /** A message: 2,000. The documentation does not say of what; UTF-16 units are the safe reading. */
    readonly message: TextRules;
  };
  /** Instagram: Messenger Platform documentation, read 2026-11. */
  readonly instagram: {
    /** A direct message: 1,000 UTF-8 bytes, text or media and never both. */
    readonly direct: TextRules;
  };
  /** Mastodon: the defaults of its software, read 2026-11. A server's own `max_characters` and `characters_reserved_per_url` go before. */
  readonly mastodon: {
    /** A status: 500 graphemes, content warning included, a link 23, `@name@server` as `@name`. */
    readonly status: TextRules;
    /** A reply: as a status. */
    readonly reply: TextRules;
    /** A direct message: as a status. */
    readonly direct: TextRules;
  };
  /** Threads: 500 characters of which emoji count their UTF-8 bytes, five different links, one topic tag. Documentation, read 2026-11. */
  readonly threads: {
    /** A post. */
    readonly post: TextRules;
    /** A reply: as a post. */
    readonly reply: TextRules;
  };
  /** X: configuration v3 of its counting rules, read 2026-11. */
  readonly x: {
    /** A post: weight 280, a link 23. */
    readonly post: TextRules;
    /** A reply: as a post; the mentions before the first word are free. */
    readonly reply: TextRules;
  };
}

/**
 * Lists the text rules that are known before a server was asked.
 *
 * @example
 * fit(text, textRules.bluesky.reply);
 */
export const textRules: KnownTextRules = {
  bluesky: { post: blueskyPost, reply: blueskyPost, direct: blueskyDirect },
  discord: { message: { limits: [{ unit: "utf16", max: 2_000, severity: "error" }], most: { attachments: 10 }, markup: "discord" } },
  instagram: { direct: { limits: [{ unit: "utf8-bytes", max: 1_000, severity: "error" }], markup: "plain" } },
  mastodon: { status: mastodonStatus, reply: mastodonStatus, direct: mastodonStatus },
  threads: { post: threadsPost, reply: threadsPost },
  x: { post: xPost, reply: { ...xPost, mentions: "leading-free" } },
};
