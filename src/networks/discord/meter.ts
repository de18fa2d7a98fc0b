/**
 * What calls to Discord cost, and what its answers say about its limits.
 * @module
 */
import { fieldsOf, present } from "../../adapter/fields.js";
import { retryAfterMs } from "../../http/retry-after.js";
import { readWindow } from "../../limits/read-window.js";
import { hour } from "../../limits/rules.js";
import type { CallShape, Meter } from "../../limits/meter.js";
import type { CostsOf } from "../../adapter/adapter.js";
import type { LimitObservation } from "../../model/limit.js";
import type { OperationName } from "../../adapter/operations.js";

const once: Readonly<Record<string, number>> = { "dc.bucket": 1, "dc.global": 1, "dc.invalid": 1 };

/** Operations that take more than one call. */
const calls: { readonly [O in OperationName]?: number } = { getAccount: 3, getPost: 2, listConversations: 2, replyPrivately: 2, unban: 2 };

/** Prices operations for `can`, and pages. Which bucket they go to is known only when they are sent; what succeeds is not invalid. */
export const discordCosts: CostsOf = (operation, _target, list) => {
  if (list !== undefined) return { "dc.bucket": 1, "dc.global": 1 };
  const cost = calls[operation] ?? 1;
  return { "dc.global": cost, "dc.invalid": cost };
};

/** Routes whose bucket is remembered; more than the network has. */
const mostRoutes = 1_000;

/** Reads a number of seconds, with fractions. */
function seconds(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && number >= 0 && number < 31 * 86_400 ? number : undefined;
}

/**
 * Reads when the network counted a call, by its own clock: it tells when the window ends, and how long that is from then on. Only where
 * that is told with decimals: whole seconds are rounded.
 * @returns both instants in milliseconds since 1970
 */
function countedIn(headers: Headers): { readonly countedAt: number; readonly resetsAt: number } | undefined {
  const [reset, after] = [headers.get("x-ratelimit-reset"), headers.get("x-ratelimit-reset-after")];
  if (!/^\d{9,11}(?:\.\d{1,9})?$/.test(reset ?? "") || !/^\d{1,7}(?:\.\d{1,9})?$/.test(after ?? "")) return undefined;
  if (!`${reset}${after}`.includes(".")) return undefined;
  const resetsAt = Math.round(Number(reset) * 1000);
  return { resetsAt, countedAt: resetsAt - Math.round(Number(after) * 1000) };
}

/** Reads how long an answer's body wants us to wait: it is exact, where the header is rounded up. Milliseconds. */
export function toldWait(body: unknown): number | undefined {
  const told = seconds(fieldsOf(body)["retry_after"]);
  return told === undefined ? undefined : Math.ceil(told * 1000);
}

/** True for a 429 that comes from the wall in front of the API: no JSON, no header of a bucket. The address is shut out, for about an hour. */
export function isWall(status: number, headers: Headers, body: unknown): boolean {
  return (
    status === 429 && (typeof body !== "object" || body === null) && !headers.has("x-ratelimit-scope") && !headers.has("x-ratelimit-bucket")
  );
}

/**
 * Makes the meter of one adapter: it learns which routes share a bucket. A bucket belongs to its channel, guild or webhook, which the call's
 * `resource` names.
 */
export function discordMeter(): Meter {
  const buckets = new Map<string, string>();
  const routeOf = (call: CallShape): string => `${call.method} ${call.route}`;

  const read = (
    call: CallShape,
    { status, headers, body }: { readonly status: number; readonly headers: Headers; readonly body: unknown },
    now: number,
  ): readonly LimitObservation[] => {
    const scope = headers.get("x-ratelimit-scope");
    const invalid = status === 401 || status === 403 || (status === 429 && scope !== "shared");
    if (isWall(status, headers, body))
      return [{ rule: "dc.invalid", remaining: 0, blockedUntil: now + Math.max(hour, retryAfterMs(headers, now) ?? 0) }];
    // What was reserved for an answer that counts comes back with one that does not.
    const seen: LimitObservation[] = invalid ? [] : [{ rule: "dc.invalid", cost: 0 }];
    const bucket = headers.get("x-ratelimit-bucket");
    if (bucket !== null) {
      if (buckets.size >= mostRoutes) buckets.clear();
      buckets.set(routeOf(call), bucket);
    }
    const { limit, remaining, resetsAt: told } = readWindow(headers, "x-ratelimit-", now);
    const counted = countedIn(headers);
    const { countedAt, resetsAt = told } = counted ?? {};
    if (status !== 429) {
      if (limit !== undefined || remaining !== undefined) seen.push(present({ rule: "dc.bucket", limit, remaining, resetsAt, countedAt }));
      // No header speaks of the limit over all, which counted it at the same moment.
      if (countedAt !== undefined) seen.push({ rule: "dc.global", countedAt });
      return seen;
    }
    const blockedUntil = now + (toldWait(body) ?? retryAfterMs(headers, now) ?? 1_000);
    if (scope === "global" || headers.has("x-ratelimit-global") || fieldsOf(body)["global"] === true)
      seen.push({ rule: "dc.global", remaining: 0, blockedUntil });
    // Shared by all who write there: the bucket itself may still have room, and is shut all the same.
    else seen.push(present({ rule: "dc.bucket", limit, remaining: scope === "shared" ? undefined : 0, blockedUntil }));
    return seen;
  };
  return {
    cost: () => once,
    subject: (call) => {
      const bucket = buckets.get(routeOf(call));
      return bucket === undefined ? call.subject : { ...call.subject, route: bucket };
    },
    read,
  };
}
