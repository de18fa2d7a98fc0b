/** Reads all rows of a run. @module */
import type { CollectionName, Collections } from "../../src/store/collections.js";
import type { Run } from "./run.js";

/** All rows of a collection, each under its own name. */
export async function rowsOf<C extends CollectionName>(
  { bare, tenant }: Pick<Run, "bare" | "tenant">,
  collection: C,
  nameOf: (row: Collections[C]) => string,
): Promise<ReadonlyMap<string, Collections[C]>> {
  const rows = new Map<string, Collections[C]>();
  let after: string | undefined;
  do {
    const page = await bare.query(collection, { below: [`${tenant}/`], limit: 500, ...(after !== undefined && { after }) });
    for (const { value } of page.items) {
      const name = nameOf(value);
      if (rows.has(name)) throw new Error(`The store lists ${collection} ${name} twice.`);
      rows.set(name, value);
    }
    after = page.next;
  } while (after !== undefined);
  return rows;
}
