/**
 * Look: what is there. Reads the store only.
 * @module
 */
import { checkKey } from "./check.js";
import { listItems } from "./items.js";
import { refuseClosed } from "./closed.js";
import { treeOf } from "./tree.js";
import type { InboxContext } from "./context.js";
import type { Look } from "./look.js";

/** Makes the part of an inbox that reads. */
export function createLook(context: InboxContext): Look {
  return {
    items: (query) => listItems(context, query),
    conversation: async (key) => {
      refuseClosed(context, "conversation");
      checkKey("conversation", "key", key, "conversation");
      const [row] = await context.store.read("conversation", [context.stored(key)]);
      return row?.value;
    },
    tree: async (key) => {
      refuseClosed(context, "tree");
      return treeOf(context, key);
    },
  };
}
