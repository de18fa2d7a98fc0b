/**
 * The limits of the simulated networks. Where an adapter is built, its own rules and meter are used (Mastodon, Discord: `families.ts`);
 * where only the catalog is, its rules, and a meter of the readers that adapters are written with.
 */
import { present } from "../../src/adapter/fields.js";
import type { CallShape, Meter } from "../../src/limits/meter.js";
import { readGraphBusinessUsage, readGraphThrottle, readGraphUsage } from "../../src/limits/read-graph.js";
import { readWindow } from "../../src/limits/read-window.js";
import { minute, opening, rolling } from "../../src/limits/rules.js";
import type { LimitRule } from "../../src/model/limit.js";
import { graphApp } from "../../src/networks/_graph/limits.js";
import { twitchLimits } from "../../src/networks/twitch/limits.js";
import { xLimits } from "../../src/networks/x/limits.js";

const ruleOf = (rules: readonly LimitRule[], id: string): LimitRule => {
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`The catalog has no rule ${id}.`);
  return rule;
};

/** X: fixed windows, the end in seconds since 1970. */
export const xRule = (capacity: number, windowMs: number): LimitRule => ({
  ...ruleOf(xLimits, "x.route.user"),
  capacity,
  refill: opening(windowMs),
});
export const xMeter = (): Meter => ({
  cost: () => ({ "x.route.user": 1 }),
  read: (_call, { headers }, now) => [{ rule: "x.route.user", ...readWindow(headers, "x-rate-limit-", now) }],
});

/** Twitch: a bucket; its header names when it will be full. */
export const twitchRule = (capacity: number, perMs: number): LimitRule => ({
  ...ruleOf(twitchLimits, "tw.helix"),
  capacity,
  refill: { kind: "bucket", perMs },
});
export const twitchMeter = (): Meter => ({
  cost: () => ({ "tw.helix": 1 }),
  read: (_call, { headers }, now) => [{ rule: "tw.helix", ...readWindow(headers, "ratelimit-", now) }],
});

/** Graph: a percentage of nobody knows how much, in an hour that rolls. */
export const graphRule: LimitRule = graphApp;
export const graphMeter = (): Meter => ({
  cost: () => ({ "graph.app": 0 }),
  read: (_call, { headers, body }, now) => {
    const usage = readGraphUsage(headers, "x-app-usage", now) ?? readGraphBusinessUsage(headers, now)[0];
    // Calling on extends the block: whoever is refused without being told for how long leaves it alone for a minute.
    const blockedUntil = usage?.blockedUntil ?? (readGraphThrottle(body) === undefined ? undefined : now + minute);
    return [present({ rule: "graph.app", usedFraction: usage?.usedFraction, blockedUntil })];
  },
});

/** A limit that no answer speaks of. */
export const silentRule = (capacity: number, windowMs: number): LimitRule => ({
  id: "silent",
  partition: ["app"],
  unit: "requests",
  capacity,
  // Nobody knows what kind of window it is: any stretch of so long is the cautious reading.
  refill: rolling(windowMs),
  source: "bench/limiter",
});
export const silentMeter = (): Meter => ({ cost: () => ({ silent: 1 }), read: () => [] });

/** How the limiter sees a call of the bench. */
export const shapeOf = (route: string): CallShape => ({
  operation: "getPost",
  method: "GET",
  route: route.replace(/\d{17,}/, "{channel}"),
  subject: { resource: route, ip: "192.0.2.1" },
});
