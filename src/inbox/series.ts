/**
 * Lists what a number was over time. Reads the store only.
 * @module
 */
import { checkCount, checkName, checkNames, checkPeriod, checkSignal, refuse } from "./check.js";
import { cursorsOf } from "./cursor.js";
import { paged } from "../adapter/paged.js";
import { parseKey, type KeyKind } from "../model/keys.js";
import { refuseClosed } from "./closed.js";
import type { InboxContext } from "./context.js";
import type { Key } from "../model/keys.js";
import type { Observation } from "../store/collections.js";
import type { Paged } from "../model/page.js";
import type { SeriesOptions } from "./look.js";

/** Observations on a page. */
const pageSize = 200;

const names = { since: true, until: true, limit: true, after: true, signal: true } as const satisfies Readonly<
  Record<keyof SeriesOptions, true>
>;

/** Numbers about what may no longer be kept may be kept no longer. */
async function hasExpired(context: InboxContext, subject: Key, kind: KeyKind): Promise<boolean> {
  if (kind !== "message" && kind !== "post") return false;
  const [[row], { isExpired, readAt }] = await Promise.all([context.store.read(kind, [context.stored(subject)]), import("./retention.js")]);
  return row !== undefined && isExpired(row.value, readAt(context));
}

/** Lists the observations of one number, oldest first. The question is checked at once, the store is read when the list is used. */
export function listSeries(
  context: InboxContext,
  subject: Key,
  metric: Observation["metric"],
  options: SeriesOptions = {},
): Paged<Observation> {
  checkNames("series", options, names);
  const parts = typeof subject === "string" ? parseKey(subject) : undefined;
  if (parts === undefined)
    return refuse("series", "`subject` is not a key; take it from a model object, or make it with makeKey or accountKey.");
  const wanted: unknown = metric;
  if (wanted === undefined) refuse("series", "`metric` is missing; name one, such as followers, likes or reactions.❤.");
  checkName("series", "metric", wanted);
  const { since, until, limit, after, signal } = options;
  checkCount("series", "limit", limit);
  checkPeriod("series", since, until, context.runtime.clock.now());
  checkSignal("series", signal);
  const cursors = cursorsOf("series", "oldest", after);
  return paged(
    async (cursor, size) => {
      refuseClosed(context, "series");
      const place = cursors.read(cursor);
      if (await hasExpired(context, subject, parts.kind)) return { items: [], next: undefined };
      const page = await context.store.query("observation", {
        below: [context.stored(parts.account)],
        where: { subject: [subject], metric: [metric] },
        order: "oldest",
        limit: Math.min(size ?? pageSize, pageSize),
        // Stored times have one form; those of hosts may be shorter.
        ...(since !== undefined && { since: new Date(since).toISOString() }),
        ...(until !== undefined && { until: new Date(until).toISOString() }),
        ...(place !== undefined && { after: place }),
      });
      return { items: page.items.map(({ value }) => value), next: cursors.write(page.next) };
    },
    { ...(limit !== undefined && { limit }), ...(signal !== undefined && { signal }), ...(after !== undefined && { after }) },
    { name: "series" },
  );
}
