/**
 * Rate limits of Mastodon, and sizes of pages. Data only; `meter.ts` reads what answers say about them.
 * @module
 */
import { aligned, hour, minute } from "../../limits/rules.js";
import type { LimitRule } from "../../model/limit.js";

/** Most items of one page, by list (API documentation, read 2026-11). */
export const mostOfPage = { notifications: 80, statuses: 40, conversations: 40, search: 40 } as const;

const source = "source of Mastodon (config/initializers/rack_attack.rb, app/lib/rate_limiter.rb), read 2026-11";

/** An answer shows the limit that is nearest to its end. */
function rule(id: string, unit: LimitRule["unit"], capacity: number, windowMs: number): LimitRule {
  return { id, partition: ["account"], unit, capacity, refill: aligned(windowMs), told: true, source };
}

/** The limits of a server as the software comes. Operators may set others, and forks have others or none: answers win. */
export const mastodonLimits: readonly LimitRule[] = [
  rule("ma.token", "requests", 300, 5 * minute),
  rule("ma.user", "requests", 1500, 5 * minute),
  rule("ma.paging", "requests", 300, 15 * minute),
  rule("ma.media", "requests", 30, 30 * minute),
  rule("ma.delete", "requests", 30, 30 * minute),
  rule("ma.post", "messages", 300, 3 * hour),
];
