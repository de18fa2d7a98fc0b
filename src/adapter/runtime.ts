/**
 * What the host hands in once, for every adapter and app.
 * @module
 */
import type { Clock } from "../clock.js";
import type { Coordinator } from "../store/coordinator.js";
import type { LimiterOptions } from "../limits/options.js";
import type { Logger } from "../logger.js";
import type { TokenStore } from "../store/token-store.js";

/** All optional: the defaults are this process's own. */
export interface Runtime {
  /** What sends. @defaultValue the global one, looked up at the first request */
  readonly fetch?: typeof globalThis.fetch;
  /** What opens sockets. @defaultValue the global WebSocket */
  readonly webSocket?: (url: string, protocols?: readonly string[]) => WebSocket;
  /** Every instant and every wait. @defaultValue the system's time */
  readonly clock?: Clock;
  /** Who is told. @defaultValue nobody */
  readonly logger?: Logger;
  /** From 0 to below 1: jitter. @defaultValue `Math.random` */
  readonly random?: () => number;
  /** Where budgets and leases are kept. @defaultValue memory of this process */
  readonly coordinator?: Coordinator;
  /** Where rotating tokens are kept. @defaultValue memory of this process: lost when it ends */
  readonly tokens?: TokenStore;
  /** How calls wait. @defaultValue waits as long as it takes */
  readonly limiter?: LimiterOptions;
}

/** The same with every default filled in. */
export type ResolvedRuntime = Required<Runtime>;

/** What an inbox hands its runtime to. */
export interface Attachable {
  /** Called by `createInbox` before the first request. The same runtime again changes nothing; another one is refused as `misconfigured`. */
  attach(runtime: Runtime): void;
}
