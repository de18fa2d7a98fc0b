/**
 * Checks what an operation points at.
 * @module
 */
import { parseKey, type KeyKind, type KeyParts } from "../model/keys.js";
import { refuse, type CheckedCall } from "./refuse.js";
import type { Refs } from "../model/ref.js";

/** A thing with a key, as hosts hand it in. */
export interface Keyed {
  /** As it was found or made. */
  readonly key: string;
  /** What the network needs besides. */
  readonly refs?: Refs;
}

/** A key that was checked, taken apart. */
export interface CheckedKey<K extends KeyKind> extends KeyParts {
  /** One of the kinds that were asked for. */
  readonly kind: K;
}

/**
 * Checks what a write points at, and takes its key apart.
 * @param target - the object, or its key and refs
 * @param call - which write of whom
 * @param kinds - the kinds of key that the operation takes
 * @returns the key's parts; `id` is the network's own
 * @throws FolkmootError `invalid-request` for what is no key, a key of another kind, and a key of another account
 *
 * @example
 * const { id } = checkTarget(target, { network: "bluesky", operation: "reply", account }, ["message", "post"]);
 */
export function checkTarget<K extends KeyKind>(target: Keyed, call: CheckedCall, kinds: readonly K[]): CheckedKey<K> {
  // Hosts without types hand in anything.
  const key: unknown = (target as Partial<Keyed> | undefined)?.key;
  const parts = typeof key === "string" ? parseKey(key) : undefined;
  const bad = (why: string): never => refuse(call, "invalid-request", why);
  if (parts === undefined) return bad("the target has no `key` that is one; take it from the object, or make a target with `adapter.ref`.");
  const kind = kinds.find((one) => one === parts.kind);
  if (kind === undefined) return bad(`the target's \`key\` is of the kind ${parts.kind}; give one of the kind ${kinds.join(" or ")}.`);
  if (parts.account !== call.account)
    return bad(
      `the target's \`key\` belongs to ${parts.account}; use the adapter of that account, or the key under which this one sees it.`,
    );
  return { ...parts, kind };
}
