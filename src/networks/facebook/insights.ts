/**
 * Insights: what only the Page's owners see.
 * @module
 */
import { inPath } from "../_graph/names.js";
import { latestOf, readMetrics, totalOf, type MetricAnswer, type MetricGroup } from "../_graph/metrics.js";
import { present } from "../../adapter/fields.js";
import { spanQuery } from "./span-query.js";
import type { BeginFacebook, FacebookTask } from "./task.js";
import type { Insights } from "../../model/counts.js";
import type { InsightsQuery, Operations } from "../../adapter/operations.js";

/**
 * Metrics of a post that live (Page Insights reference read 2026-09-11; each asked of Graph v25 by a live probe reported 2026-09-01).
 * `post_impressions*` and `post_engaged_users` are dead since 2026-06-15.
 */
export const postMetrics: readonly MetricGroup[] = [
  {
    metrics: [
      "post_media_view",
      "post_total_media_view_unique",
      "post_clicks",
      "post_reactions_by_type_total",
      "post_activity_by_action_type",
    ],
  },
];

/** Metrics of a Page that live (same sources). `page_impressions*`, `page_posts_impressions*` and `page_engaged_users` are dead. */
export const pageMetrics: readonly MetricGroup[] = [
  { metrics: ["page_media_view", "page_post_engagements", "page_total_actions"], query: { period: "day" } },
  { metrics: ["page_daily_follows", "page_actions_post_reactions_total"], query: { period: "day" } },
];

/** Unique people of one day cannot be added up, so they are asked for one stretch of 28 days where that is what was wanted. */
const reachMetric = "page_total_media_view_unique";

/** Longest stretch of one question (Page Insights reference, read 2026-09). Milliseconds. */
const longestMs = 90 * 86_400_000;
const dayMs = 86_400_000;

/** Days of a Page are cut in Pacific time (Page Insights: `end_time` is 0:00 there; read 2026-09 (?)). */
const bucketTimeZone = "America/Los_Angeles";

/** Reads insights of posts and of the Page. */
export function insights(begin: BeginFacebook): Pick<Operations, "getPostInsights" | "getAccountInsights"> {
  return {
    getPostInsights: async (target, query) => {
      const task = begin("getPostInsights", query);
      const { id } = task.target(target, ["post"]);
      const found = await readMetrics(task, `/${inPath(id)}/insights`, postMetrics);
      const kinds = partsOf(found["post_reactions_by_type_total"]);
      const deeds = partsOf(found["post_activity_by_action_type"]);
      return present({
        views: totalOf(found["post_media_view"]),
        reach: totalOf(found["post_total_media_view_unique"]),
        clicks: totalOf(found["post_clicks"]),
        likes: kinds === undefined ? deeds?.["like"] : sumOf(kinds),
        replies: deeds?.["comment"],
        shares: deeds?.["share"],
        reactions: kinds,
        asOf: task.now(),
      });
    },
    getAccountInsights: (query) => ofPage(begin("getAccountInsights", query), query),
  };
}

/** The parts of the last value. `undefined` where none were told: an empty object tells that there are none. */
function partsOf(answer: MetricAnswer | undefined): Readonly<Record<string, number>> | undefined {
  return answer?.values.findLast(({ parts }) => parts !== undefined)?.parts;
}

const sumOf = (parts: Readonly<Record<string, number>>): number => Object.values(parts).reduce((all, one) => all + one, 0);

/** Adds the parts of all days up. */
function allParts(answer: MetricAnswer | undefined): Readonly<Record<string, number>> | undefined {
  const days = (answer?.values ?? []).flatMap(({ parts }) => (parts === undefined ? [] : [parts]));
  if (days.length === 0) return undefined;
  const sum: Record<string, number> = {};
  for (const day of days) for (const [name, count] of Object.entries(day)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

async function ofPage(task: FacebookTask, query: InsightsQuery = {}): Promise<Insights> {
  const now = task.runtime.clock.now();
  const until = query.until === undefined ? now : Date.parse(query.until);
  const since = query.since === undefined ? until - 28 * dayMs : Date.parse(query.since);
  if (Number.isNaN(since) || Number.isNaN(until) || since >= until)
    return task.refuse("invalid-request", "`since` and `until` must be times in ISO 8601, `since` the earlier one.");
  if (until - since > longestMs)
    return task.refuse("invalid-request", "Facebook tells 90 days at once; ask for them in pieces and add them up.");
  const stretch = spanQuery({ since: new Date(since).toISOString(), until: new Date(until).toISOString() });
  const path = `/${task.us.id}/insights`;
  const found = await readMetrics(task, path, pageMetrics, stretch);
  const kinds = allParts(found["page_actions_post_reactions_total"]);
  return present({
    views: totalOf(found["page_media_view"]),
    reach: await reachOf(task, path, since, until, stretch),
    engagements: totalOf(found["page_post_engagements"]),
    clicks: totalOf(found["page_total_actions"]),
    follows: totalOf(found["page_daily_follows"]),
    reactions: kinds,
    likes: kinds === undefined ? undefined : sumOf(kinds),
    asOf: task.now(),
    bucketTimeZone,
  });
}

/** Days, weeks and 28 days are told as stretches of their own; of any other length nobody says how many different people there were. */
async function reachOf(
  task: FacebookTask,
  path: string,
  since: number,
  until: number,
  stretch: ReturnType<typeof spanQuery>,
): Promise<number | undefined> {
  const days = Math.round((until - since) / dayMs);
  const period = days === 1 ? "day" : days === 7 ? "week" : days === 28 ? "days_28" : undefined;
  if (period === undefined) return undefined;
  const found = await readMetrics(task, path, [{ metrics: [reachMetric], query: { period } }], stretch);
  return latestOf(found[reachMetric]);
}
