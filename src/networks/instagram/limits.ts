/**
 * Rate limits of Instagram. Data only.
 * @module
 */
import { day, hour, rolling, second } from "../../limits/rules.js";
import { graphApp } from "../_graph/limits.js";
import type { LimitRule, LimitUnit } from "../../model/limit.js";

const documented = "Instagram platform documentation, rate limits; read 2026-09";

function own(id: string, unit: LimitUnit, capacity: number, windowMs: number, source: string = documented): LimitRule {
  return { id, partition: ["account"], unit, capacity, refill: rolling(windowMs), source };
}

/** The limits of a professional account. */
export const instagramLimits: readonly LimitRule[] = [
  graphApp,
  {
    id: "ig.buc",
    partition: ["app", "account"],
    unit: "percent",
    refill: rolling(day),
    told: true,
    pauses: "partition",
    source: "Graph API documentation, rate limits, business use cases (4800 calls for each impression in 24 hours); read 2026-08",
  },
  own("ig.conversations", "requests", 2, second),
  own("ig.send.text", "requests", 100, second),
  own("ig.send.av", "requests", 10, second),
  own("ig.privateReply", "requests", 750, hour),
  own("ig.privateReply.live", "requests", 100, second),
  // 50 by the documentation. More than that locks the account out for an hour, so a fifth is left to whoever else likes in its name.
  {
    id: "ig.likes",
    partition: ["account"],
    unit: "requests",
    capacity: 40,
    refill: rolling(5 * second),
    penaltyMs: hour,
    source: "Instagram platform documentation, user likes (50 in 5 seconds; ten of them are left alone); read 2026-04",
  },
  // No capacity: the documents say 50 and 100, answers said 25. `content_publishing_limit` tells what an account has.
  {
    id: "ig.publish",
    partition: ["account"],
    unit: "messages",
    refill: rolling(day),
    source: "Instagram platform documentation, content publishing (50 or 100 (?), told by content_publishing_limit); read 2026-09",
  },
  own("ig.containers", "requests", 400, day, "Instagram platform documentation, content publishing; read 2026-09"),
  own("ig.hashtags", "tags", 30, 7 * day, "Instagram platform documentation, hashtag search (?); 2026-11"),
];
