/**
 * Rate limits of Threads. Data only.
 * @module
 */
import { day, rolling } from "../../limits/rules.js";
import type { LimitRule } from "../../model/limit.js";

function own(id: string, unit: "messages" | "requests", capacity: number, source: string): LimitRule {
  return { id, partition: ["account"], unit, capacity, refill: rolling(day), source };
}

const documented = "Threads API documentation, overview, rate limits (told by threads_publishing_limit); read 2026-01";

/** The limits of a profile. */
export const threadsLimits: readonly LimitRule[] = [
  {
    id: "th.calls",
    partition: ["account"],
    unit: "percent",
    refill: rolling(day),
    told: true,
    pauses: "partition",
    source: "Threads API documentation, overview, rate limits (4800 calls for each impression in 24 hours, at least 48,000); read 2026-01",
  },
  own("th.posts", "messages", 250, documented),
  own("th.replies", "messages", 1000, documented),
  own("th.deletes", "messages", 100, documented),
  // The person's budget in all apps together, of which we see our own. What finds nothing costs nothing.
  own("th.search", "requests", 2200, "Threads API documentation, keyword search (for a user, across apps); read 2026-01"),
];
