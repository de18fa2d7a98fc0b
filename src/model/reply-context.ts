/**
 * What composing a reply needs.
 * @module
 */
import type { CanAnswers } from "./can.js";
import type { Message } from "./message.js";
import type { TextRules } from "./text-rules.js";
import type { Timestamp } from "./ref.js";

/** What `inbox.replyContext(key)` gathers: plain data. Spread it into the options of `compose`. */
export interface ReplyContext {
  /** The message that is answered. */
  readonly to: Message;
  /** The place where the reply goes, as `Message.surface`. */
  readonly surface?: string;
  /** How long the reply may be there. */
  readonly rules: TextRules;
  /** Answers for the operations that a reply may use. */
  readonly can: CanAnswers<"reply" | "replyPrivately" | "sendMessage" | "like" | "hide">;
  /** Our latest texts, newest first, so that no reply repeats another. */
  readonly recent: readonly string[];
  /** How many public replies of ours stand in the tree of the message. Absent in private. */
  readonly publicReplies?: number;
  /** Our own name in mentions, so that nobody takes us for a friend whom the member tagged. */
  readonly ownHandle?: string;
  /** When it was gathered. */
  readonly now: Timestamp;
}
