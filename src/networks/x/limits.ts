/**
 * Rate limits and prices of X. Data only.
 * @module
 */
import { day, daily, minute, opening, rolling } from "../../limits/rules.js";
import type { CapacityList, PriceList } from "../../limits/rules.js";
import type { LimitRule } from "../../model/limit.js";

const documented = "X developer documentation, rate limits; read 2026-08";
const observed = `${documented}; the headers x-app-limit-24hour-* and x-user-limit-24hour-* as code of others reads them (?)`;
const pricing = "X developer documentation, getting started, pricing; read 2026-08";

/**
 * The limits of self-serve access. What a route holds is in {@link xCapacities}; where that and the answers' headers differ, headers win.
 * A reading of the day's limits without headers is a count of ours, so a call counts for 24 hours from its own moment.
 */
export const xLimits: readonly LimitRule[] = [
  { id: "x.route.user", partition: ["route", "account"], unit: "requests", refill: opening(15 * minute), told: true, source: documented },
  { id: "x.route.app", partition: ["route", "app"], unit: "requests", refill: opening(15 * minute), told: true, source: documented },
  { id: "x.day.user", partition: ["route", "account"], unit: "requests", refill: rolling(day), told: true, source: observed },
  { id: "x.day.app", partition: ["route", "app"], unit: "requests", refill: rolling(day), told: true, source: observed },
  {
    id: "x.postReads",
    partition: ["app"],
    unit: "objects",
    capacity: 3_000_000,
    refill: { kind: "calendar", every: "month", timeZone: "UTC" },
    source: `${pricing} (pay-per-use; the month's zone is not told (?))`,
  },
  // No capacity: what may be spent a day is the host's word (`limiter.capacities`). The network's own days are in UTC.
  {
    id: "x.money",
    partition: ["app"],
    unit: "usd",
    refill: daily("UTC"),
    pauses: "partition",
    source: `${pricing}; the cap of a day is the host's own (limiter.capacities)`,
  },
  {
    id: "x.stream",
    partition: ["app"],
    unit: "connections",
    capacity: 1,
    refill: { kind: "release" },
    source: "X API, filtered stream; read 2026-08",
  },
  {
    id: "x.stream.activity",
    partition: ["app"],
    unit: "connections",
    capacity: 2,
    refill: { kind: "release" },
    source: "X API, activity stream; read 2026-08",
  },
];

/** What each route holds, of those that a community manager calls. */
export const xCapacities: readonly CapacityList[] = [
  {
    rule: "x.route.user",
    capacities: {
      "GET /2/users/:id/mentions": 300,
      "GET /2/users/:id/tweets": 900,
      "GET /2/users/me": 75,
      "GET /2/tweets": 5000,
      "GET /2/tweets/:id": 900,
      "GET /2/tweets/search/recent": 300,
      "POST /2/tweets": 100,
      "DELETE /2/tweets/:id": 50,
      "PUT /2/tweets/:id/hidden": 50,
      "POST /2/users/:id/likes": 50,
      "DELETE /2/users/:id/likes/:tweet_id": 50,
      "POST /2/users/:id/muting": 50,
      "GET /2/dm_events": 15,
      "GET /2/dm_conversations/:id/dm_events": 15,
      "POST /2/dm_conversations/:id/messages": 15,
      "POST /2/dm_conversations/with/:participant_id/messages": 15,
      "DELETE /2/dm_events/:id": 300,
      "POST /2/users/:id/dm/block": 10,
    },
    source: documented,
  },
  {
    rule: "x.route.app",
    capacities: {
      "GET /2/users/:id/mentions": 450,
      "GET /2/users/:id/tweets": 10_000,
      "GET /2/tweets": 3500,
      "GET /2/tweets/:id": 450,
      "GET /2/tweets/search/recent": 450,
    },
    source: documented,
  },
  {
    rule: "x.day.user",
    capacities: {
      "POST /2/users/:id/likes": 1000,
      "DELETE /2/users/:id/likes/:tweet_id": 1000,
      "POST /2/dm_conversations/:id/messages": 1440,
      "POST /2/dm_conversations/with/:participant_id/messages": 1440,
      "DELETE /2/dm_events/:id": 1500,
      "POST /2/users/:id/dm/block": 400,
    },
    source: documented,
  },
  {
    rule: "x.day.app",
    capacities: {
      "POST /2/tweets": 10_000,
      "POST /2/dm_conversations/:id/messages": 1440,
      "POST /2/dm_conversations/with/:participant_id/messages": 1440,
      "DELETE /2/dm_events/:id": 4000,
    },
    source: documented,
  },
];

/** What X charges for, by object. */
export type XPriced =
  | "post.read"
  | "user.read"
  | "dm.read"
  | "like.read"
  | "owned.read"
  | "post.create"
  | "post.create.url"
  | "post.create.summoned"
  | "dm.create"
  | "interaction.create"
  | "interaction.delete"
  | "content.manage"
  | "mute.delete"
  | "counts.recent"
  | "media.metadata";

/**
 * Dollars for each object. A read is charged for what is returned, once a UTC day for each object, and as `owned` where the account that
 * reads its own posts and mentions also owns the app; liking is an interaction, hiding is managing content.
 */
export const xPrices: PriceList<XPriced> = {
  rules: ["x.money"],
  unit: "usd",
  prices: {
    "post.read": 0.005,
    "user.read": 0.01,
    "dm.read": 0.01,
    "like.read": 0.001,
    "owned.read": 0.001,
    "post.create": 0.015,
    "post.create.url": 0.2,
    "post.create.summoned": 0.01,
    "dm.create": 0.015,
    "interaction.create": 0.015,
    "interaction.delete": 0.01,
    "content.manage": 0.005,
    "mute.delete": 0.005,
    "counts.recent": 0.005,
    "media.metadata": 0.005,
  },
  source: `${pricing}; of events two pages differ (?), so they are not in the list`,
};
