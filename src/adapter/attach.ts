/**
 * Holds the runtime of an app and its accounts, and hands it out when it is used.
 * @module
 */
import { FolkmootError } from "../errors.js";
import { resolveRuntime, sameRuntime } from "./defaults.js";
import type { ResolvedRuntime, Runtime } from "./runtime.js";

/** A place for one runtime. */
export interface RuntimeSlot {
  /** Puts a runtime in. The same again changes nothing; another one is refused as `misconfigured`. */
  readonly attach: (runtime: Runtime) => void;
  /** Gives the runtime, and settles it: without one attached, the defaults. */
  use(): ResolvedRuntime;
  /**
   * The runtime for code that is built before anything is attached: each part looks the runtime up when it is called,
   * so that taking the parts apart early (`({ clock }) => …`) is safe. `limiter` and identity aside it behaves as the real one.
   */
  readonly view: ResolvedRuntime;
}

/**
 * Makes a place for a runtime.
 * @param owner - what errors call it, e.g. `bluesky:did%3Aplc%3Aabc`
 */
export function runtimeSlot(owner: string): RuntimeSlot {
  let settled: ResolvedRuntime | undefined;
  let attached = false;

  const use = (): ResolvedRuntime => (settled ??= resolveRuntime());
  return {
    use,
    attach: (runtime) => {
      const next = resolveRuntime(runtime);
      if (settled !== undefined && !sameRuntime(settled, next))
        throw new FolkmootError(
          "misconfigured",
          attached
            ? `${owner} is attached to another runtime; create an adapter and app of its own for each inbox, or give both inboxes the same fetch, clock, logger, coordinator, tokens and limiter.`
            : `${owner} has made requests with the default runtime; attach one before the first request, or pass \`runtime\` to its factory.`,
        );
      settled ??= next;
      attached = true;
    },
    view: {
      fetch: (input, init) => use().fetch(input, init),
      webSocket: (url, protocols) => use().webSocket(url, protocols),
      random: () => use().random(),
      clock: { now: () => use().clock.now(), sleep: (ms, options) => use().clock.sleep(ms, options) },
      logger: {
        debug: (message, data) => use().logger.debug?.(message, data),
        warn: (message, data) => use().logger.warn?.(message, data),
        error: (message, data) => use().logger.error?.(message, data),
      },
      coordinator: {
        reserve: (demands, now) => use().coordinator.reserve(demands, now),
        observe: (observations, unused) => use().coordinator.observe(observations, unused),
        ledgers: (prefix) => use().coordinator.ledgers(prefix),
        acquire: (name, owner, ttlMs) => use().coordinator.acquire(name, owner, ttlMs),
        release: (name, owner) => use().coordinator.release(name, owner),
        close: () => use().coordinator.close(),
      },
      tokens: {
        load: (name) => use().tokens.load(name),
        swap: (name, next, expect) => use().tokens.swap(name, next, expect),
      },
      // Plain data: reading it settles nothing.
      get limiter() {
        return settled?.limiter ?? {};
      },
    },
  };
}
