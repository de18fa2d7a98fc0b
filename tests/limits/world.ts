import { createLimiter } from "../../src/limits/limiter.js";
import type { Limiter, LimiterSetup, RunOptions } from "../../src/limits/limiter.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import type { CallShape, Meter } from "../../src/limits/meter.js";
import type { LimitRule } from "../../src/model/limit.js";
import { virtualClock } from "../../src/testing/clock.js";
import type { VirtualClock } from "../../src/testing/clock.js";
import { answer, call } from "./simulator.js";
import type { FakeAnswer } from "./simulator.js";

export const silentMeter = (costs: Readonly<Record<string, number>> = { window: 1 }): Meter => ({ cost: () => costs, read: () => [] });

/** A meter that prices by operation: `{ like: { likes: 1 } }`. */
export const priceList = (prices: Readonly<Record<string, Readonly<Record<string, number>>>>): Meter => ({
  cost: ({ operation }) => prices[operation] ?? {},
  read: () => [],
});

export const callOf = (operation: string): CallShape => ({ ...call, operation });

export const sync: RunOptions = { lane: "sync", account: "x:1" };
export const interactive: RunOptions = { lane: "interactive", account: "x:1" };

export interface World {
  readonly clock: VirtualClock;
  readonly limiter: Limiter;
  /** Runs a call that is answered at once; writes `name` down when it leaves. */
  readonly go: (name: string, options?: Partial<RunOptions>, shape?: CallShape) => Promise<FakeAnswer>;
  readonly left: string[];
}

export function world(rules: readonly LimitRule[], meter: Meter = silentMeter(), more: Partial<LimiterSetup> = {}, auto = false): World {
  const clock = virtualClock({ auto });
  const left: string[] = [];
  const coordinator = memoryCoordinator({ clock });
  const limiter = createLimiter({ network: "x", app: "app", rules, meter, coordinator, clock, options: { reserve: 0 }, ...more });
  const go: World["go"] = (name, options = {}, shape = call) =>
    limiter.run(shape, { ...sync, ...options }, () => {
      left.push(name);
      return Promise.resolve(answer());
    });
  return { clock, limiter, go, left };
}

export const many = (count: number, start: (index: number) => Promise<unknown>): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, (_, index) => start(index)));
