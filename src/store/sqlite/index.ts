/**
 * A store in one file, and budgets and leases that several processes of one machine share through it.
 * @module store/sqlite
 */
export { sqliteBook, sqliteCoordinator } from "./coordinator.js";
export type { SqliteBookOptions, SqliteCoordinatorOptions } from "./coordinator.js";
export { sqliteStore } from "./store.js";
export type { SqliteStore, SqliteStoreOptions } from "./store.js";
export type { SharedCoordinatorOptions } from "../../limits/shared/shared-coordinator.js";
export type { BookChange, BookEntry, BookMoment, Decide, Decision, LedgerBook } from "../ledger-book.js";
