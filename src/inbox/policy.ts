/**
 * Rules of the house: asked before queueing and again just before leaving.
 * The strictest verdict wins (`reject`, `hold`, `send`); a policy that throws holds.
 * @module
 */
import type { Account } from "../model/account.js";
import type { Approval, Send } from "../store/collections.js";
import type { Conversation } from "../model/conversation.js";
import type { Message } from "../model/message.js";
import type { Post } from "../model/post.js";
import type { Timestamp } from "../model/ref.js";

/** What a policy may look at beside the write itself. */
export interface PolicyContext {
  /** The instant of the question. */
  readonly now: Timestamp;
  /** `queueing` when the write is asked for, `leaving` just before the network hears of it. */
  readonly moment: "queueing" | "leaving";
  /** The account that writes. Absent what the store does not hold. */
  readonly account?: Account;
  /** The message that the write points at. */
  readonly message?: Message;
  /** The post that the write points at, or that the message stands under. */
  readonly post?: Post;
  /** The conversation that the write points at, or that the message belongs to. */
  readonly conversation?: Conversation;
  /** Those given for this very plan. */
  readonly approvals: readonly Approval[];
}

/** What a policy says. */
export type Verdict =
  | {
      /** Lets it go. */
      readonly do: "send";
    }
  | {
      /** Lets it wait as `pending`, until a human who may has approved this very plan. */
      readonly do: "hold";
      /** What a person reads who is asked to approve. Stored and audited: write no names into it. */
      readonly reason: string;
      /** Ids of actors that may approve. Absent = any human. */
      readonly approvers?: readonly string[];
      /** Ids of actors that may not. Who needs two approvals asks `context.approvals` and names the first approver here. */
      readonly notBy?: readonly string[];
    }
  | {
      /** Ends it as `rejected`. */
      readonly do: "reject";
      /** Stored and audited: write no names into it. */
      readonly reason: string;
    };

/**
 * A rule of the house, asked twice for each write: before it is queued, and just before it leaves.
 *
 * @example
 * const quietHours: Policy = (send, { now }) =>
 *   send.by.type === "automation" && now.slice(11, 13) < "06" ? { do: "hold", reason: "It is night." } : { do: "send" };
 */
export type Policy = (send: Send, context: PolicyContext) => Verdict | Promise<Verdict>;
