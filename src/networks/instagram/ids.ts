/**
 * Names of things: who sees, the keys of what is seen, and ids in paths.
 * @module
 */
import { makeKey, type KeyKind, type KeyOf } from "../../model/keys.js";
import type { Author } from "../../model/author.js";
import type { GraphUs } from "../_graph/task.js";
import type { InstagramLogin } from "./fields.js";

/** The account that everything is seen by. */
export interface Us extends GraphUs {
  /** How its token was given. */
  readonly login: InstagramLogin;
}

/** Makes a key. Ids of media and comments are digits, which need no escaping: the same key as `makeKey` gives, made quickly. */
export function keyOf<K extends Exclude<KeyKind, "account">>({ account }: Us, kind: K, id: string): KeyOf<K> {
  return id === "" || /[%:/]/.test(id) ? makeKey(account, kind, id) : `${account}:${kind}:${id}`;
}

/** An id in a path. */
export function inPath(id: string): string {
  return encodeURIComponent(id);
}

/** Compares names as Instagram does: without regard to case. */
export function sameName(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one.toLowerCase() === other.toLowerCase();
}

/** Comment ids are digits; those of direct messages are not. */
export function isCommentId(id: string): boolean {
  return /^\d+$/.test(id);
}

/** True for a message that is known to be our own; of a bare reference nobody knows. */
export function isOwnMessage(message: { readonly key: string; readonly author?: Author }): boolean {
  return message.author?.isOwn === true;
}
