/**
 * References: the least that an operation needs in order to point at something.
 * @module
 */
import type { KeyKind, KeyOf } from "./keys.js";

/** ISO 8601 in UTC with milliseconds, as `toISOString` writes it: `2026-11-22T10:00:00.000Z`. In this form instants sort as strings. */
export type Timestamp = string;

/**
 * Opaque strings of the network, needed to act on the object later (Bluesky `cid`, TikTok `videoId`, LinkedIn `objectUrn`).
 * Operations read these and never `raw`, so a host may drop `raw` and still reply.
 */
export type Refs = Readonly<Record<string, string>>;

/** The least that an operation needs in order to point at something. The whole object always fits. */
export interface Ref<K extends KeyKind> {
  /** Which object. */
  readonly key: KeyOf<K>;
  /** What the network needs besides the id. */
  readonly refs?: Refs;
}

/** Points at an account. */
export type AccountRef = Ref<"account">;

/** Points at an author. */
export type AuthorRef = Ref<"author">;

/** Points at a post. */
export type PostRef = Ref<"post">;

/** Points at a message. */
export type MessageRef = Ref<"message">;

/** Points at a conversation. */
export type ConversationRef = Ref<"conversation">;
