/**
 * Names of things: the account, the keys of what it sees, and ids in paths.
 * @module
 */
import { accountKey, makeKey, type KeyKind, type KeyOf } from "../../model/keys.js";
import type { GraphUs } from "../_graph/task.js";

/** The account that everything is seen by. */
export type Us = GraphUs;

/** Says who we are. @param id - the network's own id of the profile */
export function usOf(id: string): Us {
  return { network: "threads", account: accountKey("threads", id), id };
}

/** Makes a key. Ids are digits, which need no escaping: the same key as `makeKey` gives, made quickly. */
export function keyOf<K extends Exclude<KeyKind, "account">>({ account }: Us, kind: K, id: string): KeyOf<K> {
  return id === "" || /[%:/]/.test(id) ? makeKey(account, kind, id) : `${account}:${kind}:${id}`;
}

/** An id in a path. */
export function inPath(id: string): string {
  return encodeURIComponent(id);
}

/** Compares names as the network does: without regard to case. */
export function sameName(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one.toLowerCase() === other.toLowerCase();
}
