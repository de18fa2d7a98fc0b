import { describe, expect, it } from "vitest";
import { createLimiter } from "../../src/limits/limiter.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import type { LimitObservation, LimitRule } from "../../src/model/limit.js";
import { bestPossible, connect, percentServer, tripsOf, windowServer } from "./servers/index.js";
import type { LimitedServer } from "./servers/index.js";
import { call, simulatedClock, unlimited, windowRule } from "./simulator.js";

const minute = 60_000;
const hour = 60 * minute;
const near = { minMs: 80, maxMs: 160 };
const far = { minMs: 20, maxMs: 400, tail: 0.01 };

const numberIn = (headers: Headers, name: string): number | undefined => {
  const text = headers.get(name);
  return text === null ? undefined : Number(text);
};

function readWindow(rule: string, headers: Headers): LimitObservation[] {
  const [remaining, reset] = [numberIn(headers, "x-rate-limit-remaining"), numberIn(headers, "x-rate-limit-reset")];
  return remaining === undefined || reset === undefined ? [] : [{ rule, remaining, resetsAt: reset * 1000 }];
}

function readPercent(rule: string, headers: Headers, now: number, status: number): LimitObservation[] {
  const usage = headers.get("x-app-usage");
  const block = status === 403 ? { blockedUntil: now + minute } : {};
  const { call_count: percent } = JSON.parse(usage ?? "{}") as { readonly call_count?: number };
  return percent === undefined ? [{ rule, ...block }] : [{ rule, usedFraction: percent / 100, ...block }];
}

/** Saturates a server with 20 callers; says how much of what the best possible client gets was used, and how many of 100 calls were refused. */
async function saturate(rule: LimitRule, make: () => LimitedServer, trip: typeof near & { seed: number }, durationMs: number) {
  const clock = simulatedClock();
  const from = clock.now();
  const server = make();
  const send = connect(server, tripsOf(trip), clock);
  const percent = rule.unit === "percent";
  const limiter = createLimiter({
    network: "x",
    app: "app",
    rules: [rule],
    meter: {
      cost: () => ({ [rule.id]: percent ? 0 : 1 }),
      read: (_call, { headers, status }, now) => (percent ? readPercent(rule.id, headers, now, status) : readWindow(rule.id, headers)),
    },
    coordinator: memoryCoordinator({ clock }),
    clock,
  });
  const until = from + durationMs;
  const worker = async (): Promise<void> => {
    while (clock.now() < until) {
      const options = { lane: "interactive", account: "x:1", until } as const;
      const one = async () => {
        const { headers, ...answer } = await send("/");
        return { ...answer, headers: new Headers(headers) };
      };
      if ((await limiter.run(call, options, one).catch(() => undefined)) === undefined) return;
    }
  };
  await Promise.all(Array.from({ length: 20 }, worker));
  const best = bestPossible(make(), tripsOf(trip), { slots: 20, from, until });
  return { used: server.accepted / best, refused: (100 * server.refused) / server.accepted };
}

describe("limits", () => {
  describe("goals on simulated servers", { timeout: 60_000 }, () => {
    for (const seed of [11, 23, 37]) {
      for (const [name, variation] of [
        ["of which one call is left at first", { ...near, phase: 0.99, spent: 299 }],
        ["whose clock is 2 s ahead and rounds up", { ...far, phase: 0.5, skewMs: 2_000, rounding: "ceil" }],
        ["without a date, 2 s behind", { ...near, phase: 0.3, skewMs: -2_000, date: false }],
      ] as const)
        it(`uses 99 % of a window of 300 in five minutes without a refusal, ${name} (${seed})`, async () => {
          const windowMs = 5 * minute;
          const rule: LimitRule = windowRule({ capacity: 300, told: true, refill: { kind: "window", windowMs, rolling: false } });
          const make = (): LimitedServer => windowServer({ capacity: 300, windowMs, ...variation, seed });
          const { used, refused } = await saturate(rule, make, { ...variation, seed }, 2.25 * windowMs);
          expect(refused).toBe(0);
          expect(used).toBeGreaterThanOrEqual(0.99);
        });

      for (const rounding of ["floor", "ceil", "round"] as const)
        it(`is refused at most one call in 200 where 2 s are told in whole seconds, ${rounding} (${seed})`, async () => {
          const rule: LimitRule = windowRule({ capacity: 300, told: true, refill: { kind: "window", windowMs: 2_000, rolling: false } });
          const make = (): LimitedServer => windowServer({ capacity: 300, windowMs: 2_000, rounding, phase: (seed % 10) / 10, seed });
          const { used, refused } = await saturate(rule, make, { ...near, seed }, 20_000);
          expect(refused).toBeLessThanOrEqual(0.5);
          expect(used).toBeGreaterThanOrEqual(0.5);
        });

      for (const [name, variation] of [
        ["200 calls", { quota: 200, ...near }],
        ["400 calls, rounded up", { quota: 400, ...far, rounding: "ceil" }],
      ] as const)
        it(`uses 97 % of a percentage with at most one refusal in 200 calls, ${name} (${seed})`, async () => {
          const rule: LimitRule = {
            ...unlimited({ unit: "percent", refill: { kind: "window", windowMs: hour, rolling: true } }),
            told: true,
          };
          const make = (): LimitedServer => percentServer({ ...variation, seed });
          const { used, refused } = await saturate(rule, make, { ...variation, seed }, 2.5 * hour);
          expect(refused).toBeLessThanOrEqual(0.5);
          expect(used).toBeGreaterThanOrEqual(0.97);
        });
    }
  });
});
