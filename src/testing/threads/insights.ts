/**
 * Insights of posts and of the profile.
 * @see https://developers.facebook.com/docs/threads/insights and the Threads Postman collection, read 2026-01
 * @module
 */
import { answersTo } from "./core.js";
import type { Core, MediaData, PersonData } from "./core.js";
import { caller } from "./call.js";
import type { Call, Calls, Run } from "./call.js";
import { insightsOf, metricsAsked } from "../graph/insights.js";
import type { InsightMetric, InsightValue } from "../graph/insights.js";
import { instantOf } from "../graph/node.js";
import { invalidParameter, notThere, refusal } from "../graph/errors.js";
import type { Json } from "../json.js";
import { readable, requireSelf } from "./pages.js";

const dayMs = 86_400_000;

/** Nothing older is told: 2024-04-13. Seconds since 1970. */
const earliest = 1_712_991_600;

/** How many have to follow before it is told who they are. */
const fewestFollowers = 100;

const lifetime: InsightMetric = { periods: ["lifetime"] };
const mediaMetrics: Readonly<Record<string, InsightMetric>> = {
  views: lifetime,
  likes: lifetime,
  replies: { ...lifetime, inId: "thread_replies" },
  reposts: lifetime,
  quotes: lifetime,
  shares: lifetime,
};

const daily: InsightMetric = { periods: ["day"] };
const total: InsightMetric = { periods: ["day"], shape: "total_value" };
const ownMetrics: Readonly<Record<string, InsightMetric>> = {
  views: daily,
  likes: total,
  replies: total,
  reposts: total,
  quotes: total,
  clicks: total,
  followers_count: total,
  follower_demographics: { periods: ["lifetime"], shape: "total_value", breakdowns: ["country", "city", "age", "gender"] },
};

/** Counts what points at a post: its direct answers, its reposts, its quotes, or who likes it. */
function countOf(core: Core, media: MediaData, metric: string): number {
  const all = [...core.media.values()];
  const counts: Readonly<Record<string, () => number>> = {
    views: () => media.views,
    shares: () => media.shares,
    likes: () => media.likes.size,
    // Answers to answers are not told.
    replies: () => answersTo(core, media.id, "direct").filter(({ approval }) => approval !== "pending" && approval !== "ignored").length,
    reposts: () => all.filter(({ reposts }) => reposts === media.id).length,
    quotes: () => all.filter(({ quotes }) => quotes === media.id).length,
  };
  return counts[metric]?.() ?? 0;
}

const ofMedia: Run = (call, id) => {
  caller(call, "threads_manage_insights");
  const media = readable(call, id);
  if (media.authorId !== call.token.subject) throw notThere(call.method, id);
  const { texts } = call.params;
  // Of a repost nothing is told: somebody else wrote what is seen.
  if (media.type === "REPOST_FACADE") {
    metricsAsked(texts, mediaMetrics);
    return { data: [] };
  }
  const measure = (metric: string): readonly InsightValue[] => [{ value: countOf(call.core, media, metric) }];
  return { data: insightsOf({ nodeId: id, params: texts, metrics: mediaMetrics, measure }) };
};

interface Span {
  readonly since: number;
  readonly until: number;
}

/** What was asked for, else yesterday and today. */
function spanOf(call: Call): Span {
  const now = call.core.clock.now();
  const since = instantOf("since", call.params.text("since"));
  const until = instantOf("until", call.params.text("until")) ?? now;
  if (since !== undefined && since < earliest * 1000) throw invalidParameter(`Param since must be at least ${earliest}`);
  const from = since ?? Math.floor(until / dayMs) * dayMs - dayMs;
  if (from >= until) throw invalidParameter("Param since must be before until");
  return { since: from, until };
}

function viewsOf(person: PersonData, { since, until }: Span): readonly InsightValue[] {
  const days: InsightValue[] = [];
  for (let at = Math.floor(since / dayMs) * dayMs; at < until; at += dayMs)
    days.push({ value: person.views.get(new Date(at).toISOString().slice(0, 10)) ?? 0, endTime: at + dayMs });
  return days;
}

const followersOf = ({ followers, followerCount }: PersonData): number => followerCount ?? followers.size;

/** Who follows, by one thing that they are. */
function demographics(person: PersonData, breakdown: string | undefined): Json {
  if (breakdown === undefined || ownMetrics.follower_demographics?.breakdowns?.includes(breakdown) !== true)
    throw invalidParameter("Param breakdown must be one of {country, city, age, gender}");
  if (followersOf(person) < fewestFollowers) throw refusal(10, `(#10) follower_demographics needs at least ${fewestFollowers} followers`);
  const results = Object.entries(person.demographics.get(breakdown) ?? {}).map(([key, value]) => ({ dimension_values: [key], value }));
  return {
    name: "follower_demographics",
    period: "lifetime",
    title: "follower_demographics",
    description: "Who follows this profile.",
    total_value: { breakdowns: [{ dimension_keys: [breakdown], results }] },
    id: `${person.id}/insights/follower_demographics/lifetime`,
  };
}

const ofProfile: Run = (call, id) => {
  const person = caller(call, "threads_manage_insights");
  requireSelf(call, id);
  const { core, params } = call;
  const names = metricsAsked(params.texts, ownMetrics);
  const span = spanOf(call);
  const said = [...core.media.values()].filter(
    ({ authorId, createdAt }) => authorId === person.id && createdAt >= span.since && createdAt <= span.until,
  );
  const measure = (metric: string): readonly InsightValue[] => {
    if (metric === "views") return viewsOf(person, span);
    // Told of now, whatever span was asked for.
    if (metric === "followers_count") return [{ value: followersOf(person) }];
    return [{ value: said.reduce((all, media) => all + countOf(core, media, metric), 0) }];
  };
  const told = (metric: string): readonly Json[] => {
    if (metric === "follower_demographics") return [demographics(person, params.text("breakdown"))];
    const found = insightsOf({ nodeId: person.id, params: { metric }, metrics: ownMetrics, measure });
    if (metric !== "clicks") return found;
    const clicks = [...person.clicks].map(([link, value]) => ({ value, link_url: link }));
    return found.map(({ name, period, title, description, id: key }) => ({
      name,
      period,
      title,
      description,
      link_total_values: clicks,
      id: key,
    }));
  };
  const data = names.flatMap(told);
  const page = (since: number, until: number): string =>
    call.link("me/threads_insights", {
      metric: names.join(","),
      since: String(Math.floor(since / 1000)),
      until: String(Math.floor(until / 1000)),
    });
  const length = span.until - span.since;
  return { data, paging: { previous: page(span.since - length, span.since), next: page(span.until, span.until + length) } };
};

/** Insights of a post. */
export const mediaInsights: Calls = { "GET insights": ofMedia };

/** Insights of the profile of who calls. */
export const ownInsights: Calls = { "GET threads_insights": ofProfile };
