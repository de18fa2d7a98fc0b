/**
 * Listing: one statement, which reads an index in the order asked for wherever there is one that fits.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import { ownerOf } from "../below.js";
import type { CollectionName } from "../collections.js";
import type { Below, IndexedField, StoreQuery } from "../store.js";
import { identifier, text } from "./literal.js";
import { tagOf } from "./row.js";
import { shapes, type Lead, type Names } from "./tables.js";
import { isBelowAny, word, words } from "./words.js";

/** Where a listing goes on. */
export interface Place {
  /** What PostgreSQL had committed when the first page was read. */
  readonly snapshot: string;
  /** What the last row of the page is sorted by. */
  readonly time: string;
  /** Its key. */
  readonly key: string;
}

/** Values of the columns that an index begins with; each line is one stretch of the index. */
interface Stretches {
  readonly leads: readonly Lead[];
  readonly values: readonly (readonly string[])[];
}

/** So many stretches are read next to each other; beyond it less of them is bound and more is looked at. */
const mostStretches = 5_000;

/**
 * Writes a listing. It gives `key`, `time`, `version`, `body` and `snapshot`, one row more than the page where there is more.
 *
 * @throws FolkmootError `invalid-request` for a limit below 1 or a cursor that is none.
 */
export function listing(names: Names, collection: CollectionName, query: StoreQuery): string {
  const { below, where = {}, since, until, expiredAt, order = "oldest", limit, after } = query;
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new FolkmootError("invalid-request", "A query needs a limit of 1 or more; ask for pages of a few hundred.");
  const from = after === undefined ? undefined : placeOf(after);
  const asked = (Object.entries(where) as [IndexedField, readonly string[] | undefined][]).flatMap(([field, values]) =>
    values === undefined ? [] : [{ field, values: [...new Set(values)] }],
  );
  const columns = new Map<Lead, readonly string[]>();
  const tagged: string[] = [];
  for (const { field, values } of asked)
    if (shapes[collection].fields.includes(field)) columns.set(field, values);
    else tagged.push(values.length === 0 ? "false" : `t.tags && ${words(values.map((value) => tagOf(field, value)))}`);
  const owners = ownersOf(below);
  if (owners !== undefined) columns.set("owner", owners);

  const direction = order === "newest" ? "DESC" : "ASC";
  const sorted = `ORDER BY time ${direction}, key ${direction} LIMIT ${limit + 1}`;
  const conditions = [
    ...tagged,
    ...(below === undefined ? [] : [isBelowAny("t.key", below)]),
    ...(since === undefined ? [] : [`t.time >= ${word(since)}`]),
    ...(until === undefined ? [] : [`t.time < ${word(until)}`]),
    ...(expiredAt === undefined ? [] : [`t.retain <= ${word(expiredAt)}`]),
    ...(from === undefined ? [] : [behind(from, order)]),
  ];
  // What no index has in order of time is little: all of it is read and sorted.
  const unordered = expiredAt !== undefined || tagged.length > 0;
  const { leads, values } = unordered ? { leads: [], values: [[]] } : stretchesOf(collection, columns);
  for (const [lead, allowed] of columns)
    if (lead !== "owner" && !leads.includes(lead))
      conditions.push(allowed.length === 0 ? "false" : `t.${identifier(lead)} = ANY (${words(allowed)})`);
    else if (lead === "owner" && !leads.includes(lead) && !unordered) conditions.push(`t.owner = ANY (${words(allowed)})`);
  const rows = (more: readonly string[]): string => {
    const all = [...more, ...conditions];
    return `SELECT t.key, t.time, t.version, t.body FROM ${names.rows(collection)} AS t${all.length === 0 ? "" : ` WHERE ${all.join(" AND ")}`}`;
  };
  const result = `SELECT key, time, version::text AS version, body::text AS body, pg_current_snapshot()::text AS snapshot`;

  if (unordered) return `WITH found AS MATERIALIZED (${rows([])}) ${result} FROM found ${sorted}`;
  if (values.length === 0) return `${result} FROM (${rows(["false"])}) AS r`;
  const [only] = values;
  if (values.length === 1 && only !== undefined)
    return `${result} FROM (${rows(only.map((value, index) => `t.${identifier(leads[index] ?? "")} = ${word(value)}`))} ${sorted}) AS r ${sorted}`;
  const given = values.map((line) => `(${line.map(word).join(",")})`).join(",");
  const bound = leads.map((lead, index) => `t.${identifier(lead)} = s.v${index}`);
  return `${result} FROM (VALUES ${given}) AS s(${leads.map((_, index) => `v${index}`).join(",")}) CROSS JOIN LATERAL (${rows(bound)} ${sorted}) AS r ${sorted}`;
}

/** Writes the place behind a row as a cursor. A listing that goes on keeps the snapshot of its first page. */
export function cursorAt(place: Place, after: string | undefined): string {
  const { snapshot } = after === undefined ? place : placeOf(after);
  return JSON.stringify([snapshot, place.time, place.key]);
}

function placeOf(after: string): Place {
  const [snapshot, time, key] = listIn(after);
  if (typeof snapshot !== "string" || !/^\d{1,20}:\d{1,20}:[\d,]*$/.test(snapshot) || typeof time !== "string" || typeof key !== "string")
    throw new FolkmootError("invalid-request", "This cursor is none of this store; start without `after`.");
  return { snapshot, time, key };
}

function listIn(after: string): readonly unknown[] {
  try {
    const found: unknown = JSON.parse(after);
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

/**
 * Writes the condition that a row comes behind a place and had its place in time when the listing began. Counting writes would not tell
 * that: a lower number may be committed later. Numbers of transactions that are still to come stand in rows that were restored from the
 * dump of another server; those were there all the time.
 */
function behind({ snapshot, time, key }: Place, order: "oldest" | "newest"): string {
  return `(t.time, t.key) ${order === "oldest" ? ">" : "<"} (${word(time)}, ${word(key)})
    AND (pg_visible_in_snapshot(t.placed, ${text(snapshot)}::pg_snapshot) OR t.placed >= pg_snapshot_xmax(pg_current_snapshot()))`;
}

/** The accounts that prefixes stand below; `undefined` where one of them holds whole accounts. */
function ownersOf(below: readonly Below[] | undefined): readonly string[] | undefined {
  if (below === undefined || !below.every((prefix) => prefix.includes(":") && !prefix.endsWith("/"))) return undefined;
  return [...new Set(below.map(ownerOf))];
}

function stretchesOf(collection: CollectionName, columns: ReadonlyMap<Lead, readonly string[]>): Stretches {
  for (const leads of shapes[collection].indexes) {
    const lists = leads.map((lead) => columns.get(lead));
    const size = lists.reduce((product, list) => product * (list?.length ?? Infinity), 1);
    if (size > mostStretches) continue;
    return {
      leads,
      values: lists.reduce<readonly (readonly string[])[]>(
        (lines, list) => lines.flatMap((line) => (list ?? []).map((value) => [...line, value])),
        [[]],
      ),
    };
  }
  return { leads: [], values: [[]] };
}
