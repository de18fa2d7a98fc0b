/**
 * Budgets and leases that several processes of one machine share through a file.
 * @module store/sqlite
 */
export { sqliteBook, sqliteCoordinator } from "./coordinator.js";
export type { SqliteBookOptions, SqliteCoordinatorOptions } from "./coordinator.js";
export type { SharedCoordinatorOptions } from "../../limits/shared/shared-coordinator.js";
export type { BookChange, BookEntry, BookMoment, Decide, Decision, LedgerBook } from "../ledger-book.js";
