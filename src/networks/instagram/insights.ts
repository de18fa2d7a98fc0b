/**
 * Insights of posts and of the account.
 * @module
 */
import { inPath } from "../_graph/names.js";
import { present } from "../../adapter/fields.js";
import { readMetrics, totalOf, type MetricAnswer, type MetricGroup } from "../_graph/metrics.js";
import { readPost } from "./posts.js";
import { textOf } from "../../adapter/fields.js";
import type { BeginInstagram, InstagramTask } from "./task.js";
import type { Insights } from "../../model/counts.js";
import type { InsightsQuery, Operations } from "../../adapter/operations.js";
import type { PostTarget } from "../../model/target.js";

/** Metrics of every kind of post; a name that does not fit the kind fails the whole call (media insights, read 2026-09-11). */
const always = ["views", "reach", "shares", "total_interactions"];

const groups: Readonly<Record<string, readonly MetricGroup[]>> = {
  FEED: [{ metrics: [...always, "likes", "comments", "saved", "follows"] }],
  REELS: [{ metrics: [...always, "likes", "comments", "saved"] }],
  STORY: [{ metrics: [...always, "replies", "follows"] }, { metrics: ["link_clicks"] }],
};

/** For kinds that are new: what all have. */
const unknownKind: readonly MetricGroup[] = [{ metrics: always }];

/** Metrics of the account by day (account insights, read 2026-09). New followers are told beside those who left. */
const accountGroups: readonly MetricGroup[] = [
  { metrics: ["views", "reach", "likes", "comments", "shares", "saves", "replies", "total_interactions", "profile_links_taps"] },
  { metrics: ["follows_and_unfollows"], query: { breakdown: "follow_type" } },
];

const day = 24 * 3_600_000;
/** Longest time of one question (?): the reference does not tell; 30 days is what its examples keep to. Milliseconds. */
const mostMs = 30 * day;

/** Reads insights. */
export function insights(begin: BeginInstagram): Pick<Operations, "getPostInsights" | "getAccountInsights"> {
  return {
    getPostInsights: async (post, query) => {
      const task = begin("getPostInsights", query);
      const { id } = task.target(post, ["post"]);
      if (query?.since !== undefined || query?.until !== undefined)
        return task.refuse("unsupported", "insights of a post are told for its whole life; leave `since` and `until` out.");
      const kind = await productOf(task, post, id);
      const told = await readMetrics(task, `/${inPath(id)}/insights`, groups[kind ?? ""] ?? unknownKind, { period: "lifetime" });
      return toInsights(task, told);
    },
    getAccountInsights: async (query) => {
      const task = begin("getAccountInsights", query);
      const told = await readMetrics(task, task.own("insights"), accountGroups, {
        ...spanOf(task, query ?? {}),
        period: "day",
        metric_type: "total_value",
      });
      return toInsights(task, told);
    },
  };
}

/** What kind of post it is, off its refs; asked for where those do not tell. */
async function productOf(task: InstagramTask, post: PostTarget, id: string): Promise<string | undefined> {
  return textOf(post.refs?.["productType"]) ?? (await readPost(task, id)).refs?.["productType"];
}

function spanOf(task: InstagramTask, { since, until }: InsightsQuery): { readonly since?: number; readonly until?: number } {
  const instant = (name: string, value: string | undefined): number | undefined => {
    if (value === undefined) return undefined;
    const ms = Date.parse(value);
    return Number.isNaN(ms)
      ? task.refuse("invalid-request", `\`${name}\` is no time; give ISO 8601 in UTC, e.g. 2026-11-22T00:00:00.000Z.`)
      : ms;
  };
  const now = task.runtime.clock.now();
  const [from, to] = [instant("since", since), instant("until", until)];
  if (from !== undefined && from >= (to ?? now))
    return task.refuse("invalid-request", "`since` must be earlier than `until`, and no time to come.");
  if (from !== undefined && (to ?? now) - from > mostMs)
    return task.refuse("invalid-request", "`since` and `until` lie more than 30 days apart; ask in shorter times.");
  // Alone, the network takes neither.
  const start = from ?? (to === undefined ? undefined : to - day);
  const seconds = (ms: number): number => Math.floor(ms / 1000);
  return start === undefined ? {} : { since: seconds(start), until: seconds(to ?? now) };
}

/** What began to follow; the words come in either case. */
function followsOf(answer: MetricAnswer | undefined): number | undefined {
  return answer?.shares.find(({ dimensions }) => dimensions.some((one) => one.toUpperCase() === "FOLLOWER"))?.value;
}

function toInsights(task: InstagramTask, told: Readonly<Record<string, MetricAnswer>>): Insights {
  const of = (...names: readonly string[]): number | undefined => names.map((name) => totalOf(told[name])).find((one) => one !== undefined);
  return present({
    likes: of("likes"),
    replies: of("comments", "replies"),
    shares: of("shares"),
    saves: of("saved", "saves"),
    views: of("views"),
    reach: of("reach"),
    clicks: of("link_clicks", "profile_links_taps"),
    engagements: of("total_interactions"),
    follows: of("follows") ?? followsOf(told["follows_and_unfollows"]),
    asOf: task.now(),
  });
}
