/**
 * Rate limits of Facebook Pages and Messenger. Data only.
 * @module
 */
import { day, rolling } from "../../limits/rules.js";
import { graphApp } from "../_graph/limits.js";
import type { LimitRule } from "../../model/limit.js";

const documented = "Graph API documentation, rate limits, business use cases";

/**
 * The limits of a Page. What the two use cases allow depends on how many people they engage, so only the percentage is told
 * (`x-business-use-case-usage`). Each is a scope of its own: Messenger goes on where the Page is shut, and the other way round.
 */
export const facebookLimits: readonly LimitRule[] = [
  graphApp,
  {
    id: "fb.pages",
    partition: ["account"],
    unit: "percent",
    refill: rolling(day),
    told: true,
    source: `${documented} (4800 calls for each engaged user in 24 hours; an older text says in an hour (?)); read 2026-08`,
  },
  {
    id: "fb.messenger",
    partition: ["account"],
    unit: "percent",
    refill: rolling(day),
    told: true,
    source: `${documented} (200 calls for each engaged user in 24 hours); read 2026-08`,
  },
  {
    id: "fb.reels",
    partition: ["account"],
    unit: "messages",
    capacity: 30,
    refill: rolling(day),
    source: "Pages API documentation, reels publishing; read 2026-08",
  },
];
