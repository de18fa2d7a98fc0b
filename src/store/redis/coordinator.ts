/**
 * The coordinator over Redis.
 * @module
 */
import { sharedCoordinator } from "../../limits/shared/shared-coordinator.js";
import type { SharedCoordinatorOptions } from "../../limits/shared/shared-coordinator.js";
import type { Coordinator } from "../coordinator.js";
import { redisBook } from "./book.js";
import type { RedisBookOptions } from "./book.js";

/** Options of `redisCoordinator`: where Redis is (`url` or `client`), and how processes share. */
export interface RedisCoordinatorOptions extends RedisBookOptions, SharedCoordinatorOptions {
  /**
   * Where instants come from, for tests: all processes then have to share it.
   * @defaultValue the time of Redis, which all processes share, and the system's for waits
   */
  readonly clock?: NonNullable<RedisBookOptions["clock"]>;
}

/**
 * Makes a coordinator that shares budgets and leases with every process that uses the same Redis and prefix, on any number of machines.
 * Opens nothing before its first use. Redis needs no persistence: what it loses, the processes give back.
 *
 * @throws FolkmootError `misconfigured` unless exactly one of `url` and `client` is there.
 * @example
 * const coordinator = redisCoordinator({ url: "redis://127.0.0.1:6379" });
 * const inbox = createInbox({ adapters, coordinator });
 */
export function redisCoordinator(options: RedisCoordinatorOptions): Coordinator {
  return sharedCoordinator(redisBook(options), options);
}
