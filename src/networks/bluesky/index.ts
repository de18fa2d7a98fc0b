/**
 * Bluesky: the adapter of one account, and the helper that finds an account by its handle.
 * @module bluesky
 */
export { createBlueskyAdapter, type BlueskyAdapter, type BlueskyOperation } from "./adapter.js";
export { resolveAccount, type ResolveAccountOptions, type ResolvedAccount } from "./resolve-account.js";
export type { BlueskyAdapterOptions } from "./options.js";
