/**
 * The writes by name, and what they take besides a target.
 * @module
 */

/** The operations that change what people see: those that `inbox.act` takes. The same names as `WriteOperations`; a type test holds the two together. */
export type WriteName =
  | "publishPost"
  | "reply"
  | "replyPrivately"
  | "sendMessage"
  | "edit"
  | "delete"
  | "like"
  | "unlike"
  | "react"
  | "unreact"
  | "hide"
  | "unhide"
  | "approve"
  | "deny"
  | "pin"
  | "unpin"
  | "ban"
  | "unban"
  | "mute"
  | "unmute"
  | "markRead";

/** What a ban may say. Absent `durationMs` = without end; with one it is a time-out. */
export interface BanInput {
  /** How long. Milliseconds. */
  readonly durationMs?: number;
  /** Why; where the network shows it, the author reads it. */
  readonly reason?: string;
  /** Deletes what the author wrote in this time back from now. */
  readonly deleteHistoryMs?: number;
}
