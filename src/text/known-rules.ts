/**
 * The places where networks take a text.
 * @module
 */
import type { TextRules } from "../model/text-rules.js";

/** The text rules of each network's places, by network and surface. Dates of reading stand in the table itself. */
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
  /** Facebook Pages and Messenger. */
  readonly facebook: {
    /** A post of a Page: 63,206 code points. */
    readonly post: TextRules;
    /** A comment: 8,000 code points and one attachment. */
    readonly comment: TextRules;
    /** A message: 2,000 code points, or one attachment. */
    readonly direct: TextRules;
  };
  /** Instagram: Graph API and Messenger Platform documentation, read 2026-11. */
  readonly instagram: {
    /** A caption: 2,200 code points, 30 hashtags, 20 mentions. */
    readonly caption: TextRules;
    /** A comment: 2,200 code points; to be on the safe side 300, four hashtags, one link, and not in capitals alone. */
    readonly comment: TextRules;
    /** A direct message: 1,000 UTF-8 bytes, text or media and never both. */
    readonly direct: TextRules;
  };
  /** LinkedIn: units of UTF-16. */
  readonly linkedin: {
    /** A post: 3,000, in little text: `escapeLittle` before it is sent. */
    readonly post: TextRules;
    /** A comment: 1,250, plain. */
    readonly comment: TextRules;
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
  /** Reddit: Markdown but for titles. */
  readonly reddit: {
    /** A post's title: 300, on one line. */
    readonly title: TextRules;
    /** A post's text: 40,000. */
    readonly post: TextRules;
    /** A comment: 10,000; more than three names notify nobody. */
    readonly comment: TextRules;
    /** The subject of a message: 100, on one line. */
    readonly subject: TextRules;
    /** A message: 10,000. */
    readonly direct: TextRules;
  };
  /** Threads: 500 characters of which emoji count their UTF-8 bytes, five different links, one topic tag. Documentation, read 2026-11. */
  readonly threads: {
    /** A post. */
    readonly post: TextRules;
    /** A reply: as a post. */
    readonly reply: TextRules;
    /** A text attachment: 10,000. */
    readonly attachment: TextRules;
  };
  /** TikTok: business and content posting APIs, read 2026-11. */
  readonly tiktok: {
    /** A comment: 150 code points as in the app; some accounts have 1,200. */
    readonly comment: TextRules;
    /** A direct message: 6,000 code points, or one picture. */
    readonly direct: TextRules;
    /** A video's caption: 2,200 UTF-16 units, 30 mentions. */
    readonly caption: TextRules;
    /** The title of a post with photos: 90. */
    readonly photoTitle: TextRules;
    /** The description of a post with photos: 4,000. */
    readonly photoDescription: TextRules;
  };
  /** Twitch: documentation, read 2026-11. */
  readonly twitch: {
    /** A chat message: 500, on one line. */
    readonly chat: TextRules;
    /** A whisper to somebody who never wrote to us: 500; to others 10,000. */
    readonly whisper: TextRules;
  };
  /** X: configuration v3 of its counting rules, read 2026-11. Accounts with Premium may write 25,000: `overrideRules`. */
  readonly x: {
    /** A post: weight 280, a link 23, one cashtag. */
    readonly post: TextRules;
    /** A reply: as a post; the mentions before the first word are free. */
    readonly reply: TextRules;
    /** A direct message: 10,000 code points. */
    readonly direct: TextRules;
  };
  /** YouTube: comments and chat by the product, titles and descriptions by the Data API, read 2026-11. */
  readonly youtube: {
    /** A comment: 10,000. */
    readonly comment: TextRules;
    /** A message in a live chat: 200, on one line. */
    readonly chat: TextRules;
    /** A video's title: 100, without `<` and `>`. */
    readonly title: TextRules;
    /** A video's description: 5,000 bytes, without `<` and `>`. */
    readonly post: TextRules;
  };
}
