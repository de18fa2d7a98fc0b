/**
 * Which entries a claim may hand out, and what keeps their order: the same for every store.
 * @module
 */
import type { Change } from "../model/change.js";
import type { OutboxEntry } from "./collections.js";
import { isBelow, ownerOf } from "./below.js";
import type { Claimable, ClaimRequest } from "./store.js";

/** An entry under its storage key. */
interface Entry {
  readonly key: string;
  readonly value: unknown;
}

/** Names what keeps its order: a conversation in the journal, an account in the outbox. With the tenant, for two may see the same. */
export function unitOf(from: Claimable, { key, value }: Entry): string {
  if (from === "outbox") return ownerOf(key);
  const change = value as Change;
  return `${ownerOf(key)} ${change.conversation ?? change.account}`;
}

/** Tells whether an outbox entry is still to be worked off. */
export function isOnItsWay(value: unknown): boolean {
  return ["queued", "sending"].includes((value as OutboxEntry).state);
}

/** Reads the kind of the message that a change carries; `undefined` where it carries none. */
export function kindIn(change: Change): string | undefined {
  return "message" in change && typeof change.message === "object" ? change.message.kind : undefined;
}

/** Makes the test that a claim's filter stands for. */
export function matcherOf({ from, below, match = {} }: ClaimRequest): (entry: Entry) => boolean {
  const { types, kinds, origins } = match;
  return ({ key, value }) => {
    if (below !== undefined && !below.some((prefix) => isBelow(key, prefix))) return false;
    if (from === "outbox") return isOnItsWay(value);
    const change = value as Change;
    if (types?.includes(change.type) === false || origins?.includes(change.origin) === false) return false;
    const kind = kindIn(change);
    return kinds === undefined || (kind !== undefined && (kinds as readonly string[]).includes(kind));
  };
}
