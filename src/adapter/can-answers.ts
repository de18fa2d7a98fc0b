/**
 * What the rules of a network answer with: the words of `can`, and what a key tells of its target.
 * @module
 */
import { parseKey } from "../model/keys.js";
import type { Allowed, CanReason, Refused } from "../model/can.js";

/** It is allowed, as far as is known. */
export const yes: Allowed = { ok: true };

/** It is allowed, and the network may still refuse. `why` names the fact that was not at hand; a sentence. */
export function unsure(why: string): Allowed {
  return { ok: true, unsure: why };
}

/** It is not allowed. `detail` is a sentence to act on. */
export function no(reason: CanReason, detail: string): Refused {
  return { ok: false, reason, detail };
}

/** Gives the network's own id of a target; empty when its key is none. */
export function idOf({ key }: { readonly key: string }): string {
  return parseKey(key)?.id ?? "";
}

/** Gives the network's own id of the account that sees a target; empty when its key is none. */
export function accountOf({ key }: { readonly key: string }): string {
  return parseKey(key)?.accountId ?? "";
}
