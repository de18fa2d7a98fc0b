/**
 * Messages that belong together.
 * @module
 */
import type { Annotations } from "./annotation.js";
import type { Author } from "./author.js";
import type { ConversationRef, Timestamp } from "./ref.js";
import type { Network, PostKey } from "./keys.js";

/** How long we may still write into a conversation. */
export interface ReplyWindow {
  /** When it closes. */
  readonly closesAt: Timestamp;
  /** `human` = only a human may still write. */
  readonly mode: "standard" | "human";
  /** Messages that may still be sent in it. */
  readonly remaining?: number;
}

/** Messages that belong together: the thread under a post, a direct thread, a chat room. */
export interface Conversation extends ConversationRef {
  /** Where it is held. */
  readonly network: Network;
  /** The account that takes part. */
  readonly accountId: string;
  /** The network's own id, as a string. */
  readonly id: string;
  /** `comment` = the thread under a post. */
  readonly kind: "direct" | "chat" | "review" | "comment";
  /** Its title or subject, where it has one. */
  readonly title?: string;
  /** The post that it is about. */
  readonly post?: PostKey;
  /** Who takes part, as far as told. */
  readonly participants: readonly Author[];
  /** True when more than two take part. */
  readonly isGroup?: boolean;
  /** `request` = the person waits to be let in, `closed` = nobody may write any more. */
  readonly state?: "open" | "request" | "archived" | "closed";
  /** How many messages we have not read, as the network counts. */
  readonly unread?: number;
  /** When something was last said, where the network does not tell by whom. It may have been us, and it may be gone. */
  readonly lastActivityAt?: Timestamp;
  /** When somebody last wrote to us. */
  readonly lastInboundAt?: Timestamp;
  /** When we last wrote. */
  readonly lastOutboundAt?: Timestamp;
  /** The oldest inbound message that nobody answered. */
  readonly waitingSince?: Timestamp;
  /** How long we may write. Absent where there is no window, or none is known. */
  readonly replyWindow?: ReplyWindow;
  /** After this instant it shrinks to a shell. */
  readonly retainUntil?: Timestamp;
  /** What the network itself said is permitted, by operation name. Feeds `can`. */
  readonly allows?: Readonly<Record<string, boolean>>;
  /** What was thought about it. */
  readonly annotations?: Annotations;
  /** The network's own object, secrets removed. Absent when the host keeps none. */
  readonly raw?: unknown;
}
