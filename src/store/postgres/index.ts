/**
 * Everything that is kept, budgets and leases, shared by several machines through PostgreSQL.
 * @module store/postgres
 */
export { postgresStore } from "./postgres-store.js";
export type { PostgresStoreOptions } from "./postgres-store.js";
export { postgresBook, postgresCoordinator } from "./coordinator.js";
export type { PostgresBookOptions, PostgresCoordinatorOptions, PostgresPlace } from "./coordinator.js";
export type { PostgresClient, PostgresPool, PostgresSource } from "./pool.js";
export type { SharedCoordinatorOptions } from "../../limits/shared/shared-coordinator.js";
export type { BookChange, BookEntry, BookMoment, Decide, Decision, LedgerBook } from "../ledger-book.js";
