/**
 * Budgets and leases that several machines share through Redis.
 * @module store/redis
 */
export type { LedgerBook } from "../ledger-book.js";
