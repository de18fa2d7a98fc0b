/** The kinds of budgets that processes share, with servers that keep them. */
import { discordLimits } from "../../../src/networks/discord/limits.js";
import { discordMeter } from "../../../src/networks/discord/meter.js";
import type { Meter } from "../../../src/limits/meter.js";
import type { LimitRule } from "../../../src/model/limit.js";
import { bucketServer, discordServer, percentServer, slidingServer, windowServer } from "../servers/index.js";
import type { LimitedServer } from "../servers/index.js";

export interface Kind {
  readonly rules: readonly LimitRule[];
  readonly meter: () => Meter;
  readonly server: (seed: number, foreign?: number) => LimitedServer;
  /** How long is enough to see it. Milliseconds. */
  readonly forMs: number;
}

const minute = 60_000;
const rule = (refill: LimitRule["refill"], capacity?: number, unit: LimitRule["unit"] = "requests"): LimitRule => ({
  id: "shared",
  partition: ["app"],
  unit,
  ...(capacity === undefined ? {} : { capacity }),
  refill,
  source: "invented",
});

const silent: Meter = { cost: () => ({ shared: 1 }), read: () => [] };

/** Reads `limit`, `remaining` and (where it ends a window) `reset` of headers that begin so. */
const telling = (prefix: string, ends: boolean): Meter => ({
  cost: () => ({ shared: 1 }),
  read: (_call, { headers }) => {
    const [limit, remaining, reset] = ["limit", "remaining", "reset"].map((name) => headers.get(`${prefix}-${name}`));
    if (limit == null || remaining == null) return [];
    return [
      {
        rule: "shared",
        limit: Number(limit),
        remaining: Number(remaining),
        ...(ends && reset != null ? { resetsAt: Number(reset) * 1000 } : {}),
      },
    ];
  },
});

const graph: Meter = {
  cost: () => ({ shared: 0 }),
  read: (_call, { status, headers }, now) => {
    const { call_count: percent } = JSON.parse(headers.get("x-app-usage") ?? "{}") as { readonly call_count?: number };
    if (percent === undefined) return [];
    return [{ rule: "shared", usedFraction: percent / 100, ...(status === 403 ? { blockedUntil: now + minute } : {}) }];
  },
};

export const kinds: Readonly<Record<string, Kind>> = {
  bucket: {
    rules: [rule({ kind: "bucket", perMs: minute }, 800)],
    meter: () => telling("ratelimit", false),
    server: (seed, foreign = 0) => bucketServer({ seed, capacity: 800, perMs: minute, foreign }),
    forMs: 5 * minute,
  },
  "rolling window": {
    rules: [rule({ kind: "window", windowMs: minute, rolling: true }, 600)],
    meter: () => silent,
    server: (seed, foreign = 0) => slidingServer({ seed, capacity: 600, windowMs: minute, foreign }),
    forMs: 5 * minute,
  },
  "window that opens with a call": {
    rules: [rule({ kind: "window", windowMs: minute, rolling: false }, 300)],
    meter: () => silent,
    server: (seed, foreign = 0) => windowServer({ seed, capacity: 300, windowMs: minute, start: "first-call", headers: "none", foreign }),
    forMs: 5 * minute,
  },
  "window that tells its end": {
    rules: [rule({ kind: "window", windowMs: minute, rolling: false }, 300)],
    meter: () => telling("x-rate-limit", true),
    server: (seed, foreign = 0) => windowServer({ seed, capacity: 300, windowMs: minute, phase: 0.3, foreign }),
    forMs: 5 * minute,
  },
  "aligned window": {
    rules: [rule({ kind: "window", windowMs: minute, rolling: false, aligned: true }, 300)],
    meter: () => silent,
    server: (seed, foreign = 0) => windowServer({ seed, capacity: 300, windowMs: minute, start: "aligned", headers: "none", foreign }),
    forMs: 5 * minute,
  },
  percentage: {
    rules: [rule({ kind: "window", windowMs: 60 * minute, rolling: true }, undefined, "percent")],
    meter: () => graph,
    server: (seed, foreign = 0) => percentServer({ seed, quota: 1_000, foreign }),
    forMs: 180 * minute,
  },
  "routes and one limit over all": {
    rules: discordLimits,
    meter: discordMeter,
    server: (seed, foreign = 0) => discordServer({ seed, foreign }),
    forMs: minute,
  },
  "short window": {
    rules: [rule({ kind: "window", windowMs: 2_000, rolling: false }, 300)],
    meter: () => telling("x-rate-limit", true),
    server: (seed, foreign = 0) => windowServer({ seed, capacity: 300, windowMs: 2_000, phase: 0.3, precisionMs: 1, foreign }),
    forMs: 30_000,
  },
};
