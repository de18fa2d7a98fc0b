/**
 * Rate limits of LinkedIn. Data only.
 * @module
 */
import { daily, minute, rolling } from "../../limits/rules.js";
import type { LimitRule, Partition } from "../../model/limit.js";

const documented = "LinkedIn marketing documentation, rate limits and Community Management tiers, second-hand; read 2026-11";

function eachDay(id: string, partition: readonly Partition[], capacity: number, doubt: string): LimitRule {
  const source = `${documented} (Development tier, ${doubt}; Standard is told in the developer portal only)`;
  return { id, partition, unit: "requests", capacity, refill: daily("UTC"), source };
}

/**
 * The limits of the Development tier; a host with another one names its own numbers (`limiter.capacities`). No answer tells what is left.
 *
 * Whether the day's numbers hold for each endpoint or for all together is told both ways, so both are counted and the smaller one stops.
 */
export const linkedinLimits: readonly LimitRule[] = [
  eachDay("li.endpoint.app", ["route", "app"], 500, "for each endpoint (?)"),
  eachDay("li.endpoint.member", ["route", "account"], 100, "for each endpoint (?)"),
  eachDay("li.total.app", ["app"], 500, "in total (?)"),
  eachDay("li.total.member", ["account"], 100, "in total (?)"),
  // No capacity: unpublished. The ledger is there for the throttle that answers tell.
  {
    id: "li.commentCreate",
    partition: ["account"],
    unit: "requests",
    refill: rolling(minute),
    penaltyMs: minute,
    source: "not published; the throttle as answers tell it, second-hand; read 2026-11",
  },
];
