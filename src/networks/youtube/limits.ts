/**
 * Quotas of YouTube, and what its methods cost. Data only.
 * @module
 */
import { daily, rolling, second } from "../../limits/rules.js";
import type { PriceList } from "../../limits/rules.js";
import type { LimitRule, LimitUnit } from "../../model/limit.js";

const documented = "YouTube Data API documentation, quota and compliance audits (buckets since 2026-06-01); read 2026-11";

function bucket(id: string, unit: LimitUnit, capacity: number): LimitRule {
  return { id, partition: ["app"], unit, capacity, refill: daily("America/Los_Angeles"), source: documented };
}

/** The limits of a project as Google gives it; a host with a larger quota names its own (`limiter.capacities`). No answer tells what is left. */
export const youtubeLimits: readonly LimitRule[] = [
  bucket("yt.units", "units", 10_000),
  bucket("yt.search", "requests", 100),
  bucket("yt.insert", "requests", 100),
  bucket("yt.batchStats", "units", 10_000),
  // No capacity: unpublished. The ledger is there for the refusals.
  {
    id: "yt.burst",
    partition: ["app"],
    unit: "requests",
    refill: rolling(second),
    source: "not published; errors rateLimitExceeded and userRateLimitExceeded of the documentation, read 2026-11",
  },
];

/** What methods cost, by the bucket that they take from. Every page costs again, and what was refused as invalid costs as well. */
export const youtubePrices: readonly PriceList[] = [
  {
    rules: ["yt.units"],
    unit: "units",
    prices: {
      "channels.list": 1,
      "commentThreads.list": 1,
      "comments.list": 1,
      "liveBroadcasts.list": 1,
      "playlistItems.list": 1,
      "playlists.list": 1,
      "subscriptions.list": 1,
      "videos.list": 1,
      "videos.getRating": 1,
      "commentThreads.insert": 50,
      "comments.insert": 50,
      "comments.update": 50,
      "comments.delete": 50,
      "comments.setModerationStatus": 50,
      "videos.update": 50,
      "videos.rate": 50,
      "videos.delete": 50,
      "thumbnails.set": 50,
      "playlistItems.insert": 50,
      "subscriptions.insert": 50,
      "subscriptions.delete": 50,
      "captions.list": 50,
      "captions.insert": 400,
      "captions.update": 450,
    },
    source: "YouTube Data API documentation, quota calculator; read 2026-11",
  },
  {
    rules: ["yt.units"],
    unit: "units",
    prices: {
      "liveChatMessages.list": 5,
      "liveChatMessages.streamList": 5,
      "liveChatMessages.insert": 20,
      "liveChatMessages.delete": 50,
      "liveChatBans.insert": 50,
      "liveChatBans.delete": 50,
    },
    source: "YouTube Live Streaming API documentation, read 2026-11; deleting and banning as other writes (?)",
  },
  { rules: ["yt.search"], unit: "requests", prices: { "search.list": 1 }, source: documented },
  { rules: ["yt.insert"], unit: "requests", prices: { "videos.insert": 1 }, source: documented },
  { rules: ["yt.batchStats"], unit: "units", prices: { "videos.batchGetStats": 1 }, source: documented },
];
