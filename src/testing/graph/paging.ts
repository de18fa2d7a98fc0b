/**
 * Pages as edges give them: cursors, and links that hold everything that was asked, the token too.
 * @see https://developers.facebook.com/docs/graph-api/results/, read 2026-08
 * @module
 */
import { invalidParameter } from "./errors.js";
import type { Json } from "../json.js";

/** How an edge pages. */
export interface PageHow {
  /** Items without being asked for a number. @defaultValue 25 */
  readonly usual?: number;
  /** Most items, whatever was asked for. @defaultValue 100 */
  readonly most?: number;
  /** `cursors` = cursors come, but no links (Instagram's `/tags`). `none` = no paging at all. @defaultValue "links" */
  readonly style?: "links" | "cursors" | "none";
}

/** Where a page of an edge is. */
export interface PageLink {
  /** Makes the address of the page with these parameters. */
  (params: Readonly<Record<string, string>>): string;
}

/** Writes a cursor: a place in a list. Clients must not look into it. */
const cursorOf = (index: number, id: string): string => btoa(`${index}:${id}`).replaceAll("=", "ZD");

/** Reads a cursor; `undefined` where it was made by nobody. */
function placeOf(cursor: string): { readonly index: number; readonly id: string } | undefined {
  try {
    const [index, id = ""] = atob(cursor.replaceAll("ZD", "=")).split(":");
    return index !== undefined && /^-?\d+$/.test(index) ? { index: Number(index), id } : undefined;
  } catch {
    return undefined;
  }
}

/** Spells a cursor differently: it leads to the same place. Without one it leads to the beginning. */
export function respelt(cursor: string | undefined): string {
  const place = cursor === undefined ? undefined : placeOf(cursor);
  return btoa(`${place?.index ?? -1}:${place?.id ?? ""}:again`).replaceAll("=", "ZD");
}

const cursorProblem = (): never => {
  throw invalidParameter("Invalid parameter: the cursor is not one of this edge");
};

/** Finds the place of a cursor. What was deleted since has left its number: a page may repeat something then, and misses nothing. */
function indexAt(cursor: string, ids: readonly string[]): number {
  const place = placeOf(cursor) ?? cursorProblem();
  if (place.index < 0) return -1;
  const found = ids.indexOf(place.id);
  return found >= 0 ? found : Math.max(-1, Math.min(place.index, ids.length) - 1);
}

/** Reads how many items were asked for. */
export function limitOf(params: Readonly<Record<string, string>>, { usual = 25, most = 100 }: PageHow, pageSize: number): number {
  const asked = params.limit;
  if (asked === undefined) return Math.min(usual, pageSize);
  if (!/^\d+$/.test(asked)) throw invalidParameter("Param limit must be an integer greater than or equal to 0");
  return Math.min(Number(asked), most, pageSize);
}

/** Cuts one page out of everything that an edge has, and makes its `paging`. */
export function pageOf<T>(
  all: readonly T[],
  idOf: (item: T) => string,
  params: Readonly<Record<string, string>>,
  how: PageHow,
  pageSize: number,
  link: PageLink,
): { readonly items: readonly T[]; readonly paging?: Json } {
  const limit = limitOf(params, how, pageSize);
  const ids = all.map(idOf);
  const { after, before } = params;
  const end = before === undefined ? undefined : Math.max(0, indexAt(before, ids));
  const start = end !== undefined ? Math.max(0, end - limit) : after === undefined ? 0 : indexAt(after, ids) + 1;
  const items = all.slice(start, end ?? start + limit);
  const style = how.style ?? "links";
  if (items.length === 0 || style === "none") return { items };
  const last = start + items.length - 1;
  const cursors = { before: cursorOf(start, ids[start] ?? ""), after: cursorOf(last, ids[last] ?? "") };
  if (style === "cursors") return { items, paging: { cursors } };
  return {
    items,
    paging: {
      cursors,
      ...(last < all.length - 1 && { next: link({ limit: String(limit), after: cursors.after }) }),
      ...(start > 0 && { previous: link({ limit: String(limit), before: cursors.before }) }),
    },
  };
}
