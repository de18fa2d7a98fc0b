/**
 * Budgets and leases that several machines share through Redis.
 * @module store/redis
 */
export { redisBook, type RedisBookOptions } from "./book.js";
export type { RedisClient, RedisConnection } from "./connection.js";
export { redisCoordinator, type RedisCoordinatorOptions } from "./coordinator.js";
export type { SharedCoordinatorOptions } from "../../limits/shared/shared-coordinator.js";
export type { BookChange, BookEntry, BookMoment, Decide, Decision, LedgerBook } from "../ledger-book.js";
