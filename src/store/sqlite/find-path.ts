/**
 * Which index answers a query: the narrowest whose columns the query names.
 * @module
 */
import { ownerOf } from "../below.js";
import type { CollectionName } from "../collections.js";
import { behind } from "../name-range.js";
import type { IndexedField, StoreQuery } from "../store.js";
import type { SqliteSession } from "./file.js";
import { column, indexOf, shapes, tableOf, type Lead, type Path } from "./shapes.js";

/** Where rows come from, in the order of time and key. */
export interface Source {
  /** `FROM` with its index, and the conditions on its leading columns. The row is `r`. */
  readonly text: string;
  /** What the conditions ask for: one list for each run through the index. */
  readonly runs: readonly (readonly string[])[];
  /** Fields that the index has dealt with. */
  readonly settled: ReadonlySet<IndexedField>;
  /** Where time and key stand. */
  readonly place: "r" | "v";
}

/** Most runs through an index that are merged into one listing. */
const mostRuns = 100;

/** Chooses the source of a query. */
export function findSource(session: SqliteSession, collection: CollectionName, query: StoreQuery): Source {
  const table = tableOf(collection);
  const { expiredAt } = query;
  if (expiredAt !== undefined)
    return {
      text: `FROM ${table} r INDEXED BY ${table}_keep WHERE r.keep_until <= ?`,
      runs: [[expiredAt]],
      settled: new Set(),
      place: "r",
    };
  const { several, paths } = shapes[collection];
  const wanted = several && query.where?.[several];
  if (several !== undefined && wanted !== undefined && wanted.length <= mostRuns)
    return {
      text: `FROM folkmoot_values v CROSS JOIN ${table} r ON r.key = v.key WHERE v.collection = '${collection}' AND v.value = ?`,
      runs: [...new Set(wanted)].map((value) => [value]),
      settled: new Set([several]),
      place: "v",
    };
  for (const path of paths) {
    const runs = runsOf(session, collection, path, query);
    if (runs === undefined) continue;
    const conditions = path.lead.map((name) => `r.${column(name)} = ?`);
    // Said as it stands in the index, or SQLite does not see that the index has all of it.
    if (path.only !== undefined) conditions[conditions.length - 1] = `r.${column(path.lead.at(-1) ?? "")} = '${path.only}'`;
    return {
      text: `FROM ${table} r INDEXED BY ${indexOf(collection, path)} WHERE ${conditions.join(" AND ") || "TRUE"}`,
      runs: path.only === undefined ? runs : runs.map((run) => run.slice(0, -1)),
      settled: new Set(path.lead.filter((name): name is IndexedField => name !== "owner" && name !== "tenant")),
      place: "r",
    };
  }
  throw new TypeError("Every collection has a path that asks for nothing.");
}

/** The values of each leading column, in every combination; `undefined` where the query does not name them, or too many. */
function runsOf(
  session: SqliteSession,
  collection: CollectionName,
  path: Path,
  query: StoreQuery,
): readonly (readonly string[])[] | undefined {
  let runs: readonly (readonly string[])[] = [[]];
  for (const lead of path.lead) {
    const values = valuesFor(session, collection, lead, query);
    if (values === undefined || values.length * runs.length > mostRuns) return undefined;
    if (path.only !== undefined && lead === path.lead.at(-1) && !(values.length === 1 && values[0] === path.only)) return undefined;
    runs = runs.flatMap((run) => values.map((value) => [...run, value]));
  }
  return runs;
}

function valuesFor(
  session: SqliteSession,
  collection: CollectionName,
  lead: Lead,
  { below, where }: StoreQuery,
): readonly string[] | undefined {
  if (lead === "owner") return below?.every((prefix) => prefix.includes(":")) === true ? [...new Set(below.map(ownerOf))] : undefined;
  if (lead === "tenant")
    return below?.every((prefix) => prefix.endsWith("/")) === true ? tenantsBelow(session, collection, below) : undefined;
  const values = where?.[lead];
  return values && [...new Set(values)];
}

/** Finds the tenants below prefixes by jumping from one to the next. A tenant may have tenants of its own. */
function tenantsBelow({ prepare }: SqliteSession, collection: CollectionName, prefixes: readonly string[]): readonly string[] {
  const next = prepare(`SELECT min(tenant) AS tenant FROM ${tableOf(collection)} WHERE tenant >= ? AND tenant < ?`);
  const found = new Set<string>();
  for (const prefix of prefixes) {
    let from = prefix;
    for (;;) {
      const tenant = next.get(from, behind(prefix) ?? "\u{10FFFF}")?.["tenant"];
      if (typeof tenant !== "string" || found.size > mostRuns) break;
      found.add(tenant);
      from = `${tenant}\0`;
    }
  }
  return [...found];
}
