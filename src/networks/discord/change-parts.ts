/**
 * Ids of changes that only Discord makes, and what may be kept of what it sent. The same by gateway and webhook.
 * @module
 */
import { present, type Writable } from "../../adapter/fields.js";
import { hashOf } from "../../model/hash.js";
import type { Author } from "../../model/author.js";
import type { ConversationKey, Key } from "../../model/keys.js";
import type { Post } from "../../model/post.js";
import type { Us } from "./ids.js";

/** Makes the id of a clearing: of the named messages, else of the whole conversation. */
export function clearedId(conversation: ConversationKey, ids?: readonly string[]): string {
  return `messages.cleared:${conversation}${ids === undefined ? "" : `:${hashOf([...ids].sort())}`}`;
}

/** Makes the id of a reaction that came or went. */
export function reactionId(type: "reaction.added" | "reaction.removed", target: Key, { key }: Author, word: string): string {
  return `${type}:${target}:${hashOf([key, word])}`;
}

/** Makes the id of an event that is only reported: of its name and of everything that it says. */
export function eventId(us: Pick<Us, "account">, name: string, what: unknown): string {
  return `network.event:${us.account}:${name}:${hashOf(what)}`;
}

/** Interactions and their guests carry what lets anybody answer in our name for a quarter of an hour. */
const secret: ReadonlySet<string> = new Set(["token"]);

/** Copies an object without what is secret in it, on every level. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !secret.has(name))
      .map(([name, part]) => [name, withoutSecrets(part)]),
  );
}

/** Gives a post without what it says of reactions, for routes that leave them out: none is not zero. */
export function withoutReactions(post: Post): Post {
  const rest: Writable<Post> = { ...post, counts: present({ replies: post.counts.replies }) };
  delete rest.ownReactions;
  return rest;
}
