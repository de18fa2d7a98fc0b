/**
 * Brings what an adapter gave into the form that is stored, or says why it cannot be stored.
 * @module
 */
import { known } from "./merge.js";
import { parseKey, type AccountKey, type KeyKind } from "../model/keys.js";
import type { Account } from "../model/account.js";
import type { Author } from "../model/author.js";
import type { Conversation } from "../model/conversation.js";
import type { Message } from "../model/message.js";
import type { Post } from "../model/post.js";

/** What cleaning goes by. */
export interface CleanRules {
  /** Whose inbox it is. */
  readonly account: AccountKey;
  /** Every id that counts as us. */
  readonly actors: ReadonlySet<string>;
  /** Whether the networks' own objects are kept. */
  readonly raw: "keep" | "drop";
}

/** Collects every id that counts as us. */
export function actorsOf(account: AccountKey, row: Account | undefined): ReadonlySet<string> {
  const own = parseKey(account)?.accountId;
  return new Set([...(own === undefined ? [] : [own]), ...(row?.actors ?? [])]);
}

/** Says why an object cannot be stored; `undefined` when it can. Names no content. */
export function unfit(item: { readonly key: string; readonly createdAt?: string }, kind: KeyKind, account: AccountKey): string | undefined {
  const parts = typeof item.key === "string" ? parseKey(item.key) : undefined;
  if (parts === undefined) return "its key is not a key";
  if (parts.kind !== kind) return `its key is not that of a ${kind}`;
  if (parts.account !== account) return "its key belongs to another account";
  if (kind !== "conversation" && Number.isNaN(Date.parse(item.createdAt ?? ""))) return "createdAt is no time";
  return undefined;
}

/** Says why a message cannot be stored. */
export function unfitMessage(message: Message, account: AccountKey): string | undefined {
  const place = typeof message.conversation === "string" ? parseKey(message.conversation) : undefined;
  return (
    unfit(message, "message", account) ??
    (place?.kind === "conversation" && place.account === account
      ? undefined
      : "conversation is not the key of a conversation of the account")
  );
}

/** Brings a message into the form that is stored: our own ones outbound, times in one form, raw as the host wants it. */
export function cleanMessage(message: Message, rules: CleanRules): Message {
  const author = message.author && cleanAuthor(message.author, rules);
  return content({ ...message, ...(author && { author }), ...(author?.isOwn === true && { direction: "outbound" as const }) }, rules);
}

/** Brings a post into the form that is stored. */
export function cleanPost(post: Post, rules: CleanRules): Post {
  const author = post.author && cleanAuthor(post.author, rules);
  return content({ ...post, ...(author && { author }), isOwn: post.isOwn || author?.isOwn === true }, rules);
}

/** Brings a conversation into the form that is stored. */
export function cleanConversation(conversation: Conversation, rules: CleanRules): Conversation {
  const { lastActivityAt, lastInboundAt, lastOutboundAt } = conversation;
  return dropRaw(
    {
      ...conversation,
      participants: conversation.participants.map((author) => cleanAuthor(author, rules)).filter((author) => !author.isOwn),
      ...(lastActivityAt !== undefined && { lastActivityAt: instant(lastActivityAt) }),
      ...(lastInboundAt !== undefined && { lastInboundAt: instant(lastInboundAt) }),
      ...(lastOutboundAt !== undefined && { lastOutboundAt: instant(lastOutboundAt) }),
    },
    rules,
  );
}

/** Marks an author as one of ours when the id is. */
function cleanAuthor(author: Author, rules: CleanRules): Author {
  return known({ ...author, isOwn: author.isOwn || (author.id !== undefined && rules.actors.has(author.id)) });
}

function content<C extends Message | Post>(item: C, rules: CleanRules): C {
  const { createdAt, editedAt, deletedAt } = item;
  return dropRaw(
    {
      ...item,
      createdAt: instant(createdAt),
      ...(editedAt !== undefined && { editedAt: instant(editedAt) }),
      ...(deletedAt !== undefined && { deletedAt: instant(deletedAt) }),
    },
    rules,
  );
}

/** One form for all times, so that they compare as strings. */
const instant = (at: string): string => (Number.isNaN(Date.parse(at)) ? at : new Date(at).toISOString());

/** Leaves out the network's own object where the host keeps none. */
export function dropRaw<T extends object>(item: T, rules: Pick<CleanRules, "raw">): T {
  return rules.raw === "keep" ? known(item) : (Object.fromEntries(Object.entries(known(item)).filter(([field]) => field !== "raw")) as T);
}
