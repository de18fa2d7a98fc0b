import type { CallShape, Meter } from "../../src/limits/meter.js";
import type { LimitRule } from "../../src/model/limit.js";
import type { Clock } from "../../src/clock.js";

export const call: CallShape = { operation: "getPost", method: "GET", route: "/posts/{id}", subject: {} };

export interface FakeAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Numbers between 0 and 1 that are the same in every run. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A clock for many thousand calls: like the virtual one on `auto`, but a jump takes microseconds instead of a timer's millisecond. */
export function simulatedClock(): Clock {
  let now = Date.parse("2026-01-01T00:00:00.000Z");
  let jumping = false;
  const sleepers: { readonly at: number; readonly wake: () => void; readonly signal: AbortSignal | undefined }[] = [];
  const jump = (): void => {
    jumping = false;
    const next = sleepers.pop();
    if (next === undefined) return;
    if (next.signal?.aborted !== true) {
      now = Math.max(now, next.at);
      next.wake();
    }
    start();
  };
  const start = (): void => {
    if (jumping || sleepers.length === 0) return;
    jumping = true;
    setImmediate(jump);
  };
  return {
    now: () => now,
    sleep: (ms, { signal } = {}) =>
      new Promise((wake, reject) => {
        const at = now + Math.max(0, ms);
        let index = sleepers.length;
        while (index > 0 && (sleepers[index - 1]?.at ?? Infinity) <= at) index--;
        sleepers.splice(index, 0, { at, wake, signal });
        signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
        start();
      }),
  };
}

export const answer = (status = 200, headers: Readonly<Record<string, string>> = {}): FakeAnswer => ({
  status,
  headers: new Headers(headers),
  body: undefined,
});

/** Reads `limit`, `remaining` and `reset` (seconds since 1970), where they are there. */
export function headerMeter(rule: string, cost = 1): Meter {
  return {
    cost: () => ({ [rule]: cost }),
    read: (_call, { headers }) => {
      const [limit, remaining, reset] = ["limit", "remaining", "reset"].map((name) => headers.get(name));
      return [
        {
          rule,
          ...(limit == null ? {} : { limit: Number(limit) }),
          ...(remaining == null ? {} : { remaining: Number(remaining) }),
          ...(reset == null ? {} : { resetsAt: Number(reset) * 1000 }),
        },
      ];
    },
  };
}

export interface Server {
  /** Sends one call there and back. */
  readonly request: () => Promise<FakeAnswer>;
  readonly accepted: number;
  readonly refused: number;
}

export interface Network {
  readonly clock: Clock;
  readonly random: () => number;
  /** Share of answers without headers. */
  readonly silent?: number;
  /** How far the server's clock is ahead. Milliseconds. */
  readonly skewMs?: number;
}

/** A server that decides when the call arrives: `decide` returns the headers and whether it was refused. */
function server(
  { clock, random, silent = 0 }: Network,
  decide: (now: number) => { readonly ok: boolean; readonly headers: Record<string, string> },
): Server {
  let accepted = 0;
  let refused = 0;
  return {
    get accepted() {
      return accepted;
    },
    get refused() {
      return refused;
    },
    request: async () => {
      await clock.sleep(40 + random() * 40);
      const { ok, headers } = decide(clock.now());
      if (ok) accepted++;
      else refused++;
      await clock.sleep(40 + random() * 40);
      return answer(ok ? 200 : 429, random() < silent ? {} : headers);
    },
  };
}

/** Fixed windows with headers in whole seconds. */
export function windowServer(network: Network, options: { capacity: number; windowMs: number; phaseMs?: number; spent?: number }): Server {
  const { capacity, windowMs, phaseMs = 0, spent = 0 } = options;
  const { skewMs = 0 } = network;
  let used = spent;
  let end = network.clock.now() + skewMs - phaseMs + windowMs;
  return server(network, (now) => {
    const here = now + skewMs;
    while (here >= end) {
      end += windowMs;
      used = 0;
    }
    const ok = used < capacity;
    if (ok) used++;
    return { ok, headers: { limit: `${capacity}`, remaining: `${capacity - used}`, reset: `${Math.floor(end / 1000)}` } };
  });
}

/** A token bucket with `remaining` cut to whole points. */
export function bucketServer(network: Network, options: { capacity: number; perMs: number; foreign?: number }): Server {
  const { capacity, perMs, foreign = 0 } = options;
  const { random } = network;
  let level = capacity;
  let at = network.clock.now();
  return server(network, (now) => {
    const came = ((now - at) * capacity) / perMs;
    level = Math.min(capacity, level + came);
    at = now;
    const others = came * foreign;
    level = Math.max(0, level - Math.floor(others) - (random() < others % 1 ? 1 : 0));
    const ok = level >= 1;
    if (ok) level--;
    return { ok, headers: { limit: `${capacity}`, remaining: `${Math.floor(level)}`, reset: `${Math.ceil(now / 1000)}` } };
  });
}

export const windowRule = (extra: Partial<LimitRule> = {}): LimitRule => ({
  id: "window",
  partition: ["account"],
  unit: "requests",
  capacity: 10,
  refill: { kind: "window", windowMs: 60_000, rolling: false },
  source: "invented",
  ...extra,
});

/** The same for a limit that only the server knows. */
export function unlimited(extra: Partial<LimitRule> = {}): LimitRule {
  const { id, partition, unit, refill, source } = windowRule(extra);
  return { id, partition, unit, refill, source };
}

/** A rolling window that tells only a whole percentage, and counts refused calls too. */
export function percentServer(network: Network, options: { quota: number; windowMs: number; foreign?: number }): Server {
  const { quota, windowMs, foreign = 0 } = options;
  const { clock } = network;
  let log: number[] = [];
  let others = clock.now();
  return server(network, (now) => {
    for (; others < now; others += windowMs / (quota * Math.max(foreign, 1e-9))) if (foreign > 0) log.push(others);
    log = log.filter((at) => at > now - windowMs);
    const ok = log.length < quota;
    log.push(now);
    return { ok, headers: { percent: `${Math.min(100, Math.floor((log.length / quota) * 100))}` } };
  });
}
