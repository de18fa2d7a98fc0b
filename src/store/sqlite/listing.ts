/**
 * Listing: walks indexes in the order of time and key, merged where there are several, and leaves out what does not match.
 * @module
 */
import type { SQLInputValue } from "node:sqlite";
import { FolkmootError } from "../../errors.js";
import type { CollectionName } from "../collections.js";
import { valuesOf } from "../fields.js";
import type { IndexedField, StoreQuery, Versioned } from "../store.js";
import type { SqliteSession } from "./file.js";
import { findSource } from "./find-path.js";
import { belowAny, last } from "./ranges.js";
import { column, shapes } from "./shapes.js";

/** Where a listing goes on. */
interface Place {
  /** The count when the first page was read: what came to its place later is left out. */
  readonly mark: number;
  readonly time: string;
  readonly key: string;
}

/** A page that is being filled. */
export interface Listing {
  /** What was found so far. */
  readonly items: Versioned<unknown>[];
  /** Reads on, for as long as one piece of work may take; true once the page is full or the end is reached. */
  readonly read: (session: SqliteSession) => boolean;
  /** The cursor of the next page; `undefined` at the end. */
  readonly next: () => string | undefined;
}

/** A statement and what it asks for, before the place and the number of rows. */
export interface Plan {
  /** Takes the values of `bind`. */
  readonly text: string;
  /** What to bind for a place and a number of rows. */
  readonly bind: (from: Pick<Place, "time" | "key">, mark: number, rows: number) => readonly SQLInputValue[];
  /** Fields that are left to look at in the value. */
  readonly rest: readonly IndexedField[];
  /** Whether rows may come that do not match. */
  readonly filters: boolean;
}

/** Rows read in one statement, and in one piece of work. */
const mostAtOnce = 1_000;
const mostInOneGo = 4_000;

/** Makes the statement of a query; `undefined` where nothing can match. */
export function planOf(session: SqliteSession, collection: CollectionName, query: StoreQuery): Plan | undefined {
  const { text, runs, settled, place } = findSource(session, collection, query);
  if (runs.length === 0) return undefined;
  const { where = {}, since = "", until = last, order = "oldest", expiredAt } = query;
  const columns: ReadonlySet<string> = new Set(shapes[collection].fields);
  const left = (Object.keys(where) as IndexedField[]).filter((field) => where[field] !== undefined && !settled.has(field));
  const inRow = left.filter((field) => columns.has(field));
  const wanted = inRow.map((field) => where[field] ?? []);
  const fits = [
    "r.placed <= ?",
    ...inRow.map((field, index) => `r.${column(field)} IN (${wanted[index]?.map(() => "?").join(", ") ?? ""})`),
  ].join(" AND ");
  const [ahead, edge, direction] = order === "oldest" ? [">", "<", ""] : ["<", ">=", " DESC"];
  const run = `SELECT ${place}.time, ${place}.key, r.version, CASE WHEN ${fits} THEN r.body END AS body ${text} AND (${place}.time, ${place}.key) ${ahead} (?, ?) AND ${place}.time ${edge} ?`;
  const values = wanted.flat();
  const bound = order === "oldest" ? until : since;
  return {
    text: `${runs.map(() => run).join(" UNION ALL ")} ORDER BY 1${direction}, 2${direction} LIMIT ?`,
    bind: (from, mark, rows) => [...runs.flatMap((asked) => [mark, ...values, ...asked, from.time, from.key, bound]), rows],
    rest: left.filter((field) => !columns.has(field)),
    filters: left.length > 0 || query.below !== undefined || expiredAt !== undefined,
  };
}

/**
 * Begins a page.
 * @throws FolkmootError `invalid-request` for a limit below 1 or a cursor that is none.
 */
export function listingOf(collection: CollectionName, query: StoreQuery): Listing {
  const { limit, below, where = {}, since = "", until = last, order = "oldest" } = query;
  if (!Number.isInteger(limit) || limit < 1)
    throw new FolkmootError("invalid-request", "A query needs a limit of 1 or more; ask for pages of a few hundred.");
  const after = query.after === undefined ? undefined : placeOf(query.after);
  const edge = order === "oldest" ? { time: since, key: "" } : { time: until, key: "" };
  let from: Pick<Place, "time" | "key"> =
    after === undefined || (order === "oldest" ? after.time < since : after.time >= until) ? edge : after;
  let mark = after?.mark;
  const items: Versioned<unknown>[] = [];
  let end: Pick<Place, "time" | "key"> | undefined;
  let goesOn = false;
  const isBelow = below && belowAny(below);
  const nothing = below?.length === 0 || Object.values<readonly string[] | undefined>({ ...where }).some((values) => values?.length === 0);
  let previous: string | undefined;

  /** Takes what fits; true once there is one more than the page holds. */
  const take = (rows: readonly Readonly<Record<string, unknown>>[], rest: readonly IndexedField[]): boolean => {
    for (const { time, key, version, body } of rows as readonly { time: string; key: string; version: number; body: string | null }[]) {
      from = { time, key };
      // Found twice, under two values of one field.
      if (body === null || key === previous || isBelow?.(key) === false) continue;
      const value: unknown = JSON.parse(body);
      if (!rest.every((field) => valuesOf(value, field).some((one) => where[field]?.includes(one)))) continue;
      if (items.length === limit) return (goesOn = true);
      items.push({ value, version });
      end = from;
      previous = key;
    }
    return false;
  };

  return {
    items,
    read: (session) => {
      if (nothing) return true;
      mark ??= Number(session.prepare("SELECT value FROM folkmoot_count WHERE id = 1").get()?.["value"]);
      const plan = planOf(session, collection, query);
      if (plan === undefined) return true;
      for (let seen = 0; seen < mostInOneGo;) {
        const missing = limit + 1 - items.length;
        const rows = Math.min(mostAtOnce, plan.filters ? Math.max(missing, 100) : missing);
        const found = session.prepare(plan.text).all(...plan.bind(from, mark, rows));
        if (take(found, plan.rest) || found.length < rows) return true;
        seen += found.length;
      }
      return false;
    },
    next: () => (goesOn && end !== undefined ? `${mark ?? 0} ${end.time} ${end.key}` : undefined),
  };
}

function placeOf(after: string): Place {
  const found = /^(\d+) (\S*) (.+)$/s.exec(after);
  if (found === null) throw new FolkmootError("invalid-request", "This cursor is none of this store; start without `after`.");
  const [, mark = "", time = "", key = ""] = found;
  return { mark: Number(mark), time, key };
}
