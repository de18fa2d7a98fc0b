/**
 * Facebook: the adapter of one Page with its Messenger, and the app that it shares with Instagram and Threads.
 * @module facebook
 */
export { createFacebookAdapter, type FacebookAdapter, type FacebookOperation } from "./adapter.js";
export { createGraphApp, type GraphApp, type GraphAppOptions, type GraphNetwork } from "../_graph/app.js";
export { inspectToken } from "./inspect-token.js";
export type { TokenFacts } from "../_graph/token-info.js";
export { listAccounts, pageToken, type FacebookListOptions } from "./list-accounts.js";
export type { FacebookAdapterOptions } from "./options.js";
