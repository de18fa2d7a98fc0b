/**
 * Budgets and leases that several processes of one machine share through a file.
 * @module store/sqlite
 */
export type { LedgerBook } from "../ledger-book.js";
