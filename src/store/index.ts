/**
 * Where things are kept: the three interfaces that a store may offer, and the one in memory.
 * @module
 */
export { memoryStore, type MemoryStoreOptions } from "./memory/memory-store.js";
export { memoryTokenStore } from "./memory/memory-token-store.js";
export type * from "./collections.js";
export type * from "./coordinator.js";
export type * from "./ledger-book.js";
export type * from "./store.js";
export type * from "./token-store.js";
export type * from "./tokens.js";
