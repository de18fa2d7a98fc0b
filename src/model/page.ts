/**
 * Lists.
 * @module
 */

/** One item that could not be read; its neighbours went on. */
export interface Quarantined {
  /** Short, and without content of the item. */
  readonly reason: string;
  /** Where in the payload. */
  readonly path?: string;
  /** The item as the network gave it. Absent when the host keeps none. */
  readonly raw?: unknown;
}

/**
 * Why a list stops: at its `end`, at the `limit` or `since` that was asked for, because the `budget` is used up,
 * because there is `more` (a next page), or because another process is `busy` with the same list.
 */
export type StoppedBy = "end" | "limit" | "since" | "budget" | "more" | "busy";

/** One page of a list. */
export interface Page<T> {
  /** May be empty although there is a next page. */
  readonly items: readonly T[];
  /** Cursor of the next page. Opaque; valid for the same query only. A repeated one is an error. */
  readonly next?: string;
  /** Why it ends here. */
  readonly stoppedBy: StoppedBy;
  /** Items of this page that could not be read. */
  readonly quarantined: readonly Quarantined[];
}

/**
 * A list that asks nothing until it is used. `await` gives the first page, `for await` gives items over all pages.
 * Being thenable it collapses to its first page when an `async` function returns it: return it from a plain function.
 */
export interface Paged<T> extends PromiseLike<Page<T>>, AsyncIterable<T> {
  /** Page by page, with cursor, stop reason and quarantine. */
  pages(): AsyncIterable<Page<T>>;
}
