/**
 * Pages: newest first, with a `Link` header.
 * @see https://docs.joinmastodon.org/api/guidelines/#pagination, read 2026-11
 * @module
 */
import type { CallContext, Reply } from "./endpoint.js";
import { newestFirst, numberOf } from "./ids.js";

/** How a list is cut into pages. */
export interface PageOptions<T> {
  /** Gives the id that places an item in the list; not always the item's own. */
  readonly idOf: (item: T) => string;
  /** How many items there are without asking; twice as many at most. */
  readonly otherwise: number;
  /** Parameters that the links repeat. */
  readonly keeps: readonly string[];
  /** Writes an item. */
  readonly view: (item: T) => unknown;
}

/** Cuts what lies between `max_id` and `since_id` out of a list: the newest of it, or with `min_id` what follows at once. */
export function slice<T>(all: readonly T[], context: CallContext, limit: number, idOf: (item: T) => string): readonly T[] {
  const bound = (name: string): bigint | undefined => {
    const value = context.params.text(name);
    return value === undefined || value === "" ? undefined : numberOf(value);
  };
  const [max, since, min] = [bound("max_id"), bound("since_id"), bound("min_id")];
  const above = min ?? since;
  const within = all
    .filter((item) => {
      const id = numberOf(idOf(item));
      return (max === undefined || id < max) && (above === undefined || id > above);
    })
    .sort((a, b) => newestFirst(idOf(a), idOf(b)));
  if (min === undefined) return within.slice(0, limit);
  return limit === 0 ? [] : within.slice(-limit);
}

/** Cuts one page out of a list. A full page has a next one, whether or not anything is on it. */
export function pageOf<T>(all: readonly T[], context: CallContext, { idOf, otherwise, keeps, view }: PageOptions<T>): Reply {
  const limit = context.params.limit(otherwise, context.pageSize);
  const items = slice(all, context, limit, idOf);
  const [first, last] = [items[0], items.at(-1)];
  const address = (name: string, value: string): string => {
    const url = new URL(context.request.url.pathname, context.request.url);
    for (const [key, kept] of context.request.url.searchParams)
      if (key === "limit" || keeps.includes(key.replace("[]", ""))) url.searchParams.append(key, kept);
    url.searchParams.append(name, value);
    return url.href;
  };
  const links = [
    ...(last !== undefined && items.length === limit ? [`<${address("max_id", idOf(last))}>; rel="next"`] : []),
    ...(first === undefined ? [] : [`<${address("min_id", idOf(first))}>; rel="prev"`]),
  ];
  return { body: items.map(view), ...(links.length > 0 && { headers: { link: links.join(", ") } }) };
}
