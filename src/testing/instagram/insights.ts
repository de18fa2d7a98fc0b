/**
 * Figures of media and of the account: which metrics live for what, and what refuses them.
 * @see https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/insights/, read 2026-09-11
 * @module
 */
import { acting, need } from "./access.js";
import type { AccountData, Core, InstagramProduct, MediaData } from "./core.js";
import { commentsOf } from "./core.js";
import { insightsOf } from "../graph/insights.js";
import type { InsightMetric } from "../graph/insights.js";
import { invalidParameter, notThere, refusal } from "../graph/errors.js";
import type { FieldAsk } from "../graph/node.js";
import { instantOf } from "../graph/node.js";
import type { Json } from "../json.js";

const lifetime: InsightMetric = { periods: ["lifetime"] };
const byAction: InsightMetric = { periods: ["lifetime"], breakdowns: ["action_type"], shape: "total_value" };
const byNavigation: InsightMetric = { periods: ["lifetime"], breakdowns: ["story_navigation_action_type"], shape: "total_value" };

const all = (...names: readonly string[]): Record<string, InsightMetric> => Object.fromEntries(names.map((name) => [name, lifetime]));

const everywhere = all("views", "reach", "shares", "total_interactions", "reposts");
const lasting = all("likes", "comments", "saved");
const profile = { ...all("follows", "profile_visits"), profile_activity: byAction };

/** The metrics that live, by where a medium is shown; what is none there fails the whole request. */
const byProduct: Readonly<Record<InstagramProduct, Readonly<Record<string, InsightMetric>>>> = {
  FEED: { ...everywhere, ...lasting, ...profile, ...all("facebook_views") },
  REELS: {
    ...everywhere,
    ...lasting,
    ...all("ig_reels_avg_watch_time", "ig_reels_video_view_total_time", "reels_skip_rate", "crossposted_views", "facebook_views"),
  },
  STORY: { ...everywhere, ...profile, ...all("replies", "link_clicks", "facebook_views"), navigation: byNavigation },
  AD: { ...everywhere, ...lasting },
};

/** Those that only the log-in with Facebook has. */
const withFacebook: Readonly<Record<InstagramProduct, Readonly<Record<string, InsightMetric>>>> = {
  FEED: all("total_likes", "total_comments", "total_views"),
  REELS: all("total_likes", "total_comments", "total_views"),
  STORY: all("total_views"),
  AD: {},
};

/** Fewer people than these, and nothing is told of a story. */
const fewestViewers = 5;

/** What the network counts by itself; everything else is as a test has measured it. */
function countedOf(core: Core, media: MediaData, metric: string): number | undefined {
  const given = media.measured.get(metric);
  if (given !== undefined) return given;
  const likes = media.likedBy.size;
  const comments = commentsOf(core, media.id).length;
  if (metric === "likes" || metric === "total_likes") return likes;
  if (metric === "comments" || metric === "total_comments") return comments;
  if (metric === "total_views") return media.measured.get("views");
  if (metric === "total_interactions") return likes + comments + (media.measured.get("saved") ?? 0) + (media.measured.get("shares") ?? 0);
  return undefined;
}

/** Answers what was asked of a medium's figures. */
export function mediaInsights(media: MediaData, { call, params }: FieldAsk<Core>): readonly Json[] {
  need(call, "insights");
  const { core } = call;
  // Pictures of an album have no figures of their own.
  if (media.owner !== acting(call).id || media.isItem) throw notThere("GET", media.id);
  const metrics = { ...byProduct[media.product], ...(core.login === "facebook" && withFacebook[media.product]) };
  const found = insightsOf({
    nodeId: media.id,
    params,
    metrics,
    measure: (metric) => {
      if (metric === "facebook_views" && !media.measured.has(metric))
        throw invalidParameter("The metric facebook_views is supported for media that were crossposted to Facebook only");
      const value = countedOf(core, media, metric);
      return value === undefined ? undefined : [{ value }];
    },
    broken: (metric) =>
      [...media.measured].flatMap(([name, value]) =>
        name.startsWith(`${metric}.`) ? [{ keys: [name.slice(metric.length + 1)], value }] : [],
      ),
  });
  if (media.product === "STORY" && (media.measured.get("reach") ?? 0) < fewestViewers)
    throw refusal(10, "(#10) Not enough viewers for the media to show insights");
  return found;
}

const total = (...breakdowns: readonly string[]): InsightMetric => ({ periods: ["day"], breakdowns, shape: "total_value" });
const people: InsightMetric = { periods: ["lifetime"], breakdowns: ["age", "city", "country", "gender"], shape: "total_value" };

const accountMetrics: Readonly<Record<string, InsightMetric>> = {
  accounts_engaged: total(),
  comments: total("media_product_type"),
  follows_and_unfollows: total("follow_type"),
  likes: total("media_product_type"),
  profile_links_taps: total("contact_button_type"),
  replies: total(),
  reposts: total(),
  saves: total("media_product_type"),
  shares: total("media_product_type"),
  total_interactions: total("media_product_type"),
  views: total("follow_type", "media_product_type"),
  reach: { periods: ["day", "week", "days_28"], breakdowns: ["follow_type", "media_product_type"] },
  follower_count: { periods: ["day"] },
  online_followers: { periods: ["lifetime"] },
  engaged_audience_demographics: people,
  follower_demographics: people,
};

/** Told as one number only. */
const totals: ReadonlySet<string> = new Set(Object.keys(accountMetrics).filter((name) => accountMetrics[name]?.shape === "total_value"));
const fewestFollowers = 100;
const day = 86_400_000;
const longestMs = 30 * day;

/** Answers what was asked of the account's figures. */
export function accountInsights(account: AccountData, { call, params }: FieldAsk<Core>): readonly Json[] {
  need(call, "insights");
  const now = call.core.clock.now();
  const { metric = "", metric_type: type, period } = params;
  const names = metric.split(",").map((one) => one.trim());
  const until = instantOf("until", params.until) ?? now;
  const since = instantOf("since", params.since) ?? until - day;
  if (until - since > longestMs) throw invalidParameter("There cannot be more than 30 days (2592000 s) between since and until");
  if (metric !== "" && period === undefined) throw invalidParameter("The parameter period is required");
  const wrong = names.filter((name) => totals.has(name) && type !== "total_value");
  const found = insightsOf({
    nodeId: account.id,
    params,
    metrics: accountMetrics,
    measure: (name) => {
      if (name.endsWith("_demographics")) {
        if (params.timeframe === undefined || params.breakdown === undefined)
          throw invalidParameter(`The metric ${name} needs the parameters timeframe and breakdown`);
        return account.followers < fewestFollowers ? undefined : [{ value: account.followers }];
      }
      const value = account.brand?.measured.get(name);
      return value === undefined ? undefined : [{ value, ...(type !== "total_value" && { endTime: until }) }];
    },
    broken: (name) =>
      [...(account.brand?.measured ?? [])].flatMap(([key, value]) =>
        key.startsWith(`${name}.`) ? [{ keys: [key.slice(name.length + 1)], value }] : [],
      ),
  });
  if (wrong.length > 0)
    throw invalidParameter(`The following metrics (${wrong.join(", ")}) should be specified with parameter metric_type=total_value`);
  return found;
}
