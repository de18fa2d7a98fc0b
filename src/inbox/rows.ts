/**
 * Reads rows by the keys of the model.
 * @module
 */
import type { CollectionName, Collections } from "../store/collections.js";
import type { InboxContext } from "./context.js";
import type { Versioned } from "../store/store.js";

/** What the store holds of some keys. */
export type Rows<C extends CollectionName> = ReadonlyMap<string, Versioned<Collections[C]>>;

/** Reads rows by model key, the tenant put before it. Keys without a row are absent. */
export async function rowsOf<C extends CollectionName>(context: InboxContext, collection: C, keys: Iterable<string>): Promise<Rows<C>> {
  const asked = [...new Set(keys)];
  const rows = asked.length === 0 ? [] : await context.store.read(collection, asked.map(context.stored));
  return new Map(
    asked.flatMap((key, index) => {
      const row = rows[index];
      return row === undefined ? [] : [[key, row] as const];
    }),
  );
}
