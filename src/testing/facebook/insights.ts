/**
 * Insights by the names that live. Dead ones (`page_impressions`, `post_engaged_users`, …) are in no list and fail the whole request.
 * @see https://developers.facebook.com/docs/platforminsights/page/, read 2026-09
 * @module
 */
import { admitTo, needs } from "./access.js";
import type { Call } from "./access.js";
import { commentsUnder } from "./say.js";
import type { Core, PageData, PostData, ReactionType } from "./core.js";
import { insightsOf } from "../graph/insights.js";
import type { InsightMetric, InsightNumber, InsightValue } from "../graph/insights.js";
import { instantOf } from "../graph/node.js";
import { invalidParameter } from "../graph/errors.js";
import type { Json } from "../json.js";

const day = 86_400_000;

const usual: InsightMetric = { periods: ["day", "week", "days_28"] };
const daily: InsightMetric = { periods: ["day"] };
const lifetime: InsightMetric = { periods: ["lifetime"] };

/** Metrics of a Page. */
export const pageMetrics: Readonly<Record<string, InsightMetric>> = {
  page_media_view: { ...usual, breakdowns: ["is_from_ads", "is_from_followers"] },
  page_total_media_view_unique: usual,
  page_post_engagements: usual,
  page_follows: daily,
  page_daily_follows: usual,
  page_daily_follows_unique: usual,
  page_daily_unfollows_unique: usual,
  page_views_total: daily,
  page_total_actions: usual,
  page_lifetime_engaged_followers_unique: daily,
  page_actions_post_reactions_total: usual,
  page_actions_post_reactions_like_total: usual,
  page_actions_post_reactions_love_total: usual,
  page_actions_post_reactions_wow_total: usual,
  page_actions_post_reactions_haha_total: usual,
  page_actions_post_reactions_sorry_total: usual,
  page_actions_post_reactions_anger_total: usual,
  page_video_views: usual,
  page_video_views_paid: usual,
  page_video_views_organic: usual,
  page_video_views_autoplayed: usual,
  page_video_views_click_to_play: usual,
};

/** What words insights have for reactions; care counts as a like. */
const feltAs: Readonly<Record<ReactionType, string>> = {
  LIKE: "like",
  LOVE: "love",
  WOW: "wow",
  HAHA: "haha",
  SAD: "sorry",
  ANGRY: "anger",
  CARE: "like",
};

/** Metrics of a post. */
export const postMetrics: Readonly<Record<string, InsightMetric>> = {
  post_media_view: lifetime,
  post_total_media_view_unique: lifetime,
  post_clicks: lifetime,
  post_clicks_by_type: lifetime,
  post_reactions_by_type_total: lifetime,
  post_activity_by_action_type: lifetime,
  post_activity_by_action_type_unique: lifetime,
  post_video_views: lifetime,
  ...Object.fromEntries([...new Set(Object.values(feltAs))].map((name) => [`post_reactions_${name}_total`, lifetime])),
};

/** Days of one query. */
const longest = 90;

const valuesOf = (core: Core, id: string, metric: string): readonly InsightValue[] => core.measured.get(id)?.get(metric) ?? [];

const sumOf = (values: readonly InsightValue[]): InsightNumber =>
  values.reduce((all, { value }) => all + (typeof value === "number" ? value : 0), 0);

/** Answers a request for the insights of a Page. Small Pages have none. */
export function pageInsights(page: PageData, call: Call, params: Readonly<Record<string, string>>): readonly Json[] {
  const { core } = call;
  admitTo(call, page.id, page.id);
  needs(call, "read_insights", "pages_read_engagement");
  const now = core.clock.now();
  const until = instantOf("until", params.until) ?? now;
  const since = instantOf("since", params.since) ?? until - 2 * day;
  if (until < since) throw invalidParameter("since must be before until");
  if (until - since > longest * day) throw invalidParameter(`There cannot be more than ${longest} days between since and until`);
  return insightsOf({
    nodeId: page.id,
    params,
    metrics: pageMetrics,
    measure: (metric, period) => {
      const all = page.fans < 100 ? [] : valuesOf(core, page.id, metric);
      const ends = all.filter(({ endTime = 0 }) => endTime > since && endTime <= until);
      if (ends.length === 0) return undefined;
      if (period === "day") return ends;
      const span = (period === "week" ? 7 : 28) * day;
      return ends.map(({ endTime = now }) => ({
        value: sumOf(all.filter((one) => (one.endTime ?? 0) > endTime - span && (one.endTime ?? 0) <= endTime)),
        endTime,
      }));
    },
  });
}

function reactionsOf(post: PostData): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const type of post.reactions.values()) counts[feltAs[type]] = (counts[feltAs[type]] ?? 0) + 1;
  return counts;
}

/** Answers a request for the insights of a post. */
export function postInsights(post: PostData, call: Call, params: Readonly<Record<string, string>>): readonly Json[] {
  const { core } = call;
  needs(call, "read_insights", "pages_read_engagement");
  const activity = (): Readonly<Record<string, number>> => {
    const entries: readonly (readonly [string, number])[] = [
      ["like", post.reactions.size],
      ["comment", commentsUnder(core, post.id).length],
      ["share", post.shares],
    ];
    return Object.fromEntries(entries.filter(([, count]) => count > 0));
  };
  return insightsOf({
    nodeId: post.id,
    params: { ...params, period: params.period ?? "lifetime" },
    metrics: postMetrics,
    measure: (metric) => {
      // What others write is measured for them, not for the Page.
      if (post.kind !== "own") return undefined;
      const set = valuesOf(core, post.id, metric).at(-1);
      if (set !== undefined) return [{ value: set.value }];
      if (metric === "post_reactions_by_type_total") return [{ value: reactionsOf(post) }];
      if (metric.startsWith("post_activity_by_action_type")) return [{ value: activity() }];
      const felt = /^post_reactions_(\w+)_total$/.exec(metric)?.[1];
      return felt === undefined ? undefined : [{ value: reactionsOf(post)[felt] ?? 0 }];
    },
  });
}
