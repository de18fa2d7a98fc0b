import { describe, expect, it } from "vitest";
import { createLimiter } from "../../src/limits/limiter.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import type { Meter } from "../../src/limits/meter.js";
import type { LimitRule } from "../../src/model/limit.js";
import {
  bucketServer,
  call,
  headerMeter,
  numbers,
  percentServer,
  simulatedClock,
  unlimited,
  windowRule,
  windowServer,
} from "./simulator.js";
import type { Network, Server } from "./simulator.js";

const quarter = 15 * 60_000;

/** Saturates a server through a limiter with 20 calls under way, until `durationMs` have passed. */
async function saturate(
  network: Network,
  rule: LimitRule,
  server: Server,
  durationMs: number,
  meter: Meter = headerMeter(rule.id),
): Promise<void> {
  const { clock } = network;
  const limiter = createLimiter({
    network: "x",
    app: "app",
    rules: [rule],
    meter,
    coordinator: memoryCoordinator({ clock }),
    clock,
  });
  const until = clock.now() + durationMs;
  const worker = async (): Promise<void> => {
    while (clock.now() < until) {
      const done = await limiter.run(call, { lane: "interactive", account: "x:1", until }, server.request).catch(() => undefined);
      if (done === undefined) return;
    }
  };
  await Promise.all(Array.from({ length: 20 }, worker));
}

describe("limits", () => {
  // Thousands of calls each: seconds on a busy machine.
  describe("simulated servers", { timeout: 60_000 }, () => {
    for (const [name, silent, skewMs] of [
      ["says everything", 0, 0],
      ["is silent in every third answer", 0.33, 0],
      ["has a clock 2 s ahead", 0, 2000],
      ["has a clock 2 s behind", 0, -2000],
    ] as const)
      it(`uses at least 99 % of a fixed window without a refusal when the server ${name}`, async () => {
        for (const seed of [1, 2]) {
          const clock = simulatedClock();
          const network = { clock, random: numbers(seed), silent, skewMs };
          const server = windowServer(network, { capacity: 900, windowMs: quarter, phaseMs: quarter / 2, spent: 200 });
          const rule = windowRule({ capacity: 900, refill: { kind: "window", windowMs: quarter, rolling: false } });
          await saturate(network, rule, server, 2 * quarter);
          expect(server.refused).toBe(0);
          expect(server.accepted).toBeGreaterThanOrEqual(0.99 * (700 + 900 + 900));
        }
      });

    it("uses at least 99 % of a token bucket without a refusal", async () => {
      const clock = simulatedClock();
      const network = { clock, random: numbers(3) };
      const server = bucketServer(network, { capacity: 800, perMs: 60_000 });
      const rule = windowRule({ capacity: 800, refill: { kind: "bucket", perMs: 60_000 } });
      await saturate(network, rule, server, 5 * 60_000);
      expect(server.refused).toBe(0);
      expect(server.accepted).toBeGreaterThanOrEqual(0.99 * (800 + 4000));
    });

    it("is refused at most once in 100 calls when somebody else uses a fifth of the bucket", async () => {
      const clock = simulatedClock();
      const network = { clock, random: numbers(4) };
      const server = bucketServer(network, { capacity: 800, perMs: 60_000, foreign: 0.2 });
      const rule = windowRule({ capacity: 800, refill: { kind: "bucket", perMs: 60_000 } });
      await saturate(network, rule, server, 5 * 60_000);
      expect(server.refused / server.accepted).toBeLessThanOrEqual(0.01);
      expect(server.accepted).toBeGreaterThanOrEqual(0.97 * (800 + 0.8 * 4000));
    });

    it("uses at least 97 % of a rolling window that tells only a percentage, with at most one refusal in 200 calls", async () => {
      for (const quota of [400, 1000]) {
        const clock = simulatedClock();
        const network = { clock, random: numbers(5) };
        const server = percentServer(network, { quota, windowMs: 4 * quarter });
        const rule = unlimited({ unit: "percent", refill: { kind: "window", windowMs: 4 * quarter, rolling: true } });
        await saturate(network, rule, server, 12 * quarter, {
          cost: () => ({ [rule.id]: 0 }),
          read: (_call, { headers }) => [{ rule: rule.id, usedFraction: Number(headers.get("percent")) / 100 }],
        });
        expect(server.refused / server.accepted).toBeLessThanOrEqual(0.005);
        expect(server.accepted).toBeGreaterThanOrEqual(0.97 * 3 * quota);
      }
    });
  });
});
