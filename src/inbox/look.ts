/**
 * Look: what is there. Reads the store only.
 * @module
 */
import type { AccountKey, ConversationKey, Key, MessageKey } from "../model/keys.js";
import type { Actor } from "../model/actor.js";
import type { CanAnswer } from "../model/can.js";
import type { Conversation } from "../model/conversation.js";
import type { Direction, Message, MessageKind } from "../model/message.js";
import type { Observation, Workflow } from "../store/collections.js";
import type { OperationName } from "../adapter/operations.js";
import type { Paged } from "../model/page.js";
import type { Timestamp } from "../model/ref.js";

/** Which messages `items` lists. Fields are and, the values of one field are or. */
export interface ItemQuery<O extends OperationName = OperationName> {
  /** Required when `createInbox` got a function. @defaultValue all */
  readonly accounts?: readonly AccountKey[];
  /** How they are answered. @defaultValue all */
  readonly kinds?: readonly MessageKind[];
  /** The network's own words for the place: `Message.surface`. @defaultValue all */
  readonly surfaces?: readonly string[];
  /** From us or to us. @defaultValue both */
  readonly direction?: Direction;
  /** The team's state; what nobody touched is `open`. @defaultValue all */
  readonly status?: Workflow["status"];
  /** Words in text or subject: any of them, without regard to case. */
  readonly keywords?: readonly string[];
  /** Hashtags, with or without the sign: any of them, without regard to case. */
  readonly hashtags?: readonly string[];
  /** The team's labels: any of them. */
  readonly labels?: readonly string[];
  /** Who works on it. */
  readonly assignee?: string;
  /** Created at this instant or later. */
  readonly since?: Timestamp;
  /** Created before this instant. */
  readonly until?: Timestamp;
  /**
   * `priority` by the annotation of that name (its value, else its score), highest first; `waiting` by who waits longest.
   * These two put the newest 10,000 that match in order, once for each reading of the list: what arrives while it is read is not in it,
   * what is read of it is shown as it is then. @defaultValue "newest"
   */
  readonly order?: "newest" | "oldest" | "priority" | "waiting";
  /** The operations to answer for on each item. Leaves nothing out. */
  readonly can?: readonly O[];
  /** Whom `can` answers for. @defaultValue an automation */
  readonly by?: Actor;
  /** Most items over all pages. @defaultValue no end; a page has 50 or a few more */
  readonly limit?: number;
  /**
   * Continues behind an earlier page: its `next`, with the same filters and order. In the orders `priority` and `waiting` the list is
   * put in order anew, so what moved in the meantime may be missing or come twice. @defaultValue the start
   */
  readonly after?: string;
  /** Ends reading between pages. */
  readonly signal?: AbortSignal;
}

/** A message as a team sees it. */
export interface Item<O extends OperationName = never> {
  /** What was said. */
  readonly message: Message;
  /** That of its conversation or comment root. */
  readonly workflow: Workflow;
  /** One answer for each operation that was asked about. */
  readonly can: { readonly [K in O]: CanAnswer };
}

/** A message and what was said under it, oldest first. */
export interface MessageTree {
  /** What was said. */
  readonly message: Message;
  /** Answers to it. One whose parent nobody has seen stands below the first message of its tree. */
  readonly replies: readonly MessageTree[];
}

/** Which part of a series. */
export interface SeriesOptions {
  /** Told at this instant or later. */
  readonly since?: Timestamp;
  /** Told before this instant. */
  readonly until?: Timestamp;
  /** Most observations over all pages. @defaultValue no end; a page has 200 */
  readonly limit?: number;
  /** Continues behind an earlier page of the same series: its `next`. @defaultValue the start */
  readonly after?: string;
  /** Ends reading between pages. */
  readonly signal?: AbortSignal;
}

/** Look: what is there. */
export interface Look {
  /**
   * Lists messages with the team's state and what may be done with them. What was deleted or forgotten, and what a network no longer
   * lets us keep (`retainUntil`), is left out.
   * @throws FolkmootError at once: `invalid-request` for a question that cannot be, `misconfigured` for an account that the inbox does not have;
   * when used: `misconfigured` after `close`.
   *
   * @example
   * for await (const { message, can } of inbox.items({ direction: "inbound", status: "open", can: ["reply"] })) {
   *   if (can.reply.ok) console.log(message.text);
   * }
   */
  items<O extends OperationName = never>(query?: ItemQuery<O>): Paged<Item<O>>;
  /** Reads a conversation, a shell of it once `retainUntil` has come; `undefined` when it is not stored. @throws FolkmootError `invalid-request` for a key of another kind. */
  conversation(key: ConversationKey): Promise<Conversation | undefined>;
  /** Builds the tree below a message, with shells of what is gone or has expired; `undefined` when it is not stored. @throws FolkmootError `invalid-request` for a key of another kind. */
  tree(key: MessageKey): Promise<MessageTree | undefined>;
  /**
   * Lists what a number was over time, oldest first: `followers` of an account (read once a day), counts of a post since it was first
   * read and of a message since they changed (whenever another number was told), insights of the account and of its newest 25 posts (once
   * a day, where the adapter reads them). What was not told has no entry: a hole in a series is unknown, not zero.
   * Of what was forgotten, deleted or has expired nothing is listed.
   * @param subject - key of the account, post or message
   * @param metric - `followers`, a field of `Counts` or `Insights`, or `reactions.<word>`
   * @throws FolkmootError at once: `invalid-request` for a question that cannot be; when used: `misconfigured` after `close`.
   *
   * @example
   * for await (const { at, value } of inbox.series(account, "followers", { since: "2026-01-01T00:00:00Z" })) console.log(at, value);
   */
  series(subject: Key, metric: Observation["metric"], options?: SeriesOptions): Paged<Observation>;
}
