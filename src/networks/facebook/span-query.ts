/**
 * How edges are asked for a stretch of time.
 * @module
 */
import type { GivenQuery } from "../../adapter/task.js";
import type { ListQuery } from "../../adapter/operations.js";

/** Makes `since` and `until` as edges take them: seconds since 1970, a little wide, because times are told to the second. */
export function spanQuery({ since, until }: Pick<ListQuery, "since" | "until"> = {}): GivenQuery {
  // What is no time is refused when the list is used.
  const seconds = (at: string | undefined, more: number): number | undefined => {
    const ms = at === undefined ? Number.NaN : Date.parse(at);
    return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000) + more;
  };
  return { since: seconds(since, -1), until: seconds(until, 1) };
}
