import { describe, expect, it } from "vitest";
import { createLimiter } from "../../src/limits/limiter.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import { discordLimits } from "../../src/networks/discord/limits.js";
import { discordMeter } from "../../src/networks/discord/meter.js";
import { bestPossible, connect, discordServer, tripsOf } from "./servers/index.js";
import type { DiscordOptions, TripOptions } from "./servers/index.js";
import { simulatedClock } from "./simulator.js";

interface Case extends Omit<DiscordOptions, "seed">, Omit<TripOptions, "seed"> {
  /** Least share of what the best possible client gets, and most refusals for 100 accepted calls. */
  readonly share: number;
  readonly per100: number;
}

const lasts = 60_000;
const near = { minMs: 80, maxMs: 160 };
const far = { minMs: 20, maxMs: 400, tail: 0.01 };

/** 80 callers on 20 routes for a minute. */
async function saturate(options: Case, seed: number): Promise<{ readonly share: number; readonly per100: number }> {
  const clock = simulatedClock();
  const server = discordServer({ ...options, seed });
  const send = connect(server, tripsOf({ ...options, seed }), clock);
  const limiter = createLimiter({
    ...{ network: "discord", app: "app", rules: discordLimits, meter: discordMeter() },
    ...{ coordinator: memoryCoordinator({ clock }), clock, concurrency: 20 },
  });
  const from = clock.now();
  const until = from + lasts;
  const worker = async (route: string): Promise<void> => {
    const call = { operation: "reply", method: "POST", route: "/messages", subject: { resource: route } };
    while (clock.now() < until) {
      const done = limiter.run(call, { lane: "interactive", account: "discord:1", until }, async () => {
        const { status, headers, body } = await send(route);
        return { status, headers: new Headers(headers), body };
      });
      if ((await done.catch(() => undefined)) === undefined) return;
    }
  };
  await Promise.all(Array.from({ length: 80 }, (_, caller) => worker(server.routes[caller % server.routes.length] ?? "")));
  const ideal = discordServer({ ...options, foreign: 0, silent: 0, seed });
  const best = bestPossible(ideal, tripsOf({ ...options, seed }), { slots: 80, from, until });
  return { share: (server.accepted + server.others) / best, per100: (100 * server.refused) / server.accepted };
}

/** What is reached, with a little room: the goal is 98 % and half a refusal in a hundred, and not all of it is met. `trip.ts` says why. */
const cases: Readonly<Record<string, Case>> = {
  "windows open with the first call": { ...near, share: 0.985, per100: 0.5 },
  "windows lie on a grid": { ...near, start: "grid", share: 0.975, per100: 0.5 },
  "the limit over all holds for any second": { ...near, globalWindow: "sliding", share: 0.965, per100: 0.6 },
  "calls take 20 to 400 ms, and its clock is 2 s ahead": { ...far, skewMs: 2_000, share: 0.925, per100: 0.5 },
  "a third of the answers say nothing": { ...near, silent: 1 / 3, skewMs: -2_000, share: 0.97, per100: 0.5 },
  "whole seconds are told, rounded up": { ...near, precisionMs: 1_000, rounding: "ceil", share: 0.96, per100: 0.5 },
  // Nothing that Discord does: each of twenty buckets must be refused once or twice before it is known to end a second later than it says.
  "whole seconds are told, rounded down": { ...near, precisionMs: 1_000, rounding: "floor", share: 0.5, per100: 3 },
  // Beyond the goal of 0.5: nobody tells that others are there, so the first seconds refuse. In six minutes of the bench it is 0.5 on average,
  // in one of these two 1.06, where 83 % and 0.8 were held before others were told from calls of ours that were too bold.
  "somebody else uses a fifth": { ...near, foreign: 0.2, share: 0.85, per100: 1.1 },
};

describe("limits", () => {
  describe("a simulated Discord", { timeout: 60_000 }, () => {
    it.each(Object.entries(cases))("is used nearly as far as it goes, and hardly refuses, where %s", async (_name, one) => {
      for (const seed of [21, 22]) {
        const { share, per100 } = await saturate(one, seed);
        expect(share).toBeGreaterThanOrEqual(one.share);
        expect(per100).toBeLessThanOrEqual(one.per100);
      }
    });
  });
});
