/**
 * Instagram: the adapter of one professional account, with either log-in, the Meta app, and the helper that lists the accounts of a token.
 * @module instagram
 */
export { createInstagramAdapter } from "./adapter.js";
export { listAccounts, type InstagramListOptions } from "./list-accounts.js";
export { createGraphApp } from "../_graph/app.js";
export type { GraphApp, GraphAppOptions, GraphNetwork } from "../_graph/app.js";
export type { InstagramAdapter, InstagramFacebookAdapter, InstagramFacebookOperation, InstagramOperation } from "./adapter.js";
export type { InstagramFacebookOptions, InstagramLoginOptions, InstagramOptions } from "./options.js";
export type { InstagramLogin } from "./fields.js";
export type { Stories } from "./posts.js";
