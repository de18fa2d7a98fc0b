/**
 * Insights: the only place where the network counts.
 * @module
 */
import { inPath } from "../_graph/names.js";
import { accountMetrics, postMetrics } from "./fields.js";
import { present } from "../../adapter/fields.js";
import { readMetrics, totalOf, type MetricAnswer } from "../_graph/metrics.js";
import type { BeginThreads, ThreadsTask } from "./task.js";
import type { Insights } from "../../model/counts.js";
import type { InsightsQuery, Operations } from "../../adapter/operations.js";

/** Reads insights. */
export function insights(begin: BeginThreads): Pick<Operations, "getPostInsights" | "getAccountInsights"> {
  return {
    getPostInsights: async (post, query) => {
      const task = begin("getPostInsights", query);
      const { id } = task.target(post, ["post"]);
      return toInsights(task, await readMetrics(task, `/${inPath(id)}/insights`, [{ metrics: postMetrics }]));
    },
    getAccountInsights: async (query = {}) => {
      const task = begin("getAccountInsights", query);
      const metrics = await readMetrics(task, "/me/threads_insights", [{ metrics: accountMetrics }], rangeOf(task, query));
      return { ...toInsights(task, metrics), bucketTimeZone: zone };
    },
  };
}

/** Days end at 07:00 or 08:00 UTC in what the network tells, which is midnight there (official Postman collection, 2026-01). */
const zone = "America/Los_Angeles";

/** Nothing before this is told (insights, `since`; read 2026-04). Seconds since 1970. */
const earliest = 1_712_991_600;

function rangeOf(task: ThreadsTask, { since, until }: InsightsQuery): { readonly since?: number; readonly until?: number } {
  const instant = (field: string, value: string | undefined): number | undefined => {
    if (value === undefined) return undefined;
    const seconds = Date.parse(value) / 1000;
    if (Number.isNaN(seconds)) return task.refuse("invalid-request", `\`${field}\` is no time; give ISO 8601 in UTC.`);
    return seconds;
  };
  const [from, to] = [instant("since", since), instant("until", until)];
  const now = task.runtime.clock.now() / 1000;
  if (from !== undefined && from > now) return task.refuse("invalid-request", "`since` lies in the future; give a time that has passed.");
  if (to !== undefined && to <= earliest)
    return task.refuse("invalid-request", "`until` lies before 2024-04-13, where the network's numbers begin.");
  if (from !== undefined && to !== undefined && to <= from) return task.refuse("invalid-request", "`until` must be later than `since`.");
  return present({
    since: from === undefined ? undefined : Math.max(earliest, Math.floor(from)),
    until: to === undefined ? undefined : Math.ceil(to),
  });
}

/** Reposts are what other networks call shares; what Threads calls shares goes to other apps and is left out. */
function toInsights(task: ThreadsTask, metrics: Readonly<Record<string, MetricAnswer>>): Insights {
  return present({
    asOf: task.now(),
    views: totalOf(metrics["views"]),
    likes: totalOf(metrics["likes"]),
    replies: totalOf(metrics["replies"]),
    shares: totalOf(metrics["reposts"]),
    quotes: totalOf(metrics["quotes"]),
    clicks: totalOf(metrics["clicks"]),
  });
}
