/**
 * Rate limits of Reddit. Data only.
 * @module
 */
import { minute, opening, rolling } from "../../limits/rules.js";
import type { LimitRule } from "../../model/limit.js";

/** The limits of a client. */
export const redditLimits: readonly LimitRule[] = [
  {
    id: "rd.client",
    partition: ["app", "account"],
    unit: "requests",
    capacity: 1000,
    refill: opening(10 * minute),
    told: true,
    source: "answers recorded by PRAW, 2025 and 2026 (older ones 600, one approved client 10,000); read 2026-11",
  },
  // No capacity: it depends on karma and is unpublished. The ledger is there for the waits that answers tell.
  {
    id: "rd.action",
    partition: ["account"],
    unit: "requests",
    refill: rolling(10 * minute),
    source: "not published; errors RATELIMIT recorded by PRAW, for the account or for account and subreddit (?); read 2026-11",
  },
  {
    id: "rd.token",
    partition: ["app"],
    unit: "requests",
    capacity: 300,
    refill: opening(10 * minute),
    told: true,
    source: "answers recorded by PRAW, 2026; read 2026-11",
  },
  {
    id: "rd.more",
    partition: ["app"],
    unit: "requests",
    capacity: 1,
    refill: { kind: "release" },
    source: "Reddit API documentation, morechildren (one at a time); read 2026-11",
  },
];
