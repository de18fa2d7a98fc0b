/**
 * One thing said.
 * @module
 */
import type { Content } from "./content.js";
import type { ConversationKey, MessageKey, PostKey } from "./keys.js";
import type { MessageRef } from "./ref.js";

/**
 * How a message is answered. Where several are true the first of this order wins:
 * `direct`, `chat`, `review`, `comment` (under our own post), `quote`, `mention` (elsewhere), `other`.
 */
export type MessageKind = "direct" | "chat" | "review" | "comment" | "quote" | "mention" | "other";

/** `inbound` = to us, `outbound` = from us, whoever of our `actors` wrote it. */
export type Direction = "inbound" | "outbound";

/** Money that came with a message. */
export interface Tip {
  /** In millionths of the currency. */
  readonly amountMicros: number;
  /** ISO 4217, or the network's own (`bits`). */
  readonly currency: string;
}

/**
 * What a message was before it shrank to a shell: `own` and `bot` are its author, `spam` the label of an annotation, `mentions-us` is
 * `mentionsUs`; the others are its visibility.
 */
export type ShellTrait = "own" | "bot" | "spam" | "hidden" | "held" | "removed" | "internal" | "mentions-us";

/** Why a message is a shell, and what it was as far as figures need it. Nothing in it says who wrote it, or what. */
export interface Shell {
  /** `expired`: it may be kept no longer. `deleted`: it was taken down where it was said. `forgotten`: somebody asked for it. */
  readonly why: "expired" | "deleted" | "forgotten";
  /** Each once. Empty = an ordinary message that people could see. */
  readonly was: readonly ShellTrait[];
}

/** One thing said. */
export interface Message extends Content, MessageRef {
  /** How it is answered. */
  readonly kind: MessageKind;
  /** The network's own word for the place: `story-reply`, `modmail`, `forum`, `whisper`, `superchat`. Open list, see the catalog. */
  readonly surface?: string;
  /** True when the text mentions the account, whatever the kind. */
  readonly mentionsUs?: boolean;
  /** Who wrote to whom. */
  readonly direction: Direction;
  /** Where it belongs. */
  readonly conversation: ConversationKey;
  /** The post that it is under, or, for a mention in a post of its own, that post. */
  readonly post?: PostKey;
  /** The message that this one answers. */
  readonly parent?: MessageKey;
  /** The first message of the tree. Absent when this message is the first. */
  readonly root?: MessageKey;
  /** Subject line, where the network has one. */
  readonly subject?: string;
  /** Of a review, in the network's own scale. */
  readonly rating?: number;
  /** Money that came with it. */
  readonly tip?: Tip;
  /** Present where only a shell is left, so that figures stay the same. Shells that were stored before this field was kept have none. */
  readonly shell?: Shell;
  /** How we first heard of it; `send` = we wrote it. */
  readonly via: "poll" | "webhook" | "stream" | "send";
}
