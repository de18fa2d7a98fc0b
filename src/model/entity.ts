/**
 * Mentions, hashtags and links inside a text.
 * @module
 */

/** A mention, hashtag, link, emoji or cashtag inside a text. */
export interface Entity {
  /** What it is. */
  readonly type: "mention" | "hashtag" | "link" | "emoji" | "cashtag";
  /** First UTF-16 offset in `text`. */
  readonly start: number;
  /** One past the last UTF-16 offset in `text`. */
  readonly end: number;
  /** What it means: the handle or tag without its sign, the whole address, the emoji. */
  readonly value: string;
  /** The author's id, for a mention. */
  readonly targetId?: string;
}
