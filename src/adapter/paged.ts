/**
 * Makes lists out of a function that reads one page.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { ListQuery } from "./operations.js";
import type { Page, Paged, Quarantined } from "../model/page.js";
import type { Timestamp } from "../model/ref.js";

/** What reading one page gave. */
export interface PageRead<T> {
  /** In the order of the network. May be empty although there is a next page. */
  readonly items: readonly T[];
  /** Cursor of the next page. Absent or empty = there is none. */
  readonly next?: string | undefined;
  /** Items of this page that could not be read. @defaultValue none */
  readonly quarantined?: readonly Quarantined[];
}

/**
 * Reads one page. `cursor` is `undefined` on the first.
 * `size` is how many items are still wanted, when the caller gave a limit: ask the network for no more than that,
 * and the list's last cursor continues exactly behind the last item.
 */
export type ReadPage<T> = (cursor: string | undefined, size: number | undefined) => Promise<PageRead<T>>;

/** How a list is cut by time, and what its errors call it. */
export interface PagedOptions<T> {
  /** When an item happened. Without it `since` and `until` are left to the network. An item without a time is kept. */
  readonly timeOf?: (item: T) => Timestamp | undefined;
  /** The order in which the network lists. @defaultValue "newest" */
  readonly order?: "newest" | "oldest";
  /** What errors call the list, e.g. `bluesky listMentions`. @defaultValue "The list" */
  readonly name?: string;
  /** The runtime's `clock.now`, so that a `since` in the future is refused. @defaultValue the future is allowed */
  readonly now?: () => number;
}

/** ISO 8601 in UTC, as the whole model writes times. */
const utc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?Z$/;

/** Reads a host's timestamp as milliseconds since 1970. */
function instant(name: string, field: "since" | "until", value: Timestamp): number {
  const ms = utc.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms))
    throw new FolkmootError("invalid-request", `${name}: \`${field}\` is no time; give ISO 8601 in UTC, e.g. 2026-11-22T10:00:00.000Z.`);
  return ms;
}

/**
 * Checks what a host asked of a list, before any request leaves. Callers without a clock leave `now` out; then the future is allowed.
 * @param query - as the host gave it
 * @param now - milliseconds since 1970, of `clock.now()`
 * @param name - what the error calls the list
 * @throws FolkmootError `invalid-request`, naming field and remedy: a limit below 1 or broken, a time that is none, `since` in the future
 * or not before `until`, an empty cursor.
 */
export function checkListQuery(query: ListQuery, now?: number, name = "The list"): void {
  const refuse = (what: string): never => {
    throw new FolkmootError("invalid-request", `${name}: ${what}`);
  };
  const { limit, since, until, after } = query;
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 1)) refuse("`limit` must be a whole number of at least 1.");
  if (after === "") refuse("`after` is empty; leave it out to begin at the start.");
  const from = since === undefined ? undefined : instant(name, "since", since);
  const to = until === undefined ? undefined : instant(name, "until", until);
  if (from !== undefined && now !== undefined && from > now) refuse("`since` lies in the future; give a time that has passed.");
  if (from !== undefined && to !== undefined && to <= from) refuse("`until` must be later than `since`.");
}

/**
 * Makes a list that asks nothing until it is used, and starts anew each time it is.
 * The query's `limit` counts over all pages, `since` (inclusive) ends a newest-first list at the page that ends with something older,
 * `until` is exclusive, `after` continues, `signal` ends it between pages (hand it to the requests as well).
 * An empty page with a cursor goes on. A page that was cut by `limit` in its middle has no `next`, because no cursor points there.
 * @param read - reads one page
 * @param query - what the host asked for
 * @throws FolkmootError when used: `invalid-request` for a query that cannot be met, `unexpected-response` when the network repeats a cursor.
 *
 * @example
 * listPosts: (query) =>
 *   paged(async (cursor, size) => {
 *     const page = await request("GET", "/posts", { schema, query: { limit: size ?? 100, ...(cursor && { cursor }) } });
 *     return { items: page.posts.map(toPost), next: page.cursor };
 *   }, query, { timeOf: (post) => post.createdAt }),
 */
export function paged<T>(read: ReadPage<T>, query: ListQuery = {}, options: PagedOptions<T> = {}): Paged<T> {
  const name = options.name ?? "The list";
  const { timeOf, order = "newest" } = options;

  async function* pages(): AsyncGenerator<Page<T>, void, undefined> {
    checkListQuery(query, options.now?.(), name);
    const from = query.since === undefined ? undefined : Date.parse(query.since);
    const to = query.until === undefined ? undefined : Date.parse(query.until);
    const inside = (at: number): boolean => !((from !== undefined && at < from) || (to !== undefined && at >= to));
    const time = (item: T): number => {
      const at = timeOf?.(item);
      return at === undefined ? Number.NaN : Date.parse(at);
    };
    const used = new Set<string>();
    let cursor = query.after;
    let left = query.limit;
    for (;;) {
      query.signal?.throwIfAborted();
      if (cursor !== undefined) used.add(cursor);
      const found = await read(cursor, left);
      const next = found.next === "" ? undefined : found.next;
      // A network that repeats a cursor would be asked for ever, by us or by a host that stores it.
      if (next !== undefined && used.has(next))
        throw new FolkmootError(
          "unexpected-response",
          `${name}: the network gave a cursor that was used before, so the list would never end; start it anew, or narrow the query.`,
        );
      const quarantined = found.quarantined ?? [];
      let items = found.items;
      let passed = false;
      if (timeOf !== undefined && (from !== undefined || to !== undefined)) {
        const times = items.map(time);
        items = items.filter((_, index) => {
          const at = times[index] ?? Number.NaN;
          return Number.isNaN(at) || inside(at);
        });
        // The page's end decides, not its first item out of range: networks pin old things to the top.
        const last = times.findLast((at) => !Number.isNaN(at));
        passed = last !== undefined && (order === "newest" ? from !== undefined && last < from : to !== undefined && last >= to);
      }
      const cut = left !== undefined && items.length > left;
      if (cut) items = items.slice(0, left);
      if (left !== undefined) left -= items.length;
      if (cut || (left === 0 && next !== undefined && !passed)) {
        yield { items, stoppedBy: "limit", quarantined, ...(next !== undefined && !cut && { next }) };
        return;
      }
      if (passed || next === undefined) {
        yield { items, stoppedBy: passed && order === "newest" ? "since" : "end", quarantined };
        return;
      }
      yield { items, next, stoppedBy: "more", quarantined };
      cursor = next;
    }
  }

  async function first(): Promise<Page<T>> {
    const { value, done } = await pages().next();
    return done === true ? { items: [], stoppedBy: "end", quarantined: [] } : value;
  }

  return {
    // A list is thenable by contract: `await` gives its first page.
    then: (fulfilled, rejected) => first().then(fulfilled, rejected),
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* page.items;
    },
  };
}

/** Makes a list of items that are at hand, or that one call gives; all on one page. The query's `limit`, `since` and `until` hold. */
export function onePage<T>(
  items: readonly T[] | (() => Promise<readonly T[] | PageRead<T>>),
  query: ListQuery = {},
  options: PagedOptions<T> = {},
): Paged<T> {
  return paged(
    async () => {
      if (typeof items !== "function") return { items };
      const read = await items();
      return "items" in read ? { ...read, next: undefined } : { items: read };
    },
    query,
    options,
  );
}
