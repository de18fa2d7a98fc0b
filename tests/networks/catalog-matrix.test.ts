/**
 * Every number of the twelve networks a second time, so that none changes by itself: whoever changes one reads its source again, and
 * changes it here as well.
 */
import { describe, expect, it } from "vitest";
import { limitPrices, limitRules, routeCapacities } from "../../src/networks/catalog.js";
import type { KnownNetwork } from "../../src/model/keys.js";
import type { LimitRule } from "../../src/model/limit.js";

const lengths: Readonly<Record<number, string>> = {
  1_000: "1s",
  2_000: "2s",
  5_000: "5s",
  30_000: "30s",
  60_000: "1m",
  300_000: "5m",
  600_000: "10m",
  900_000: "15m",
  1_800_000: "30m",
  3_600_000: "1h",
  10_800_000: "3h",
  86_400_000: "24h",
  172_800_000: "48h",
  604_800_000: "7d",
};
const lengthOf = (ms: number): string => lengths[ms] ?? `${ms} ms`;

function refillOf({ refill }: LimitRule): string {
  switch (refill.kind) {
    case "window":
      return [
        refill.rolling ? "rolling" : refill.aligned === true ? "aligned" : "opening",
        lengthOf(refill.windowMs),
        ...(refill.restartsOn === undefined ? [] : [`restarts on ${refill.restartsOn}`]),
      ].join(" ");
    case "bucket":
      return `bucket ${lengthOf(refill.perMs)}`;
    case "calendar":
      return `each ${refill.every} ${refill.timeZone}`;
    case "release":
      return "release";
  }
}

/** id, kept for, how much of what, how it comes back, and what a breach does. */
const lineOf = (rule: LimitRule): string =>
  [
    rule.id,
    rule.partition.join("+"),
    `${rule.capacity ?? "?"} ${rule.unit}`,
    refillOf(rule),
    ...(rule.penaltyMs === undefined ? [] : [`locks ${lengthOf(rule.penaltyMs)}`]),
    ...(rule.pauses === undefined ? [] : [`pauses ${rule.pauses}`]),
  ].join(" | ");

const graphApp = "graph.app | app+resource | ? percent | rolling 1h | pauses partition";

const expected: Readonly<Record<KnownNetwork, readonly string[]>> = {
  facebook: [
    graphApp,
    "fb.pages | account | ? percent | rolling 24h",
    "fb.messenger | account | ? percent | rolling 24h",
    "fb.reels | account | 30 messages | rolling 24h",
  ],
  instagram: [
    graphApp,
    "ig.buc | app+account | ? percent | rolling 24h | pauses partition",
    "ig.conversations | account | 2 requests | rolling 1s",
    "ig.send.text | account | 100 requests | rolling 1s",
    "ig.send.av | account | 10 requests | rolling 1s",
    "ig.privateReply | account | 750 requests | rolling 1h",
    // A second, not an hour: a broadcast has many comments, and they may be answered while it runs only.
    "ig.privateReply.live | account | 100 requests | rolling 1s",
    "ig.likes | account | 40 requests | rolling 5s | locks 1h",
    "ig.publish | account | ? messages | rolling 24h",
    "ig.containers | account | 400 requests | rolling 24h",
    "ig.hashtags | account | 30 tags | rolling 7d",
  ],
  threads: [
    "th.calls | account | ? percent | rolling 24h | pauses partition",
    "th.posts | account | 250 messages | rolling 24h",
    "th.replies | account | 1000 messages | rolling 24h",
    "th.deletes | account | 100 messages | rolling 24h",
    "th.search | account | 2200 requests | rolling 24h",
  ],
  x: [
    "x.route.user | route+account | ? requests | opening 15m",
    "x.route.app | route+app | ? requests | opening 15m",
    "x.day.user | route+account | ? requests | rolling 24h",
    "x.day.app | route+app | ? requests | rolling 24h",
    "x.postReads | app | 3000000 objects | each month UTC",
    "x.money | app | ? usd | each day UTC | pauses partition",
    "x.stream | app | 1 connections | release",
    "x.stream.activity | app | 2 connections | release",
  ],
  linkedin: [
    "li.endpoint.app | route+app | 500 requests | each day UTC",
    "li.endpoint.member | route+account | 100 requests | each day UTC",
    "li.total.app | app | 500 requests | each day UTC",
    "li.total.member | account | 100 requests | each day UTC",
    "li.commentCreate | account | ? requests | rolling 1m | locks 1m",
  ],
  tiktok: [
    "tt.qps | app | 8 requests | rolling 1s",
    "tt.day | app | 864000 requests | rolling 24h",
    "tt.publish | account | 6 messages | rolling 1m",
    "tt.publish.day | account | 15 messages | rolling 24h",
    "tt.dm | conversation | 10 messages | opening 48h restarts on inbound",
    "tt.display | route+account | 600 requests | rolling 1m",
  ],
  youtube: [
    "yt.units | app | 10000 units | each day America/Los_Angeles",
    "yt.search | app | 100 requests | each day America/Los_Angeles",
    "yt.insert | app | 100 requests | each day America/Los_Angeles",
    "yt.batchStats | app | 10000 units | each day America/Los_Angeles",
    "yt.burst | app | ? requests | rolling 1s",
  ],
  twitch: [
    "tw.helix | app+account | 800 points | bucket 1m",
    "tw.chat | account | 20 messages | rolling 30s",
    "tw.chat.moderator | account | 100 messages | rolling 30s",
    "tw.chat.channel | account+resource | 1 messages | rolling 1s",
    "tw.announce | resource | 1 requests | rolling 2s",
    "tw.whisper | account | 3 messages | rolling 1s",
    "tw.whisper.minute | account | 100 messages | rolling 1m",
    "tw.whisper.recipients | account | 40 recipients | rolling 24h",
  ],
  discord: [
    "dc.bucket | route+resource | ? requests | opening 1s",
    "dc.global | app | 50 requests | rolling 1s",
    "dc.invalid | ip | 9750 requests | rolling 10m | locks 1h | pauses partition",
    "dc.gateway | app | 120 messages | rolling 1m",
    "dc.gateway.identify | app | 1000 connections | rolling 24h",
  ],
  bluesky: [
    "bs.ip | ip | 3000 requests | opening 5m",
    "bs.writes.hour | account | 5000 points | opening 1h",
    "bs.writes.day | account | 35000 points | opening 24h",
    "bs.session | account | 30 requests | opening 5m",
    "bs.session.day | account | 300 requests | opening 24h",
    "bs.blob | account | 1000 requests | opening 24h",
    "bs.chat | account | ? requests | opening 5m",
  ],
  mastodon: [
    "ma.token | account | 300 requests | aligned 5m",
    "ma.user | account | 1500 requests | aligned 5m",
    "ma.paging | account | 300 requests | aligned 15m",
    "ma.media | account | 30 requests | aligned 30m",
    "ma.delete | account | 30 requests | aligned 30m",
    "ma.post | account | 300 messages | aligned 3h",
  ],
  reddit: [
    "rd.client | app+account | 1000 requests | opening 10m",
    "rd.action | account | ? requests | rolling 10m",
    "rd.token | app | 300 requests | opening 10m",
    "rd.more | app | 1 requests | release",
  ],
};

const messages = "/2/dm_conversations/:id/messages";
const messagesTo = "/2/dm_conversations/with/:participant_id/messages";

describe("the numbers of all twelve networks", () => {
  it.each(Object.keys(expected) as readonly KnownNetwork[])("are those that were read, for %s", (network) => {
    expect(limitRules[network].map(lineOf)).toEqual(expected[network]);
  });

  it("say their doubt where the numbers are printed", () => {
    const doubted = ["ig.publish", "ig.hashtags", "x.postReads", "li.endpoint.app", "li.endpoint.member", "tt.day", "tt.publish"];
    const all = Object.values(limitRules).flat();
    for (const id of [...doubted, "tt.publish.day", "tw.chat.channel", "rd.action", "fb.pages", "x.day.user", "x.day.app"])
      expect(all.find((rule) => rule.id === id)?.source, id).toContain("(?)");
  });

  it("are those of the routes of X", () => {
    expect(Object.fromEntries(routeCapacities.x.map(({ rule, capacities }) => [rule, capacities]))).toEqual({
      "x.route.user": {
        "GET /2/users/:id/mentions": 300,
        "GET /2/users/:id/tweets": 900,
        "GET /2/users/me": 75,
        "GET /2/tweets": 5_000,
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
        [`POST ${messages}`]: 15,
        [`POST ${messagesTo}`]: 15,
        "DELETE /2/dm_events/:id": 300,
        "POST /2/users/:id/dm/block": 10,
      },
      "x.route.app": {
        "GET /2/users/:id/mentions": 450,
        "GET /2/users/:id/tweets": 10_000,
        "GET /2/tweets": 3_500,
        "GET /2/tweets/:id": 450,
        "GET /2/tweets/search/recent": 450,
      },
      "x.day.user": {
        "POST /2/users/:id/likes": 1_000,
        "DELETE /2/users/:id/likes/:tweet_id": 1_000,
        [`POST ${messages}`]: 1_440,
        [`POST ${messagesTo}`]: 1_440,
        "DELETE /2/dm_events/:id": 1_500,
        "POST /2/users/:id/dm/block": 400,
      },
      "x.day.app": {
        "POST /2/tweets": 10_000,
        [`POST ${messages}`]: 1_440,
        [`POST ${messagesTo}`]: 1_440,
        "DELETE /2/dm_events/:id": 4_000,
      },
    });
  });

  it("are those of the prices", () => {
    const [dollars] = limitPrices.x;
    expect(dollars?.prices).toEqual({
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
    });
    const units = limitPrices.youtube.filter(({ rules }) => rules.includes("yt.units")).flatMap(({ prices }) => Object.entries(prices));
    const write = /\.(?:insert|update|delete|set|rate|setModerationStatus)$/;
    const special = { "liveChatMessages.insert": 20, "captions.list": 50, "captions.insert": 400, "captions.update": 450 };
    for (const [method, price] of units) {
      const usual = write.test(method) ? 50 : method.startsWith("liveChat") ? 5 : 1;
      expect([method, price]).toEqual([method, Object.entries(special).find(([name]) => name === method)?.[1] ?? usual]);
    }
    expect(limitPrices.bluesky.map(({ rules, prices }) => [rules, prices])).toEqual([
      [
        ["bs.writes.hour", "bs.writes.day"],
        { "com.atproto.repo.createRecord": 3, "com.atproto.repo.putRecord": 2, "com.atproto.repo.deleteRecord": 1 },
      ],
    ]);
  });
});
