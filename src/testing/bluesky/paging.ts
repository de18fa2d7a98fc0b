/**
 * Pages: newest first, with a cursor that names the last item given.
 * @module
 */
import { invalid } from "./xrpc.js";

/** Something with a place in a list. */
export interface Placed {
  /** Sorts first, newest first. Milliseconds since 1970. */
  readonly sortAt: number;
  /** Settles equal times, highest first. */
  readonly order: number;
}

/** One page. */
export interface CursorPage<T> {
  /** Newest first. */
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly cursor?: string;
}

const form = /^(\d+)::(\d+)(\+*)$/;

/** Cuts one page out of a list that is sorted newest first. A `+` behind a cursor changes nothing. */
export function pageOf<T extends Placed>(all: readonly T[], limit: number, cursor: string | undefined): CursorPage<T> {
  let rest = all;
  if (cursor !== undefined && !/^start\++$/.test(cursor)) {
    const [, at, order] = form.exec(cursor) ?? [];
    if (at === undefined || order === undefined) throw invalid("Malformed cursor");
    rest = all.filter((item) => item.sortAt < Number(at) || (item.sortAt === Number(at) && item.order < Number(order)));
  }
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(last !== undefined && rest.length > limit && { cursor: `${last.sortAt}::${last.order}` }) };
}

/** Makes a cursor for the same place that reads differently. */
export const sameCursor = (cursor: string | undefined): string => `${cursor ?? "start"}+`;
