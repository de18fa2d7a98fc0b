/**
 * Who keeps the budgets: the coordinator of one process, and one that many processes share over a book of your own. For Redis,
 * PostgreSQL and SQLite they are made: `folkmoot/store/redis`, `folkmoot/store/postgres`, `folkmoot/store/sqlite`.
 * @module limits
 */
export { memoryCoordinator } from "./memory-coordinator.js";
export { sharedCoordinator } from "./shared/shared-coordinator.js";
export type { MemoryCoordinatorOptions } from "./memory-coordinator.js";
export type { SharedCoordinatorOptions } from "./shared/shared-coordinator.js";
