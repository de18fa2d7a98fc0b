/**
 * What each write points at and takes: one table for checking, for policies and for reconciling.
 * @module
 */
import type { KeyKind } from "../model/keys.js";
import type { OperationName } from "../adapter/operations.js";
import type { OutcomeStep } from "../model/outcome.js";
import type { TextRulesOf } from "../adapter/adapter.js";
import type { WriteName } from "../model/write.js";

/** What a write takes besides its target. */
export type Takes = "text" | "reaction" | "ban" | "nothing";

/** One line of the table. */
export interface WriteShape {
  /** Kinds of key it may point at. */
  readonly at: readonly KeyKind[];
  /** What it takes besides its target. */
  readonly takes: Takes;
  /** Whose text rules hold, for those that say something. */
  readonly rules?: Parameters<TextRulesOf>[0];
  /** True when several parts may follow one another. */
  readonly parts?: boolean;
}

const objects: readonly KeyKind[] = ["message", "post"];
const onObject: WriteShape = { at: objects, takes: "nothing" };
const onMessage: WriteShape = { at: ["message"], takes: "nothing" };
const onAuthor: WriteShape = { at: ["author"], takes: "nothing" };

/** Every write by name. */
export const shapes: { readonly [O in WriteName]: WriteShape } = {
  publishPost: { at: ["account"], takes: "text", rules: "publishPost" },
  reply: { at: objects, takes: "text", rules: "reply", parts: true },
  replyPrivately: { at: ["message"], takes: "text", rules: "replyPrivately", parts: true },
  sendMessage: { at: ["conversation", "author"], takes: "text", rules: "sendMessage", parts: true },
  // What was said is said again in the same place, so the rules of a reply hold; adapters know the rest.
  edit: { at: objects, takes: "text", rules: "reply" },
  delete: onObject,
  like: onObject,
  unlike: onObject,
  react: { at: objects, takes: "reaction" },
  unreact: { at: objects, takes: "reaction" },
  hide: onMessage,
  unhide: onMessage,
  approve: onMessage,
  deny: onMessage,
  pin: onObject,
  unpin: onObject,
  ban: { at: ["author"], takes: "ban" },
  unban: onAuthor,
  mute: onAuthor,
  unmute: onAuthor,
  markRead: { at: ["conversation", "message"], takes: "nothing" },
};

const whole: readonly KeyKind[] = ["account"];
const reads: { readonly [O in Exclude<OperationName, WriteName>]: readonly KeyKind[] } = {
  getAccount: whole,
  listPosts: whole,
  getPost: objects,
  listComments: [...objects, "account"],
  listMentions: whole,
  listConversations: whole,
  listMessages: ["conversation"],
  getMessages: ["message", "account"],
  listReviews: whole,
  listHeld: whole,
  searchPosts: whole,
  stream: whole,
  getPostInsights: objects,
  getAccountInsights: whole,
  subscribe: whole,
  listSubscriptions: whole,
  unsubscribe: whole,
  findOwn: [...objects, "conversation"],
};

/** Kinds of key that an operation points at: the account, for those without a target of their own. `undefined` = there is no such operation. */
export function targetKinds(operation: OperationName): readonly KeyKind[] | undefined {
  if (Object.hasOwn(shapes, operation)) return shapes[operation as WriteName].at;
  return Object.hasOwn(reads, operation) ? reads[operation as keyof typeof reads] : undefined;
}

/** Names the steps of a write: what says something goes out in parts, anything else is one act. */
export function stepOf(operation: WriteName): OutcomeStep["step"] {
  return shapes[operation].takes === "text" ? "part" : "act";
}

/** Says whether the write adds something that would stand there twice; the others are switches that count as done when they stand as asked. */
export function adds(operation: WriteName): boolean {
  const { takes } = shapes[operation];
  return takes === "text" && operation !== "edit";
}
