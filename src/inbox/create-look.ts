/**
 * Look: what is there. Reads the store only.
 * @module
 */
import { accountsOf } from "./accounts-of.js";
import { checkItemQuery } from "./item-check.js";
import { checkKey } from "./check.js";
import { cursorsOf } from "./cursor.js";
import { listSeries } from "./series.js";
import { refuseClosed } from "./closed.js";
import type { InboxContext } from "./context.js";
import type { Item, ItemQuery, Look } from "./look.js";
import type { OperationName } from "../adapter/operations.js";
import type { Paged } from "../model/page.js";

/** Makes the part of an inbox that reads. */
export function createLook(context: InboxContext): Look {
  return {
    items: (query) => itemsOf(context, query),
    conversation: async (key) => {
      refuseClosed(context, "conversation");
      checkKey("conversation", "key", key, "conversation");
      const [row] = await context.store.read("conversation", [context.stored(key)]);
      if (row === undefined) return undefined;
      const { keptConversation, readAt } = await import("./retention.js");
      return keptConversation(row.value, readAt(context));
    },
    series: (subject, metric, options) => listSeries(context, subject, metric, options),
    tree: async (key) => {
      refuseClosed(context, "tree");
      const { treeOf } = await import("./tree.js");
      return treeOf(context, key);
    },
  };
}

/** Checks the query at once; loads what lists when the list is used. */
function itemsOf<O extends OperationName = never>(context: InboxContext, query: ItemQuery<O> = {}): Paged<Item<O>> {
  checkItemQuery(query, context.runtime.clock.now());
  accountsOf(context, "items", query.accounts);
  cursorsOf("items", query.order ?? "newest", query.after);
  const load = (): Promise<{ readonly list: () => Paged<Item<O>> }> =>
    // Wrapped, because a list that a promise resolves to would be awaited: it would be its first page.
    import("./items.js").then(({ listItems }) => ({ list: () => listItems(context, query) }));
  return {
    then: (fulfilled, rejected) =>
      load()
        .then(({ list }) => list())
        .then(fulfilled, rejected),
    async *pages() {
      yield* (await load()).list().pages();
    },
    async *[Symbol.asyncIterator]() {
      yield* (await load()).list();
    },
  };
}
