/** One store of a process under many inboxes, none of which closes it, and which has neither budgets nor tokens for them. @module */
import type { Store } from "../../src/store/store.js";

export const lent = (store: Store): Store => ({
  read: async (collection, keys) => store.read(collection, keys),
  query: async (collection, query) => store.query(collection, query),
  write: async (batch) => store.write(batch),
  claim: async (request) => store.claim(request),
  settle: async (settlements, writes) => store.settle(settlements, writes),
  erase: async (what) => store.erase(what),
  close: () => Promise.resolve(),
});

/** Collects a list. */
export async function all<T>(list: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}
