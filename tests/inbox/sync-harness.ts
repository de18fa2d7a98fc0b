/** What the tests of sync share: an inbox on the plaza, what it lists, and what it journaled. @module */
import { createInbox, type Inbox } from "../../src/inbox/index.js";
import { memoryStore } from "../../src/store/index.js";
import { virtualClock, type VirtualClock } from "../../src/testing/clock.js";
import { at, plaza, type Plaza, type PlazaOptions } from "./plaza.js";
import type { Change } from "../../src/model/change.js";
import type { Store } from "../../src/store/store.js";

/** An inbox with what it stands on. */
export interface SyncScene {
  readonly clock: VirtualClock;
  readonly net: Plaza;
  readonly store: Store;
  readonly inbox: Inbox;
}

/** An inbox whose first sync happens at minute 100. */
export function setUp(options: PlazaOptions & { readonly store?: Store; readonly nets?: readonly Plaza[] } = {}): SyncScene {
  const clock = virtualClock({ start: at(100) });
  const net = plaza({ surfaces: [{ name: "mentions" }], ...options });
  const store = options.store ?? memoryStore();
  const inbox = createInbox({ accounts: [net.adapter, ...(options.nets ?? []).map(({ adapter }) => adapter)], clock, store });
  return { clock, net, store, inbox };
}

/** Ids of all messages, oldest first. */
export const idsOf: (inbox: Inbox) => Promise<readonly string[]> = async (inbox: Inbox): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const { message } of inbox.items({ order: "oldest" })) ids.push(message.id);
  return ids;
};

/** Everything in the journal, in order of arrival. */
export const journal: (store: Store) => Promise<readonly Change[]> = async (store: Store): Promise<readonly Change[]> => {
  const claims: Change[] = [];
  for (;;) {
    const batch = await store.claim({ from: "change", consumer: "test", limit: 100, leaseMs: 1, now: 0 });
    if (batch.length === 0) return claims;
    claims.push(...batch.map(({ value }) => value));
    await store.settle(batch.map(({ key, fence }) => ({ from: "change", consumer: "test", key, fence, as: "done" })));
  }
};
