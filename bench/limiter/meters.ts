/** The limits of the simulated networks as our adapters would have them: rules as data, and a meter that reads answers. */
import type { CallShape, Meter } from "../../src/limits/meter.js";
import type { LimitObservation, LimitRule } from "../../src/model/limit.js";

const source = "bench/limiter";

const numberIn = (headers: Headers, name: string): number | undefined => {
  const text = headers.get(name);
  return text === null || text === "" ? undefined : Number(text);
};

function observed(
  rule: string,
  limit: number | undefined,
  remaining: number | undefined,
  resetsAt: number | undefined,
): LimitObservation[] {
  if (remaining === undefined) return [];
  return [{ rule, remaining, ...(limit === undefined ? {} : { limit }), ...(resetsAt === undefined ? {} : { resetsAt }) }];
}

/** X: fixed windows, the end in seconds since 1970. */
export const xRule = (capacity: number, windowMs: number): LimitRule => ({
  id: "x.route.user",
  partition: ["route", "account"],
  unit: "requests",
  capacity,
  refill: { kind: "window", windowMs, rolling: false },
  told: true,
  source,
});
export const xMeter = (): Meter => ({
  cost: () => ({ "x.route.user": 1 }),
  read: (_call, { headers }) => {
    const reset = numberIn(headers, "x-rate-limit-reset");
    const [limit, left] = [numberIn(headers, "x-rate-limit-limit"), numberIn(headers, "x-rate-limit-remaining")];
    return observed("x.route.user", limit, left, reset === undefined ? undefined : reset * 1000);
  },
});

/** Twitch: a bucket; its header names when it will be full, which ends nothing. */
export const twitchRule = (capacity: number, perMs: number): LimitRule => ({
  id: "tw.helix",
  partition: ["app"],
  unit: "points",
  capacity,
  refill: { kind: "bucket", perMs },
  told: true,
  source,
});
export const twitchMeter = (): Meter => ({
  cost: () => ({ "tw.helix": 1 }),
  read: (_call, { headers }) =>
    observed("tw.helix", numberIn(headers, "ratelimit-limit"), numberIn(headers, "ratelimit-remaining"), undefined),
});

/** Graph: a percentage of nobody knows how much, in an hour that rolls. */
export const graphRule: LimitRule = {
  id: "graph.app",
  partition: ["app"],
  unit: "percent",
  refill: { kind: "window", windowMs: 3_600_000, rolling: true },
  told: true,
  source,
};

interface Usage {
  readonly call_count?: number;
  readonly total_time?: number;
  readonly total_cputime?: number;
  readonly estimated_time_to_regain_access?: number;
}

const usageOf = (headers: Headers): Usage | undefined => {
  const app = headers.get("x-app-usage");
  if (app !== null) return JSON.parse(app) as Usage;
  const business = headers.get("x-business-use-case-usage");
  return business === null ? undefined : Object.values(JSON.parse(business) as Record<string, readonly Usage[]>)[0]?.[0];
};

export const graphMeter = (): Meter => ({
  cost: () => ({ "graph.app": 0 }),
  read: (_call, { status, headers }, now) => {
    const usage = usageOf(headers);
    const refused = status === 403;
    // Calling on extends the block: whoever is refused without being told for how long leaves it alone for a minute.
    const minutes = usage?.estimated_time_to_regain_access ?? 0;
    const blockedUntil = refused ? now + Math.max(1, minutes) * 60_000 : undefined;
    if (usage === undefined) return blockedUntil === undefined ? [] : [{ rule: "graph.app", blockedUntil }];
    const percent = Math.max(usage.call_count ?? 0, usage.total_time ?? 0, usage.total_cputime ?? 0);
    return [{ rule: "graph.app", usedFraction: percent / 100, ...(blockedUntil === undefined ? {} : { blockedUntil }) }];
  },
});

/** A limit that no answer speaks of. */
export const silentRule = (capacity: number, windowMs: number): LimitRule => ({
  id: "silent",
  partition: ["app"],
  unit: "requests",
  capacity,
  // Nobody knows what kind of window it is: any stretch of so long is the cautious reading.
  refill: { kind: "window", windowMs, rolling: true },
  source,
});
export const silentMeter = (): Meter => ({ cost: () => ({ silent: 1 }), read: () => [] });

/** How the limiter sees a call of the bench. */
export const shapeOf = (route: string): CallShape => ({
  operation: "getPost",
  method: "GET",
  route: route.replace(/\d{17,}/, "{channel}"),
  subject: { resource: route, ip: "192.0.2.1" },
});
