/**
 * What networks accept, as data. A server's own limits, where a network tells them, go before these: `overrideRules`.
 * @module
 */
import type { KnownTextRules } from "./known-rules.js";
import type { LengthUnit, TextLimit, TextRules } from "../model/text-rules.js";

const limit = (max: number, unit: LengthUnit, severity: TextLimit["severity"] = "error"): TextLimit => ({ unit, max, severity });
const plain = (max: number, unit: LengthUnit, more?: Omit<TextRules, "limits" | "markup">): TextRules => ({
  limits: [limit(max, unit)],
  ...more,
  markup: "plain",
});

// Lexicon app.bsky.feed.post, read 2026-11: both limits hold at once, links count in full.
const blueskyPost: TextRules = {
  limits: [limit(300, "graphemes"), limit(3_000, "utf8-bytes")],
  most: { attachments: 4 },
  continues: "thread",
  markup: "plain",
};
// docs.joinmastodon.org, user/posting and entities/Instance, read 2026-11: defaults, most servers say their own in `configuration.statuses`.
const mastodonStatus = plain(500, "graphemes", { urlWeight: 23, mentions: "user", most: { attachments: 4 }, continues: "thread" });
// developers.facebook.com, Threads API, overview and text attachments, read 2026-11: at most five different links from 2025-12-22, one topic tag.
const threadsPost = plain(500, "emoji-bytes", { most: { attachments: 20, links: 5, hashtags: 1 }, continues: "thread" });
// docs.x.com, counting characters, configuration v3, read 2026-11. It refuses the byte order marks and what is no character.
const xPost = plain(280, "weighted", {
  urlWeight: 23,
  most: { attachments: 4, cashtags: 1 },
  forbid: "\ufffe\ufeff\uffff",
  continues: "thread",
});

/**
 * Lists the text rules that are known before a server was asked, of every network and surface.
 *
 * @example
 * fit(text, textRules.bluesky.reply);
 */
export const textRules: KnownTextRules = {
  bluesky: {
    post: blueskyPost,
    reply: blueskyPost,
    // Lexicon chat.bsky.convo.defs (messageInput), read 2026-11.
    direct: {
      limits: [limit(1_000, "graphemes"), limit(10_000, "utf8-bytes")],
      most: { attachments: 0 },
      continues: "messages",
      markup: "plain",
    },
  },
  discord: {
    message: { limits: [limit(2_000, "utf16")], most: { attachments: 10 }, continues: "messages", markup: "discord" },
  },
  facebook: {
    // No documentation names a unit; code points are counted (third-party reference, read 2026-08).
    post: plain(63_206, "code-points"),
    // The product's own limit, in no documentation (read 2026-08).
    comment: plain(8_000, "code-points", { most: { attachments: 1 } }),
    // Messenger Platform, Send API, read 2026-05.
    direct: plain(2_000, "code-points", { most: { attachments: 1 }, continues: "messages" }),
  },
  instagram: {
    // Content publishing guide, read 2026-09.
    caption: plain(2_200, "code-points", { most: { hashtags: 30, mentions: 20, attachments: 10 } }),
    // 2,200 is what the apps take (seen 2026-11). The rest was announced for comments through the API in 2014 and never taken back.
    comment: {
      limits: [limit(2_200, "code-points"), limit(300, "code-points", "warn")],
      most: { attachments: 0 },
      advised: { hashtags: 4, links: 1 },
      shoutingRefused: true,
      markup: "plain",
    },
    // Send messages, read 2026-11; another page says characters.
    direct: plain(1_000, "utf8-bytes", { most: { attachments: 10 }, continues: "messages" }),
  },
  linkedin: {
    // Posts API and community management documentation, read 2026-11; units are not named, UTF-16 is what its attributes count.
    post: { limits: [limit(3_000, "utf16")], most: { attachments: 20 }, markup: "little" },
    comment: plain(1_250, "utf16", { most: { attachments: 0 } }),
  },
  mastodon: { status: mastodonStatus, reply: mastodonStatus, direct: mastodonStatus },
  reddit: {
    // Reddit API documentation and product, read 2026-11; units are not named.
    title: plain(300, "utf16", { newlines: false }),
    post: { limits: [limit(40_000, "utf16")], markup: "reddit" },
    // A name in a comment notifies; more than three notify nobody.
    comment: { limits: [limit(10_000, "utf16")], most: { attachments: 0 }, advised: { mentions: 3 }, markup: "reddit" },
    subject: plain(100, "utf16", { newlines: false }),
    direct: { limits: [limit(10_000, "utf16")], most: { attachments: 0 }, continues: "messages", markup: "reddit" },
  },
  threads: { post: threadsPost, reply: threadsPost, attachment: plain(10_000, "emoji-bytes") },
  tiktok: {
    // The app's limit; newer documents of the business API say 1,200 (read 2026-11), which `overrideRules` takes.
    comment: plain(150, "code-points", { most: { attachments: 1 } }),
    direct: plain(6_000, "code-points", { most: { attachments: 1 }, continues: "messages" }),
    // Content posting API, read 2026-11: "UTF-16 runes".
    caption: plain(2_200, "utf16", { most: { mentions: 30 } }),
    photoTitle: plain(90, "utf16", { newlines: false }),
    photoDescription: plain(4_000, "utf16", { most: { mentions: 30 } }),
  },
  twitch: {
    // Send chat message and send whisper, read 2026-11; units are not named.
    chat: plain(500, "utf16", { newlines: false, most: { attachments: 0 } }),
    whisper: plain(500, "utf16", { newlines: false, most: { attachments: 0 } }),
  },
  x: {
    post: xPost,
    reply: { ...xPost, mentions: "leading-free" },
    // Manage direct messages, read 2026-11.
    direct: plain(10_000, "code-points", { most: { attachments: 1 }, forbid: "\ufffe\ufeff\uffff", continues: "messages" }),
  },
  youtube: {
    // The product's limits (comment and chat stand in no documentation); videos resource, read 2026-11.
    comment: plain(10_000, "utf16", { most: { attachments: 0 } }),
    chat: plain(200, "utf16", { newlines: false, most: { attachments: 0 } }),
    title: plain(100, "utf16", { newlines: false, forbid: "<>" }),
    post: plain(5_000, "utf8-bytes", { most: { attachments: 1 }, forbid: "<>" }),
  },
};
