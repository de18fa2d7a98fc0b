/**
 * What the store knows of a target: the object itself and what stands around it.
 * @module
 */
import { keptAuthor, keptConversation, keptMessage, keptPost, readAt } from "./retention.js";
import { messageHash } from "../model/hash.js";
import { parseKey } from "../model/keys.js";
import { pseudonymOf } from "./tombstone-hash.js";
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

/** Says whether an object is known to be gone: deleted, expired, or forgotten, whose tombstone stands under a hash. */
async function isGone(context: InboxContext, key: Key, stored: { readonly deletedAt?: string } | undefined): Promise<boolean> {
  if (stored?.deletedAt !== undefined) return true;
  const [grave, hidden] = await Promise.all([one(context, "tombstone", key), one(context, "tombstone", pseudonymOf(context, key))]);
  // What only named somebody who was forgotten has a hidden tombstone too, and lives.
  return grave !== undefined || (hidden !== undefined && stored === undefined);
}

/** Says whether nothing is stored of a message or post any more because somebody was forgotten: a host may still hold its key. */
export async function isForgotten(context: InboxContext, key: Key): Promise<boolean> {
  const kind = parseKey(key)?.kind;
  if (kind !== "message" && kind !== "post") return false;
  const [stored, grave] = await Promise.all([one(context, kind, key), one(context, "tombstone", pseudonymOf(context, key))]);
  return stored === undefined && grave?.why === "forgotten";
}

const kept = <T>(object: T | undefined, keep: (object: T, now: string) => T, now: string): T | undefined =>
  object === undefined ? undefined : keep(object, now);

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
  const now = readAt(context);
  switch (parts?.kind) {
    case "message": {
      const stored = kept(await one(context, "message", handed.key), keptMessage, now);
      const gone = await isGone(context, handed.key, stored);
      // What the host still holds of something forgotten is not to be read any more.
      const given = isWhole(handed) && !(gone && stored === undefined) ? keptMessage(handed, now) : undefined;
      const message = stored ?? given;
      const [post, conversation] = await Promise.all([
        one(context, "post", message?.post),
        one(context, "conversation", message?.conversation),
      ]);
      return {
        ...base,
        target: message === undefined ? handed : withRefs(message, handed.refs),
        ...(message !== undefined && { message }),
        ...(post !== undefined && { post: keptPost(post, now) }),
        ...(conversation !== undefined && { conversation: keptConversation(conversation, now) }),
        gone: gone || message?.deletedAt !== undefined,
      };
    }
    case "post": {
      const post = kept(await one(context, "post", handed.key), keptPost, now);
      return {
        ...base,
        target: post === undefined ? handed : withRefs(post, handed.refs),
        ...(post !== undefined && { post }),
        gone: await isGone(context, handed.key, post),
      };
    }
    case "conversation": {
      const conversation = kept(await one(context, "conversation", handed.key), keptConversation, now);
      return {
        ...base,
        target: conversation === undefined ? handed : withRefs(conversation, handed.refs),
        ...(conversation !== undefined && { conversation }),
        gone: false,
      };
    }
    case "author": {
      const author: Author | undefined = kept(await one(context, "author", handed.key), keptAuthor, now);
      return { ...base, target: author === undefined ? handed : withRefs(author, handed.refs), gone: false };
    }
    default:
      return { ...base, target: handed, gone: false };
  }
}

/** Loads what stands around an entry: its target, and the message that it answers or escalates where it goes elsewhere. */
export async function surroundingsOf(context: InboxContext, entry: OutboxEntry, handed: AnyTarget | undefined): Promise<Surroundings> {
  const { escalates } = entry;
  if (escalates !== undefined) {
    // The host handed in the message; what is private may go elsewhere.
    const about = await lookAround(context, handed ?? escalates);
    if (entry.target.key === escalates.key) return about;
    const { message, post, gone } = about;
    const around = await lookAround(context, entry.target);
    return { ...around, ...(message !== undefined && { message }), ...(post !== undefined && { post }), gone };
  }
  const answered = entry.plan?.provenance.target?.key;
  const around = await lookAround(context, handed ?? entry.target);
  if (answered === undefined || answered === entry.target.key) return around;
  const { message, gone } = await lookAround(context, { key: answered });
  return { ...around, ...(message !== undefined && { message }), gone: around.gone || gone };
}

/**
 * Says whether the target has changed since the plan was made for it, or, where a plan does not say for what, since a person approved it.
 * A person who approves a plan that is held as `stale` has seen the target as it is then; what was deleted stays stale.
 */
export function isStale(entry: OutboxEntry, around: Surroundings, approvals: readonly Approval[]): boolean {
  if (entry.plan === undefined) return false;
  if (around.gone) return true;
  const { message } = around;
  if (message === undefined) return false;
  const now = messageHash(message);
  const changed = [entry.publicPlan, entry.plan].some((plan) => {
    const read = plan?.provenance.target;
    return read !== undefined && read.key === message.key && read.hash !== now;
  });
  const seen = approvals.flatMap(({ verdict, target }) => (verdict === "approved" && target !== undefined ? [target] : []));
  return !seen.includes(now) && (changed || seen.length > 0);
}
