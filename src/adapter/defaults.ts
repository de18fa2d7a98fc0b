/**
 * Fills in what a host did not hand in: this process's own time, randomness, memory and `fetch`.
 * @module
 */
import { systemClock, type Clock } from "../clock.js";
import { lazyCoordinator } from "../store/lazy.js";
import { memoryTokenStore } from "../store/memory/memory-token-store.js";
import type { Coordinator } from "../store/coordinator.js";
import type { ResolvedRuntime, Runtime } from "./runtime.js";
import type { TokenStore } from "../store/token-store.js";

// Read when called, never at import: touching them loads the runtime's whole fetch.
const lazyFetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init);
const lazyWebSocket: ResolvedRuntime["webSocket"] = (url, protocols) =>
  new WebSocket(url, protocols === undefined ? undefined : [...protocols]);
const random = (): number => Math.random();
const silent = {};
const wait = { mode: "wait" } as const;

// One of each for all adapters that share a clock: in a process that is all of them, in tests each clock has its own.
const coordinators = new WeakMap<Clock, Coordinator>();
const tokenStores = new WeakMap<Clock, TokenStore>();

function once<V>(made: WeakMap<Clock, V>, clock: Clock, make: () => V): V {
  const found = made.get(clock) ?? make();
  made.set(clock, found);
  return found;
}

/**
 * Fills in every default of a runtime. Touches nothing of the system; memory is made when it is first asked for.
 * @param runtime - what the host handed in
 */
export function resolveRuntime(runtime: Runtime = {}): ResolvedRuntime {
  const clock = runtime.clock ?? systemClock;
  return {
    clock,
    fetch: runtime.fetch ?? lazyFetch,
    webSocket: runtime.webSocket ?? lazyWebSocket,
    logger: runtime.logger ?? silent,
    random: runtime.random ?? random,
    limiter: runtime.limiter ?? wait,
    get coordinator() {
      return (
        runtime.coordinator ??
        once(coordinators, clock, () =>
          lazyCoordinator(async () => (await import("../limits/memory-coordinator.js")).memoryCoordinator({ clock })),
        )
      );
    },
    get tokens() {
      return runtime.tokens ?? once(tokenStores, clock, memoryTokenStore);
    },
  };
}

/** True when two runtimes are made of the same parts, so that either may stand for the other. */
export function sameRuntime(a: ResolvedRuntime, b: ResolvedRuntime): boolean {
  return (
    a.clock === b.clock &&
    a.fetch === b.fetch &&
    a.webSocket === b.webSocket &&
    a.logger === b.logger &&
    a.random === b.random &&
    a.coordinator === b.coordinator &&
    a.tokens === b.tokens &&
    a.limiter.mode === b.limiter.mode &&
    a.limiter.maxWaitMs === b.limiter.maxWaitMs &&
    a.limiter.reserve === b.limiter.reserve &&
    sameNumbers(a.limiter.capacities, b.limiter.capacities)
  );
}

function sameNumbers(a: Readonly<Record<string, number>> = {}, b: Readonly<Record<string, number>> = {}): boolean {
  const ids = Object.keys(a);
  return ids.length === Object.keys(b).length && ids.every((id) => a[id] === b[id]);
}
