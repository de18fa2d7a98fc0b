/**
 * Names of things on all networks of the Graph API: keys of what an account sees, ids in paths, handles.
 * @module
 */
import { makeKey, type KeyKind, type KeyOf } from "../../model/keys.js";
import type { GraphUs } from "./task.js";

/** Makes a key. Nearly all ids are digits with `_` between, which need no escaping: the same key as `makeKey` gives, made quickly. */
export function keyOf<K extends Exclude<KeyKind, "account">>({ account }: GraphUs, kind: K, id: string): KeyOf<K> {
  return /^[\w.-]+$/.test(id) ? `${account}:${kind}:${id}` : makeKey(account, kind, id);
}

/** An id in a path. Those of direct messages may hold signs that a path reads. */
export function inPath(id: string): string {
  return encodeURIComponent(id);
}

/** Compares handles as the networks do: without regard to case. What is not told is nobody's. */
export function sameName(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one.toLowerCase() === other.toLowerCase();
}

/** Names the first permission that is missing among those granted. */
export function missingScope(granted: readonly string[], wanted: readonly string[]): string | undefined {
  return wanted.find((scope) => !granted.includes(scope));
}
