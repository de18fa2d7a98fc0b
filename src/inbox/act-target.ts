/**
 * What the store knows of a target: the object itself and what stands around it.
 * @module
 */
import { messageHash } from "../model/hash.js";
import { parseKey } from "../model/keys.js";
import type { Account } from "../model/account.js";
import type { Author } from "../model/author.js";
import type { AnyTarget } from "./act-input.js";
import type { Approval, CollectionName, Collections, OutboxEntry } from "../store/collections.js";
import type { Conversation } from "../model/conversation.js";
import type { InboxContext } from "./context.js";
import type { Key } from "../model/keys.js";
import type { Message } from "../model/message.js";
import type { Post } from "../model/post.js";

/** A target with its surroundings, as far as the store holds them. */
export interface Surroundings {
  /** The target for the adapter: the stored object with the refs that were handed in, else what was handed in. */
  readonly target: AnyTarget;
  /** The account that acts. */
  readonly account?: Account;
  /** The message pointed at. */
  readonly message?: Message;
  /** The post pointed at, or the one that the message stands under. */
  readonly post?: Post;
  /** The conversation pointed at, or that of the message. */
  readonly conversation?: Conversation;
  /** True when the store knows that the target is gone. */
  readonly gone: boolean;
}

async function one<C extends CollectionName>(
  context: InboxContext,
  collection: C,
  key: Key | undefined,
): Promise<Collections[C] | undefined> {
  if (key === undefined) return undefined;
  const [row] = await context.store.read(collection, [context.stored(key)]);
  return row?.value;
}

/** Joins what is stored with the refs that were handed in: the newest word of the network about how to point at it. */
function withRefs<T extends AnyTarget>(object: T, refs: AnyTarget["refs"]): T {
  return refs === undefined ? object : { ...object, refs: { ...object.refs, ...refs } };
}

const isWhole = (target: AnyTarget): target is Message => "kind" in target && "text" in target && "conversation" in target;

/** Loads a target and what stands around it. `handed` is what the host holds, used where the store holds nothing. */
export async function lookAround(context: InboxContext, handed: AnyTarget): Promise<Surroundings> {
  const parts = parseKey(handed.key);
  const account = await one(context, "account", parts?.account);
  const base = { ...(account !== undefined && { account }) };
  switch (parts?.kind) {
    case "message": {
      const stored = await one(context, "message", handed.key);
      const message = stored ?? (isWhole(handed) ? handed : undefined);
      const [post, conversation, tombstone] = await Promise.all([
        one(context, "post", message?.post),
        one(context, "conversation", message?.conversation),
        one(context, "tombstone", handed.key),
      ]);
      return {
        ...base,
        target: message === undefined ? handed : withRefs(message, handed.refs),
        ...(message !== undefined && { message }),
        ...(post !== undefined && { post }),
        ...(conversation !== undefined && { conversation }),
        gone: message?.deletedAt !== undefined || tombstone !== undefined,
      };
    }
    case "post": {
      const [post, tombstone] = await Promise.all([one(context, "post", handed.key), one(context, "tombstone", handed.key)]);
      return {
        ...base,
        target: post === undefined ? handed : withRefs(post, handed.refs),
        ...(post !== undefined && { post }),
        gone: post?.deletedAt !== undefined || tombstone !== undefined,
      };
    }
    case "conversation": {
      const conversation = await one(context, "conversation", handed.key);
      return {
        ...base,
        target: conversation === undefined ? handed : withRefs(conversation, handed.refs),
        ...(conversation !== undefined && { conversation }),
        gone: false,
      };
    }
    case "author": {
      const author: Author | undefined = await one(context, "author", handed.key);
      return { ...base, target: author === undefined ? handed : withRefs(author, handed.refs), gone: false };
    }
    default:
      return { ...base, target: handed, gone: false };
  }
}

/** Loads what stands around an entry: its target, and the message that its plan answers where the answer goes elsewhere. */
export async function surroundingsOf(context: InboxContext, entry: OutboxEntry, handed: AnyTarget | undefined): Promise<Surroundings> {
  const answered = entry.plan?.provenance.target?.key;
  const around = await lookAround(context, handed ?? entry.target);
  if (answered === undefined || answered === entry.target.key) return around;
  const { message, gone } = await lookAround(context, { key: answered });
  return { ...around, ...(message !== undefined && { message }), gone: around.gone || gone };
}

/**
 * Says whether the target has changed since the plan was made for it.
 * A person who approves a plan that is held as `stale` has seen the target as it is then; what was deleted stays stale.
 */
export function isStale(entry: OutboxEntry, around: Surroundings, approvals: readonly Approval[]): boolean {
  if (entry.plan === undefined) return false;
  if (around.gone) return true;
  const read = entry.plan.provenance.target;
  const { message } = around;
  if (read === undefined || message === undefined || read.key !== message.key) return false;
  const now = messageHash(message);
  return read.hash !== now && !approvals.some(({ verdict, target }) => verdict === "approved" && target === now);
}
