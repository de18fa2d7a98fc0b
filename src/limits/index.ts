/**
 * Budgets: rules as data, ledgers, and the line in front of a network. `limiter.ts` loads p-queue and is imported with the first request.
 * @module
 */
export { memoryCoordinator } from "./memory-coordinator.js";
export type { MemoryCoordinatorOptions } from "./memory-coordinator.js";
export type { CallShape, Meter } from "./meter.js";
export type { LimiterOptions } from "./options.js";
export type { LimitedAnswer, Limiter, LimiterSetup, RunOptions } from "./limiter.js";
