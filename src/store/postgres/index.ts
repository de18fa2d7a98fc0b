/**
 * Budgets and leases that several machines share through PostgreSQL.
 * @module store/postgres
 */
export type { LedgerBook } from "../ledger-book.js";
