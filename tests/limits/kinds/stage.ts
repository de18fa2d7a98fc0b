/** A network as its documents describe it, a limiter with the network's real rules, and callers that want more than there is. */
import type { Clock } from "../../../src/clock.js";
import { createLimiter } from "../../../src/limits/limiter.js";
import type { Limiter, LimiterSetup } from "../../../src/limits/limiter.js";
import { memoryCoordinator } from "../../../src/limits/memory-coordinator.js";
import type { CallShape, Meter } from "../../../src/limits/meter.js";
import type { LimitRule } from "../../../src/model/limit.js";
import { numbers, simulatedClock } from "../simulator.js";
import type { FakeAnswer } from "../simulator.js";

export const second = 1_000;
export const minute: number = 60 * second;
export const hour: number = 60 * minute;
export const day: number = 24 * hour;

/** What the server says to one call. A refusal may have a status of success. */
export interface Reply {
  readonly ok: boolean;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One call as it arrived. */
export interface Visit {
  readonly at: number;
  readonly call: CallShape;
  readonly account: string;
  readonly ok: boolean;
}

export interface StageSetup extends Pick<LimiterSetup, "options" | "concurrency"> {
  readonly network: string;
  readonly rules: readonly LimitRule[];
  readonly meter: Meter;
  /** Decides when a call arrives. `now`: milliseconds since 1970. */
  readonly server: (call: CallShape, account: string, now: number) => Reply;
  /** ISO 8601. */
  readonly start?: string;
  readonly seed?: number;
}

export interface Stage {
  readonly clock: Clock;
  readonly limiter: Limiter;
  /** Everything that arrived, in order. */
  readonly visits: readonly Visit[];
  /** How many of them were refused. */
  readonly refused: () => number;
  /** Calls, waits, and gives the answer; nothing where the budget is not back before `until`. */
  readonly ask: (call: CallShape, until?: number, account?: string) => Promise<FakeAnswer | undefined>;
}

const epoch = Date.parse("2026-01-01T00:00:00.000Z");

export function stage(setup: StageSetup): Stage {
  const { network, rules, meter, server, start, seed = 1, options, concurrency } = setup;
  const ticking = simulatedClock();
  const offset = start === undefined ? 0 : Date.parse(start) - epoch;
  const clock: Clock = { now: () => ticking.now() + offset, sleep: (ms, options) => ticking.sleep(ms, options) };
  const random = numbers(seed);
  const visits: Visit[] = [];
  const coordinator = memoryCoordinator({ clock });
  const limiter = createLimiter({
    ...{ network, app: "app", rules, meter, coordinator, clock },
    ...(options !== undefined && { options }),
    ...(concurrency !== undefined && { concurrency }),
  });
  return {
    clock,
    limiter,
    visits,
    refused: () => visits.filter(({ ok }) => !ok).length,
    ask: async (call, until = Infinity, account = `${network}:1`) => {
      const send = async (): Promise<FakeAnswer> => {
        await clock.sleep(40 + random() * 40);
        const { ok, status = ok ? 200 : 429, headers = {}, body } = server(call, account, clock.now());
        visits.push({ at: clock.now(), call, account, ok });
        await clock.sleep(40 + random() * 40);
        return { status, headers: new Headers(headers), body };
      };
      try {
        return await limiter.run(call, { lane: "interactive", account, until }, send);
      } catch {
        return undefined;
      }
    },
  };
}

/** Calls as often as the limiter lets it, with 20 callers, until an instant. */
export async function saturate(
  { ask, clock }: Stage,
  until: number,
  next: (caller: number) => { readonly call: CallShape; readonly account?: string },
): Promise<void> {
  const caller = async (_: unknown, index: number): Promise<void> => {
    while (clock.now() < until) {
      const { call, account } = next(index);
      if ((await ask(call, until, account)) === undefined) return;
    }
  };
  await Promise.all(Array.from({ length: 20 }, caller));
}

export const shape = (operation: string, route: string, more: Partial<CallShape> = {}): CallShape => ({
  ...{ operation, method: "GET", route, subject: {} },
  ...more,
});

/** Counts what arrived within the last stretch of time; refused calls do not count. */
export function sliding(
  capacity: number,
  windowMs: number,
): { readonly take: (now: number, cost?: number) => boolean; readonly used: () => number } {
  let log: (readonly [at: number, cost: number])[] = [];
  const used = (): number => log.reduce((sum, [, cost]) => sum + cost, 0);
  return {
    used,
    take: (now, cost = 1) => {
      log = log.filter(([at]) => at > now - windowMs);
      if (used() + cost > capacity) return false;
      log.push([now, cost]);
      return true;
    },
  };
}

/** Counts within windows that end when `endOf` says; refused calls do not count. */
export function fixed(
  capacity: number,
  endOf: (now: number) => number,
): {
  readonly take: (now: number, cost?: number) => boolean;
  readonly used: (now: number) => number;
  readonly end: (now: number) => number;
} {
  let used = 0;
  let end = -Infinity;
  const roll = (now: number): void => {
    if (now < end) return;
    end = endOf(now);
    used = 0;
  };
  return {
    end: (now) => {
      roll(now);
      return end;
    },
    used: (now) => {
      roll(now);
      return used;
    },
    take: (now, cost = 1) => {
      roll(now);
      if (used + cost > capacity) return false;
      used += cost;
      return true;
    },
  };
}

/** The most that arrived and was accepted within any stretch of this length. */
export function mostWithin(visits: readonly Visit[], windowMs: number): number {
  const times = visits.filter(({ ok }) => ok).map(({ at }) => at);
  let first = 0;
  let most = 0;
  times.forEach((at, index) => {
    while ((times[first] ?? at) <= at - windowMs) first++;
    most = Math.max(most, index - first + 1);
  });
  return most;
}
