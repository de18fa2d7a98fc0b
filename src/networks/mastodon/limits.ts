/**
 * Rate limits of Mastodon, and what its answers say about them.
 * @module
 */
import { present } from "../../adapter/fields.js";
import { retryAfterMs } from "../../http/retry-after.js";
import { wholeHeader } from "../../http/headers.js";
import type { CallShape, Meter } from "../../limits/meter.js";
import type { CostsOf } from "../../adapter/adapter.js";
import type { LimitObservation, LimitRule } from "../../model/limit.js";
import type { OperationName } from "../../adapter/operations.js";

/** Most items of one page, by list (API documentation, read 2026-11). */
export const mostOfPage = { notifications: 80, statuses: 40, conversations: 40, search: 40 } as const;

const minute = 60_000;
const hour = 60 * minute;
const source = "source of Mastodon (config/initializers/rack_attack.rb, app/lib/rate_limiter.rb), read 2026-11";

function rule(id: string, unit: LimitRule["unit"], capacity: number, windowMs: number): LimitRule {
  return { id, partition: ["account"], unit, capacity, refill: { kind: "window", windowMs, rolling: false, aligned: true }, source };
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

const facts = new Map(
  mastodonLimits.map(({ id, capacity, refill }) => [id, { capacity, windowMs: refill.kind === "window" ? refill.windowMs : 0 }]),
);

const paging = ["max_id", "min_id", "since_id", "page"];

function costs({ method, route, query }: CallShape): Readonly<Record<string, number>> {
  return {
    "ma.token": 1,
    "ma.user": 1,
    ...(paging.some((name) => query?.[name] !== undefined) && { "ma.paging": 1 }),
    ...(method === "POST" && route === "/api/v1/statuses" && { "ma.post": 1 }),
    ...(method === "POST" && route === "/api/v2/media" && { "ma.media": 1 }),
    ...(method === "DELETE" && route.startsWith("/api/v1/statuses/") && { "ma.delete": 1 }),
  };
}

const sayings: ReadonlySet<OperationName> = new Set<OperationName>(["publishPost", "reply", "replyPrivately", "sendMessage"]);

/** Prices operations for `can`: their dearest call. Attachments come on top. */
export const mastodonCosts: CostsOf = (operation) => ({
  "ma.token": 1,
  "ma.user": 1,
  ...(sayings.has(operation) && { "ma.post": 1 }),
  ...(operation === "delete" && { "ma.delete": 1 }),
});

/**
 * Reads when a window ends: ISO 8601 with microseconds (Mastodon), seconds since 1970 (GoToSocial), or nothing (Pleroma, Hollo).
 * @returns milliseconds since 1970
 */
export function resetOf(headers: Headers): number | undefined {
  const seconds = wholeHeader(headers, "x-ratelimit-reset");
  if (seconds !== undefined) return seconds < 1e11 ? seconds * 1000 : seconds;
  const at = Date.parse(headers.get("x-ratelimit-reset") ?? "");
  return Number.isNaN(at) ? undefined : at;
}

/**
 * Finds the rule that an answer speaks of: the server shows the one that is nearest to its end, without its name. Its size tells, and where
 * two rules of a call share it, the end of the window: windows begin at multiples of their length since 1970.
 */
function ruleOf(call: CallShape, limit: number | undefined, resetsAt: number | undefined, now: number): string {
  const sameSize = Object.keys(costs(call)).filter((id) => facts.get(id)?.capacity === limit);
  const fits = sameSize.filter((id) => {
    const windowMs = facts.get(id)?.windowMs ?? 0;
    return resetsAt === undefined || (resetsAt % windowMs === 0 && resetsAt - now <= windowMs);
  });
  return fits[0] ?? sameSize[0] ?? "ma.token";
}

function observations(call: CallShape, response: { readonly status: number; readonly headers: Headers }, now: number): LimitObservation[] {
  const { status, headers } = response;
  const limit = wholeHeader(headers, "x-ratelimit-limit");
  const remaining = wholeHeader(headers, "x-ratelimit-remaining");
  const resetsAt = resetOf(headers);
  const rule = ruleOf(call, limit, resetsAt, now);
  if (status === 429) {
    const blockedUntil = Math.max(now + (retryAfterMs(headers, now) ?? 0), resetsAt ?? 0);
    return [present({ rule, limit, resetsAt, remaining: 0, blockedUntil: blockedUntil > now ? blockedUntil : now + minute })];
  }
  return remaining === undefined ? [] : [present({ rule, limit, remaining, resetsAt })];
}

/** Prices calls and reads the `X-RateLimit-*` headers. */
export const mastodonMeter: Meter = { cost: costs, read: observations };
