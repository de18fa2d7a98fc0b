/**
 * What calls to Mastodon cost, and what its answers say about its limits.
 * @module
 */
import { mastodonLimits } from "./limits.js";
import { present } from "../../adapter/fields.js";
import { retryAfterMs } from "../../http/retry-after.js";
import { readWindow } from "../../limits/read-window.js";
import { minute } from "../../limits/rules.js";
import type { CallShape, Meter } from "../../limits/meter.js";
import type { CostsOf } from "../../adapter/adapter.js";
import type { LimitObservation } from "../../model/limit.js";
import type { OperationName } from "../../adapter/operations.js";

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

/** Prices operations for `can`: their dearest call, attachments come on top; and pages, of which all but the first are turned. */
export const mastodonCosts: CostsOf = (operation, _target, list) => ({
  "ma.token": 1,
  "ma.user": 1,
  ...(list?.page === "next" && { "ma.paging": 1 }),
  ...(sayings.has(operation) && { "ma.post": 1 }),
  ...(operation === "delete" && { "ma.delete": 1 }),
});

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
  // Where both end together, nothing tells them apart. The one of fewer calls is named: should it be the other, no call of that one waits
  // for nothing, and the calls that are in both are held back all the same.
  return fits.at(-1) ?? sameSize[0] ?? "ma.token";
}

function observations(call: CallShape, response: { readonly status: number; readonly headers: Headers }, now: number): LimitObservation[] {
  const { status, headers } = response;
  // The end of a window is ISO 8601 with microseconds (Mastodon), seconds since 1970 (GoToSocial), or not told (Pleroma, Hollo).
  const { limit, remaining, resetsAt } = readWindow(headers, "x-ratelimit-", now);
  const rule = ruleOf(call, limit, resetsAt, now);
  if (status === 429) {
    const blockedUntil = Math.max(now + (retryAfterMs(headers, now) ?? 0), resetsAt ?? 0);
    return [present({ rule, limit, resetsAt, remaining: 0, blockedUntil: blockedUntil > now ? blockedUntil : now + minute })];
  }
  return remaining === undefined ? [] : [present({ rule, limit, remaining, resetsAt })];
}

/** Prices calls and reads the `X-RateLimit-*` headers. */
export const mastodonMeter: Meter = { cost: costs, read: observations };
