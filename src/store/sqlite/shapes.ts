/**
 * What is kept of each collection beside the value itself, so that every listing is answered by an index.
 * @module
 */
import type { CollectionName } from "../collections.js";
import type { IndexedField } from "../store.js";

/** A column that listings may be led by. `owner` and `tenant` are cut from the storage key. */
export type Lead = IndexedField | "owner" | "tenant";

/** A way to find rows in the order of time: an index of its columns, time, and key. */
export interface Path {
  /** What a query has to name. None = everything. */
  readonly lead: readonly Lead[];
  /** Only rows that have this value in the last leading column are in the index, because the others are nearly all. */
  readonly only?: string;
}

/** What is kept of one collection. */
export interface Shape {
  /** Fields with a column. The others are read from the value. */
  readonly fields: readonly IndexedField[];
  /** A field that takes several values in one row: they lie in a table of their own. */
  readonly several?: IndexedField;
  /** Ways to find rows, the narrowest first. */
  readonly paths: readonly Path[];
}

const anyway: readonly Path[] = [{ lead: ["owner"] }, { lead: ["tenant"] }, { lead: [] }];

function shape(fields: readonly IndexedField[], leads: readonly (readonly Lead[])[] = [], several?: IndexedField): Shape {
  return { fields, paths: [...leads.map((lead) => ({ lead })), ...anyway], ...(several !== undefined && { several }) };
}

/** All collections. Rows are made by the first version of the tables: what is added here later needs a version of its own. */
export const shapes: Readonly<Record<CollectionName, Shape>> = {
  account: shape([]),
  author: shape([]),
  post: shape(["author"], [["author"]]),
  message: {
    fields: ["kind", "surface", "direction", "conversation", "post", "author"],
    paths: [
      { lead: ["conversation"] },
      { lead: ["post"] },
      { lead: ["author"] },
      { lead: ["owner", "direction"], only: "outbound" },
      { lead: ["owner", "kind"] },
      ...anyway,
    ],
  },
  conversation: shape(["kind"], [], "author"),
  workflow: shape(["status", "assignee"], [["assignee"], ["owner", "status"]], "label"),
  cursor: shape(["surface"]),
  change: shape(["conversation", "post", "author", "target"], [["conversation"], ["post"]]),
  dead: shape([]),
  outbox: shape(["state", "target", "by"], [["target"], ["owner", "state"], ["state"], ["by"]]),
  pause: shape([]),
  audit: shape(["action", "target", "by", "status"], [["target"], ["by"], ["owner", "action"]]),
  observation: shape(["subject", "metric"], [["subject", "metric"], ["subject"]]),
  tombstone: shape([]),
};

/** Collections whose entries are worked off carry what decides about claims. */
export const claimColumns: Readonly<Partial<Record<CollectionName, readonly string[]>>> = {
  change: ["unit", "type", "origin", "carries"],
  outbox: ["unit"],
};

/** Names of all collections. */
export const collectionNames = Object.keys(shapes) as readonly CollectionName[];

/** The table of a collection. */
export function tableOf(collection: CollectionName): string {
  return `folkmoot_${collection}`;
}

/** The index of a path. */
export function indexOf(collection: CollectionName, { lead }: Path): string {
  return [tableOf(collection), ...lead, "time"].join("_");
}

/** A column in a statement. */
export function column(name: string): string {
  return `"${name}"`;
}

/** Tells which leading columns most rows leave empty: their indexes hold only the others. */
export const sparse: ReadonlySet<Lead> = new Set<Lead>(["tenant", "post", "target", "assignee", "by"]);
