/**
 * Threads: the adapter of one profile, the Meta app that it belongs to, and the helper that finds the profile of a token.
 * @module threads
 */
export { createGraphApp, type GraphApp, type GraphAppOptions, type GraphNetwork } from "../_graph/app.js";
export { createThreadsAdapter, type ThreadsAdapter, type ThreadsOperation } from "./adapter.js";
export { listAccounts, type ThreadsListOptions } from "./list-accounts.js";
export type { PublishingLimit, Quota } from "./quotas.js";
export type { ThreadsAdapterOptions } from "./options.js";
