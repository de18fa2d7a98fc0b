/**
 * What posts and messages share.
 * @module
 */
import type { Annotations } from "./annotation.js";
import type { Attachment } from "./attachment.js";
import type { Author } from "./author.js";
import type { Counts } from "./counts.js";
import type { Entity } from "./entity.js";
import type { KeyOf, Network } from "./keys.js";
import type { Timestamp } from "./ref.js";

/** `removed` by moderators or the network, `hidden` by us, `held` for approval, `private` to the two, `internal` to our team. */
export type Visibility = "public" | "hidden" | "held" | "removed" | "private" | "internal" | "unknown";

/** What posts and messages share. */
export interface Content {
  /** Where it was said. */
  readonly network: Network;
  /** The account through which we see it. */
  readonly accountId: string;
  /** The network's own id, as a string; with the server in front where ids are unique in their server only. */
  readonly id: string;
  /** Who said it. Absent on a shell, and where the network does not tell. */
  readonly author?: Author;
  /** Plain text. Empty on a shell: what expired, was deleted or forgotten keeps key, kind, direction and times only. */
  readonly text: string;
  /** BCP 47. */
  readonly language?: string;
  /** Mentions, hashtags and links inside the text. */
  readonly entities: readonly Entity[];
  /** Media and links beside the text. */
  readonly attachments: readonly Attachment[];
  /** What the network told about reactions. Absent counts are unknown. */
  readonly counts: Counts;
  /** When it was said. */
  readonly createdAt: Timestamp;
  /** When it was last edited. */
  readonly editedAt?: Timestamp;
  /** When it was deleted, as far as that is known, else when we saw that it is gone. */
  readonly deletedAt?: Timestamp;
  /** Public address. */
  readonly url?: string;
  /** Who can see it now. */
  readonly visibility: Visibility;
  /** Who may read it, in the network's words (Mastodon `unlisted`, modmail `internal`). A reply copies it. */
  readonly audience?: string;
  /** True when it is shown only after a warning. */
  readonly sensitive?: boolean;
  /** Text shown instead of the content until it is opened; counts as length where the network says so. */
  readonly contentWarning?: string;
  /** The network's word for the object's own reaction by us: `like`, `love`, an emoji. Empty = we did not react. */
  readonly ownReactions?: readonly string[];
  /** What it quotes. */
  readonly quoted?: KeyOf<"post" | "message">;
  /** False when nobody may comment any more. */
  readonly commentsOpen?: boolean;
  /** True when it is paid for. */
  readonly isAd?: boolean;
  /** When the network takes it down by itself (stories). */
  readonly expiresAt?: Timestamp;
  /** After this instant it shrinks to a shell. */
  readonly retainUntil?: Timestamp;
  /** What the network itself said is permitted, by operation name (`hide`, `reply`, `replyPrivately`). Feeds `can`. */
  readonly allows?: Readonly<Record<string, boolean>>;
  /** What was thought about it. */
  readonly annotations?: Annotations;
  /** The network's own object, secrets removed. Absent when the host keeps none. */
  readonly raw?: unknown;
}
