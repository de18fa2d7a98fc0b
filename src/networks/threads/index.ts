/**
 * Threads: the adapter of one profile, and the Meta app that it belongs to.
 * @module threads
 */
export { createGraphApp, type GraphApp, type GraphAppOptions, type GraphNetwork } from "../_graph/app.js";
export { createThreadsAdapter, type ThreadsAdapter, type ThreadsOperation } from "./adapter.js";
export type { PublishingLimit, Quota } from "./quotas.js";
export type { ThreadsAdapterOptions } from "./options.js";
