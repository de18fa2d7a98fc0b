/**
 * The tables of the store, and what each is indexed by.
 * @module
 */
import type { CollectionName } from "../collections.js";
import type { Claimable, IndexedField } from "../store.js";
import { identifier } from "./literal.js";
import type { Migrations } from "./migrations.js";

/** A column that an index may begin with: whose row it is, or an indexed field. */
export type Lead = "owner" | IndexedField;

/** One collection as a table. */
export interface Shape {
  /** Fields with a column of their own: those that have one value at most. All others stand in `tags`. */
  readonly fields: readonly IndexedField[];
  /** Indexes by what they begin with; time and key follow. The first that a query can use is the one that leaves least to read. */
  readonly indexes: readonly (readonly Lead[])[];
}

const byOwner: Shape = { fields: [], indexes: [["owner"], []] };

/** Collections as tables of version 1. A field that gets a column later comes with a version of its own. */
export const shapes: Readonly<Record<CollectionName, Shape>> = {
  account: byOwner,
  author: byOwner,
  post: { fields: ["author"], indexes: [["author"], ["owner"], []] },
  message: {
    fields: ["kind", "surface", "direction", "conversation", "post", "author"],
    indexes: [
      ["conversation", "direction"],
      ["conversation"],
      ["post"],
      ["author"],
      ["owner", "direction"],
      ["owner", "kind"],
      ["owner", "surface"],
      ["owner"],
      [],
    ],
  },
  conversation: byOwner,
  workflow: { fields: ["status", "assignee"], indexes: [["assignee"], ["owner", "status"], ["status"], ["owner"], []] },
  cursor: { fields: ["surface"], indexes: [["owner"], []] },
  change: { fields: ["conversation", "post"], indexes: [["conversation"], ["post"], ["owner"], []] },
  dead: byOwner,
  outbox: {
    fields: ["state", "target", "by"],
    indexes: [["target"], ["owner", "state"], ["state"], ["by"], ["owner"], []],
  },
  pause: byOwner,
  audit: {
    fields: ["action", "target", "by", "status"],
    indexes: [["target"], ["by"], ["owner", "action"], ["action"], ["owner"], []],
  },
  observation: { fields: ["subject", "metric"], indexes: [["subject", "metric"], ["subject"], ["owner"], []] },
  tombstone: byOwner,
};

/** Every collection. */
export const collections: readonly CollectionName[] = Object.keys(shapes) as CollectionName[];

/** Tells whether entries of a collection are worked off. */
export function isClaimable(name: CollectionName): name is Claimable {
  return name === "change" || name === "outbox";
}

/** Names of the tables in a schema, quoted. */
export interface Names {
  /** The rows of a collection. */
  readonly rows: (name: CollectionName) => string;
  /** How far consumers are with single entries. */
  readonly progress: (name: Claimable) => string;
  /** How far consumers have read the log under each filter. */
  readonly views: string;
  /** Order of arrival. A text for `nextval`. */
  readonly arrivals: string;
  /** Fences. A text for `nextval`. */
  readonly fences: string;
  /** Tokens. */
  readonly tokens: string;
}

/** Names the tables of a schema, which is quoted already. */
export function namesIn(schema: string): Names {
  return {
    rows: (name) => `${schema}.folkmoot_${name}`,
    progress: (name) => `${schema}.folkmoot_${name}_progress`,
    views: `${schema}.folkmoot_views`,
    arrivals: `${schema}.folkmoot_arrivals`,
    fences: `${schema}.folkmoot_fences`,
    tokens: `${schema}.folkmoot_tokens`,
  };
}

/**
 * The body is `json` and not `jsonb`: `jsonb` refuses \u0000, which people do write, and gives fields back in another order. `placed` is
 * the transaction that gave a row its place in time, for listings that go on while rows move.
 */
function createRows(schema: string, name: CollectionName): string {
  const table = namesIn(schema).rows(name);
  const { fields, indexes } = shapes[name];
  const columns = [
    `key text COLLATE "C" PRIMARY KEY`,
    `version bigint NOT NULL`,
    `owner text COLLATE "C" NOT NULL`,
    `time text COLLATE "C" NOT NULL`,
    `placed xid8 NOT NULL`,
    `retain text COLLATE "C"`,
    `tags text[] COLLATE "C"`,
    ...fields.map((field) => `${identifier(field)} text COLLATE "C"`),
    ...(isClaimable(name)
      ? [
          `seq bigint NOT NULL UNIQUE`,
          `unit text COLLATE "C" NOT NULL`,
          `type text COLLATE "C" NOT NULL`,
          `origin text COLLATE "C"`,
          `message_kind text COLLATE "C"`,
        ]
      : []),
    `body json NOT NULL`,
  ];
  const made = indexes.map((leads) => {
    const optional = leads.filter((lead) => lead !== "owner").map((lead) => `${identifier(lead)} IS NOT NULL`);
    const list = [...leads.map((lead) => identifier(lead)), "time", "key"].join(", ");
    return `CREATE INDEX ON ${table} (${list})${optional.length === 0 ? "" : ` WHERE ${optional.join(" AND ")}`}`;
  });
  return [
    `CREATE TABLE ${table} (${columns.join(", ")})`,
    ...made,
    `CREATE INDEX ON ${table} (retain) WHERE retain IS NOT NULL`,
    `CREATE INDEX ON ${table} USING gin (tags) WHERE tags IS NOT NULL`,
  ].join(";\n");
}

/** What is finished leaves the indexes that claims read, so that a claim costs what is unfinished. */
function createProgress(schema: string, name: Claimable): string {
  const table = namesIn(schema).progress(name);
  return `
    CREATE TABLE ${table} (
      seq bigint NOT NULL,
      consumer text COLLATE "C" NOT NULL,
      key text COLLATE "C" NOT NULL,
      unit text COLLATE "C" NOT NULL,
      type text COLLATE "C" NOT NULL,
      origin text COLLATE "C",
      message_kind text COLLATE "C",
      fence bigint NOT NULL DEFAULT 0,
      attempt bigint NOT NULL DEFAULT 0,
      until float8 NOT NULL DEFAULT 0,
      finished boolean NOT NULL DEFAULT false,
      PRIMARY KEY (seq, consumer)
    ) WITH (autovacuum_vacuum_scale_factor = 0.05);
    CREATE INDEX ON ${table} (consumer, seq) WHERE NOT finished;
    CREATE INDEX ON ${table} (consumer, unit, seq) WHERE NOT finished`;
}

/** The tables of the store. Needs PostgreSQL 13 or newer. */
export const storeTables: Migrations = {
  part: "store",
  versions: [
    (schema) => {
      const { arrivals, fences, views } = namesIn(schema);
      return [
        ...collections.map((name) => createRows(schema, name)),
        ...collections.filter(isClaimable).map((name) => createProgress(schema, name)),
        `CREATE TABLE ${views} (
          source text COLLATE "C" NOT NULL,
          consumer text COLLATE "C" NOT NULL,
          filter text COLLATE "C" NOT NULL,
          types text[] COLLATE "C",
          origins text[] COLLATE "C",
          message_kinds text[] COLLATE "C",
          fed bigint NOT NULL DEFAULT 0,
          PRIMARY KEY (source, consumer, filter)
        ) WITH (fillfactor = 50)`,
        `CREATE SEQUENCE ${arrivals}`,
        `CREATE SEQUENCE ${fences}`,
      ].join(";\n");
    },
  ],
};

/** The table of tokens: a part of its own, because a host may keep them elsewhere. */
export const tokenTables: Migrations = {
  part: "tokens",
  versions: [
    (schema) => `CREATE TABLE ${namesIn(schema).tokens} (name text COLLATE "C" PRIMARY KEY, version bigint NOT NULL, body json NOT NULL)`,
  ],
};
