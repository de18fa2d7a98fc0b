/**
 * What all deliveries of Meta's are read with: ids, times, people, ids of changes, and what may be kept of what was sent.
 * @module
 */
import { fieldsOf, present, textOf, timestampOf } from "../../adapter/fields.js";
import { findSpans } from "../../text/spans.js";
import { hashOf } from "../../model/hash.js";
import { idOf } from "./wire.js";
import { makeKey, type ConversationKey, type KeyOf } from "../../model/keys.js";
import { onceId, updateId } from "../../model/change-id.js";
import type { Attachment } from "../../model/attachment.js";
import type { Author } from "../../model/author.js";
import type { Change, ChangeBase } from "../../model/change.js";
import type { Content } from "../../model/content.js";
import type { Entity } from "../../model/entity.js";
import type { GraphUs } from "./task.js";
import type { Message } from "../../model/message.js";
import type { Post } from "../../model/post.js";
import type { Pull } from "../../adapter/app.js";
import type { Timestamp } from "../../model/ref.js";

/** An object whose fields nobody promises. */
export type Fields = Readonly<Record<string, unknown>>;

/** One thing that was delivered for one account. */
export interface Pushed {
  /** Whose. */
  readonly us: GraphUs;
  /** The network's word for what happened. */
  readonly field: string;
  /** What happened; empty where nothing was told. */
  readonly value: Fields;
  /** When it was sent, as far as that was told, else when it came. */
  readonly sentAt: Timestamp;
  /** When it was sent, where that was told: the same each time that it is delivered. */
  readonly toldAt?: Timestamp | undefined;
}

/** What one thing that was delivered turned into. */
export interface Read {
  /** What to take in. */
  readonly changes: readonly Change[];
  /** What to ask, where only ids were told. */
  readonly pull?: readonly Pull[];
}

/** What is below it was told in seconds: in milliseconds it would be 2001, before there was anything to deliver. */
const firstMs = 1e12;
/** The last instant with four digits for its year: later ones sort as texts before all others. */
const lastMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Reads a time: seconds or milliseconds since 1970, as number or digits, or ISO 8601. */
export function timeOf(value: unknown): Timestamp | undefined {
  const number = typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : value;
  const ms = typeof number === "number" ? Math.round(number < firstMs ? number * 1000 : number) : Date.parse(timestampOf(value) ?? "");
  return ms > 0 && ms <= lastMs ? new Date(ms).toISOString() : undefined;
}

/** Names whose values open something: tokens of any kind, secrets, signed requests. */
const secret = /token|secret|signed_request|password/i;
/** Far deeper than anything that was ever delivered. */
const deepest = 24;

/** Copies what was sent without what is secret in it. What is nested deeper than makes sense is cut off. */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth >= deepest) return undefined;
  if (Array.isArray(value)) return value.map((part) => withoutSecrets(part, depth + 1) ?? null);
  const kept = Object.entries(value).flatMap(([name, part]) => (secret.test(name) ? [] : [[name, withoutSecrets(part, depth + 1)]]));
  return Object.fromEntries(kept.filter(([, part]) => part !== undefined));
}

/** Reads a person. A name alone names nobody: two people share it. */
export function authorOf(
  us: GraphUs,
  id: string | undefined,
  told: { readonly name?: unknown; readonly handle?: unknown } = {},
): Author | undefined {
  const handle = textOf(told.handle);
  const word = id ?? (handle === undefined ? undefined : `@${handle}`);
  if (word === undefined) return undefined;
  return present({ key: makeKey(us.account, "author", word), id, handle, name: textOf(told.name), isOwn: id === us.id });
}

/** What all changes have. */
export interface Base<T extends Change["type"]> extends ChangeBase<T> {
  /** What is delivered is news. */
  readonly origin: "live";
}

/** Makes what all changes have. */
export function base<T extends Change["type"]>(us: GraphUs, type: T, id: string, at: Timestamp): Base<T> {
  return { type, id, origin: "live", at, account: us.account };
}

/** Finds what is marked in a text. The networks tell none of it here; on Facebook mentions are names, which nothing marks. */
function entitiesIn({ network }: GraphUs, text: string): readonly Entity[] {
  return findSpans(text).flatMap(({ type, start, end }): readonly Entity[] => {
    const words = text.slice(start, end);
    if (type === "link") return [{ type, start, end, value: words }];
    const isMarked = (type === "hashtag" && !words.startsWith("$")) || (type === "mention" && network !== "facebook");
    return isMarked ? [{ type, start, end, value: words.slice(1) }] : [];
  });
}

/** What is told of everything that was said. */
export type Told = Pick<Content, "network" | "accountId" | "id" | "text" | "entities" | "attachments" | "counts" | "createdAt">;

/** Makes what everything that was said has: also what deliveries tell nothing of. */
export function contentOf(us: GraphUs, id: string, told: unknown, attachments: readonly Attachment[], createdAt: Timestamp): Told {
  const text = typeof told === "string" ? told : "";
  return {
    network: us.network,
    accountId: us.id,
    id,
    text,
    entities: entitiesIn(us, text),
    attachments,
    counts: {},
    createdAt,
  };
}

/** Tells of a message that is new. */
export function messageCreated({ us }: Pushed, message: Message): Change {
  const { key, conversation, createdAt } = message;
  return { ...base(us, "message.created", onceId("message.created", key), createdAt), conversation, message };
}

/** Tells that a message changed. An inbox that does not know it yet takes it for new. */
export function messageUpdated({ us }: Pushed, message: Message, changed: readonly string[], at: Timestamp): Change {
  return { ...base(us, "message.updated", updateId("message.updated", message), at), conversation: message.conversation, message, changed };
}

/** Tells that a message is gone. */
export function messageDeleted({ us }: Pushed, id: string, at: Timestamp, conversation?: ConversationKey): Change {
  const message = makeKey(us.account, "message", id);
  return present({ ...base(us, "message.deleted", onceId("message.deleted", message), at), conversation, message });
}

/** Tells of a post that is new. */
export function postCreated({ us }: Pushed, post: Post): Change {
  return { ...base(us, "post.created", onceId("post.created", post.key), post.createdAt), post };
}

/** Tells that a post changed. */
export function postUpdated({ us }: Pushed, post: Post, changed: readonly string[], at: Timestamp): Change {
  return { ...base(us, "post.updated", updateId("post.updated", post), at), post, changed };
}

/** Tells that a post is gone. */
export function postDeleted({ us }: Pushed, id: string, at: Timestamp): Change {
  const post = makeKey(us.account, "post", id);
  return { ...base(us, "post.deleted", onceId("post.deleted", post), at), post };
}

/** A reaction that came or went. */
export interface PushedReaction {
  /** Which of the two. */
  readonly type: "reaction.added" | "reaction.removed";
  /** What was reacted to. */
  readonly target: KeyOf<"post" | "message">;
  /** The network's word, or an emoji. */
  readonly reaction: string;
  /** Who. */
  readonly author: Author | undefined;
  /** When it happened, where the network tells: somebody may take a reaction back and give it again. */
  readonly at: Timestamp | undefined;
  /** Where it happened. */
  readonly conversation?: ConversationKey | undefined;
}

/** Tells of a reaction. */
export function reactionChange({ us, sentAt }: Pushed, { type, target, reaction, author, at, conversation }: PushedReaction): Change {
  const id = `${type}:${target}:${hashOf([author?.key, reaction, at])}`;
  const told = present({ conversation, target, reaction, author });
  return type === "reaction.added" ? { ...base(us, type, id, at ?? sentAt), ...told } : { ...base(us, type, id, at ?? sentAt), ...told };
}

/** Tells of what has no word of ours. */
export function networkEvent(
  { us, field, value, sentAt, toldAt }: Pushed,
  more: {
    readonly name?: string;
    readonly at?: Timestamp | undefined;
    readonly author?: Author | undefined;
    readonly conversation?: ConversationKey;
  } = {},
): Change {
  const { name = field, at, author, conversation } = more;
  const raw = withoutSecrets(value);
  // What tells its own time is the same event however late it is sent again; anything else may happen twice, and is told by when it was sent.
  const id = `network.event:${us.account}:${name}:${hashOf([raw, at === undefined ? toldAt : undefined])}`;
  return present({ ...base(us, "network.event", id, at ?? sentAt), conversation, name, author, raw });
}

/** Reads a list of addresses and single ones alike. */
export const addressesOf = (...values: readonly unknown[]): readonly string[] => [
  ...new Set(values.flat().filter((one): one is string => typeof one === "string" && one !== "")),
];

/** Gives the id of an object that stands for somebody or something: `{ id }`. */
export const idIn = (value: unknown): string | undefined => idOf(fieldsOf(value)["id"]);
